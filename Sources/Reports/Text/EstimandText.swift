internal import Judge

/// What exactly a metric estimates, as a sentence.
enum EstimandText {
  static func sentence(_ metric: MetricAnalysis) -> String {
    let estimand = metric.estimand
    let parts =
      [InertText.name(estimand.definition, limit: 160), errors(estimand.errorRows)]
      + waiting(estimand) + [scale(estimand.scale), clock(estimand.clock)]
      + (estimand.rule.map { [rule($0)] } ?? [])
    return "\(InertText.name(metric.name)): \(parts.joined(separator: "; ")); "
      + "\(metric.better.rawValue) is better"
  }

  private static func waiting(_ estimand: Estimand) -> [String] {
    [
      estimand.window.map {
        "over the first \(TimeText.duration($0)) of a unit, once they have passed"
      },
      estimand.maturity.map {
        "labels count if they are known within \(TimeText.duration($0)) of their row"
      },
    ].compactMap(\.self)
  }

  private static func errors(_ rows: MetricPlan.ErrorRows) -> String {
    switch rows {
    case .counted: "rows with an error count like others"
    case .excluded: "rows with an error are left out"
    case .failure: "rows with an error count as wrong"
    }
  }

  private static func scale(_ scale: Estimand.Scale) -> String {
    switch scale {
    case .difference: "judged on the difference"
    case .logRatio: "judged on the log ratio"
    }
  }

  private static func rule(_ rule: MetricPlan.Rule) -> String {
    switch rule {
    case .lowerBound: "its lower bound is held against the minimum"
    case .estimate:
      "its estimate is held against the minimum, so that only a benefit above zero is guaranteed"
    }
  }

  private static func clock(_ clock: Estimand.Clock) -> String {
    switch clock {
    case .units: "bounds by number of units"
    case .variance: "bounds by accrued variance"
    }
  }
}
