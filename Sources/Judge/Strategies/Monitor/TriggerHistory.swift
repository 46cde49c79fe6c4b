internal import Stats
internal import Summaries

/// Follows one trigger from window to window.
///
/// Half of its share of false alarms goes to each window by itself, which holds however windows depend on each
/// other; half to an e-detector, which adds up what several windows hint at. Where windows share the error of an
/// estimated baseline the detector would count it again and again, and each window gets the whole.
/// A trigger that was raised stays so until a window shows its value to be back within the limit.
struct TriggerHistory {
  /// What a window leaves behind.
  struct Step {
    var begin: Timestamp
    var end: Timestamp
    var status: TriggerState.Status
    /// Whether the window said anything.
    var wasJudged: Bool
  }

  /// Whether evidence is added up over windows.
  enum Memory { case accumulates, none }

  private let rule: MonitorPlan.Rule
  private let significance: Double
  private let windowAlpha: Double
  private var detector: EDetector?
  private let limits: TriggerLimits?

  private(set) var steps: [Step] = []
  private(set) var alarms = 0
  private(set) var judged = 0
  private(set) var unjudged = 0
  private(set) var raisedSince: Timestamp?
  private(set) var causes: [TriggerState.Cause] = [.noWindowYet]
  private(set) var last: WindowReading?
  private(set) var drifted: [String] = []
  private var judgedBegins: [Timestamp] = []

  init(
    _ monitor: MonitorPlan, _ trigger: TriggerPlan, limits: TriggerLimits?, memory: Memory
  ) {
    rule = monitor.rule
    significance = monitor.significance
    self.limits = limits
    let alpha = min(monitor.alarmsPerWindow(of: trigger), 0.5)
    let accumulates = memory == .accumulates && monitor.rule == .proven
    windowAlpha = accumulates ? alpha / 2 : alpha
    detector = accumulates ? try? EDetector(alarmsPerWindow: alpha / 2) : nil
  }

  /// Takes in the next window.
  mutating func take(
    _ evidence: WindowEvidence, from begin: Timestamp, to end: Timestamp
  ) throws(StatsError) {
    last = WindowReading(
      begin: begin, end: end, rows: evidence.rows, units: evidence.units,
      estimate: evidence.estimate, interval: evidence.interval, beyondPValue: evidence.beyond,
      withinPValue: evidence.within, unanswered: evidence.unanswered)
    drifted = evidence.drifted
    if let doubt = evidence.doubt, rule == .proven || doubt.leavesNoEstimate {
      unjudged += 1
      // A window that says nothing neither raises a trigger nor takes it back.
      causes = raisedSince == nil ? [doubt] : [.notShownToBeOver, doubt]
      steps.append(
        Step(
          begin: begin, end: end, status: raisedSince == nil ? .cannotTell : .raised,
          wasJudged: false))
      return
    }
    judged += 1
    judgedBegins.append(begin)
    switch rule {
    case .threshold: compare(evidence, begin)
    case .proven: try weigh(evidence, begin)
    }
    let status: TriggerState.Status =
      raisedSince != nil ? .raised : causes.isEmpty ? .clear : .cannotTell
    steps.append(Step(begin: begin, end: end, status: status, wasJudged: true))
  }

  private mutating func compare(_ evidence: WindowEvidence, _ begin: Timestamp) {
    guard let value = evidence.estimate else {
      causes = [.notComputable]
      return
    }
    // Where limits differ from window to window, the evidence says on which side of them a value lies.
    let isBeyond = limits?.isBeyond(value) ?? (evidence.within == 1)
    guard isBeyond else {
      if let hidden = evidence.hidden {
        causes = raisedSince == nil ? [hidden] : [.notShownToBeOver, hidden]
      } else {
        (raisedSince, causes) = (nil, [])
      }
      return
    }
    alarms += 1
    raisedSince = raisedSince ?? begin
    causes = [.estimateBeyond]
  }

  private mutating func weigh(
    _ evidence: WindowEvidence, _ begin: Timestamp
  ) throws(StatsError) {
    let pValue = evidence.beyond ?? 1
    var raised: [TriggerState.Cause] = []
    var since = begin
    if pValue <= windowAlpha {
      raised.append(.windowBeyond(pValue: pValue, significance: windowAlpha))
    }
    let eValue = try EValueCalibrator().logEValue(pValue: pValue)
    if try detector?.observe(logEValue: eValue) == .alarm, let windows = detector?.windowsOfChange {
      if windows > 1 || raised.isEmpty { raised.append(.evidenceAccumulated(windows: windows)) }
      since = judgedBegins.suffix(windows).first ?? begin
    }
    let within = evidence.within ?? 1
    if !raised.isEmpty {
      alarms += 1
      raisedSince = raisedSince ?? since
      causes = raised
    } else if within <= significance {
      (raisedSince, causes) = (nil, [])
    } else if raisedSince != nil {
      causes = [.notShownToBeOver]
    } else {
      let isBeyond = evidence.estimate.flatMap { limits?.isBeyond($0) } ?? (pValue < within)
      let found: TriggerState.Cause =
        isBeyond ? .beyondNotProven(pValue: pValue) : .withinNotProven(pValue: within)
      causes = [evidence.caution ?? found]
    }
  }

  /// When the first of the last windows began that are all clear, none of them before an instant.
  func clearSince(notBefore earliest: Timestamp? = nil) -> Timestamp? {
    steps.reversed().prefix { step in
      step.status == .clear && earliest.map { step.begin >= $0 } ?? true
    }.last?.begin
  }

  var status: TriggerState.Status { steps.last?.status ?? .cannotTell }
}

extension TriggerState.Cause {
  /// Whether there is nothing that a fixed threshold could be held against.
  fileprivate var leavesNoEstimate: Bool {
    switch self {
    case .tooFewEffectiveUnits, .columnUnclear: false
    default: true
    }
  }
}
