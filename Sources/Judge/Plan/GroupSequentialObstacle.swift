/// What keeps a plan from testing success in groups, at the looks it declares.
public enum GroupSequentialObstacle: Equatable, Codable, Sendable {
  /// Answers of a shadow are tested pair by pair.
  case shadow
  case looksMissing
  /// No whole seconds, or less than a minute.
  case looksUneven
  case timeMissing
  case covariates(metric: String)
  case endMissing
  /// Phases are found by the day, and looks fall within days.
  case rampWithinDays
  /// Units go on accruing rows, or labels.
  case openUnits(metrics: [String])
  /// The maximum comes before the first unit is complete.
  case neverComplete(metric: String, maximumSeconds: Double)
  case tooManyLooks
  /// Looks, windows and starts of phases have no common length of a minute or more.
  case axisTooFine
  /// The plan may look again after its end.
  case extensionAllowed
  /// Futility by the chance of a promotion is asked at every look.
  case futilityByPower
}

extension Plan {
  /// All that keeps success from being tested in groups; none where it can be.
  var groupSequentialObstacles: [GroupSequentialObstacle] {
    guard strategy == .ab else { return [.shadow] }
    var found: [GroupSequentialObstacle] = []
    if let looks = inference.looks {
      if lookSpacing < Double(Plan.shortestBucket) || looks != lookSpacing {
        found.append(.looksUneven)
      }
    } else {
      found.append(.looksMissing)
    }
    if log.time == nil { found.append(.timeMissing) }
    let judged = metrics.filter { $0.role != .monitor }
    if let metric = judged.first(where: { $0.covariates != nil }) {
      found.append(.covariates(metric: metric.name))
    }
    if inference.plannedSample == nil, duration.maximum == nil { found.append(.endMissing) }
    if ramp != nil, lookSpacing.truncatingRemainder(dividingBy: 86_400) != 0 {
      found.append(.rampWithinDays)
    }
    let open = judged.filter { delay(of: $0) == nil }.map(\.name)
    if !open.isEmpty { found.append(.openUnits(metrics: open)) }
    if let maximum = duration.maximum {
      for metric in judged {
        if let delay = delay(of: metric), delay >= maximum {
          found.append(.neverComplete(metric: metric.name, maximumSeconds: maximum))
        }
      }
      if maximum / lookSpacing > 1000 { found.append(.tooManyLooks) }
    }
    if duration.extend != nil { found.append(.extensionAllowed) }
    if inference.futilityPower != nil { found.append(.futilityByPower) }
    return found
  }

  /// How success is tested where the plan does not say: in groups where looks and an end are declared and
  /// nothing keeps them from it, as that takes fewer units; else at every look.
  var standardSuccess: InferencePlan.Method {
    guard inference.looks != nil, duration.maximum != nil else { return .alwaysValid }
    var grouped = self
    grouped.inference.success = .groupSequential
    let isTooFine = grouped.axisWidth.map { $0 < Plan.shortestBucket } ?? false
    return groupSequentialObstacles.isEmpty && !isTooFine ? .groupSequential : .alwaysValid
  }

  /// Why bounds that hold at every look are the plan's, though it declares looks and an end; nil where it
  /// does not, and where it was free to choose.
  var groupSequentialObstacle: GroupSequentialObstacle? {
    guard inference.success == .alwaysValid, inference.looks != nil, duration.maximum != nil else {
      return nil
    }
    if let obstacle = groupSequentialObstacles.first { return obstacle }
    var grouped = self
    grouped.inference.success = .groupSequential
    return grouped.axisWidth.map { $0 < Plan.shortestBucket } == true ? .axisTooFine : nil
  }
}

extension GroupSequentialObstacle {
  /// What is in the way, to stand after "group-sequential".
  var complaint: String {
    switch self {
    case .shadow: "is not supported by strategy shadow"
    case .looksMissing: "needs looks, the time between two of them"
    case .looksUneven: "needs looks of whole seconds, and a minute at least"
    case .timeMissing: "needs the time of each row"
    case .covariates(let metric):
      "does not adjust for covariates, and \(metric) names some"
    case .endMissing: "needs to know where it ends"
    case .rampWithinDays:
      "needs looks of whole days with a ramp, whose phases are found by the day"
    case .openUnits(let metrics):
      "needs units that are complete some time, and those of \(WordList.and(metrics)) go on accruing: looks at a count of units whose values still move promote more often than promised"
    case .neverComplete(let metric, let maximum):
      "ends after \(TimeSpan(seconds: maximum).words), before any unit of \(metric) is complete"
    case .tooManyLooks: "would look more than 1000 times"
    case .axisTooFine:
      "needs looks, windows and starts of phases with a common length of a minute or more"
    case .extensionAllowed: "allows no look after the end, and duration.extend asks for some"
    case .futilityByPower: "has a futility_spending of its own in place of inference.futility"
    }
  }

  /// How to mend it.
  func mend(_ plan: Plan) -> String {
    switch self {
    case .shadow, .axisTooFine, .extensionAllowed, .futilityByPower: "write success: always-valid"
    case .looksMissing: "add looks: 1d"
    case .looksUneven: "write looks: 1d or looks: 1h"
    case .timeMissing: "name its column as log.time"
    case .covariates: "remove its covariates, or write success: always-valid"
    case .endMissing: "add planned_sample: 20000, or duration: {maximum: 14d}"
    case .rampWithinDays: "write looks: 1d"
    case .openUnits(let metrics):
      if plan.metrics.contains(where: { metrics.contains($0.name) && $0.kind == .auc }) {
        "write success: always-valid, or judge precision, recall or f1 in place of an area"
      } else if plan.unitColumn == nil {
        "say until when a label counts, such as labels: {maturity: 14d}"
      } else if plan.metrics.contains(where: { metrics.contains($0.name) && $0.kind == .quantile })
      {
        "give each a window, such as window: 7d, and judge the share of rows above a limit in place of a quantile"
      } else {
        "give each a window, such as window: 7d"
      }
    case .neverComplete:
      "lengthen duration.maximum, or shorten the window or the maturity of the labels"
    case .tooManyLooks: "choose a wider spacing as inference.looks"
    }
  }
}
