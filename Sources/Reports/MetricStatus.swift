internal import Judge

/// Where a metric stands, read off its tests.
enum MetricStatus: String {
  case harmShown, proven, notProven, tooFewUnits, notComputable, reported

  init(_ metric: MetricAnalysis) {
    if metric.harmSoFar?.holds == true {
      self = .harmShown
      return
    }
    guard case .computed(let comparison) = metric.result else {
      self = .notComputable
      return
    }
    let tests = comparison.tests
    if tests.contains(where: { $0.question == .harm && $0.holds }) {
      self = .harmShown
      return
    }
    let question: ThresholdTest.Question
    switch metric.role {
    case .success: question = .superiority
    case .guardrail: question = .nonInferiority
    case .monitor:
      self = .reported
      return
    }
    let asked = tests.filter { $0.question == question }
    if asked.contains(where: \.holds) {
      self = .proven
    } else if asked.contains(where: { $0.tooFewEffectiveUnits != nil }) {
      self = .tooFewUnits
    } else {
      self = .notProven
    }
  }

  /// For a table.
  var words: String {
    switch self {
    case .harmShown: "HARM"
    case .proven: "proven"
    case .notProven: "not yet"
    case .tooFewUnits: "too few units"
    case .notComputable: "no value"
    case .reported: "reported"
    }
  }

  var tone: Phrase.Tone {
    switch self {
    case .harmShown: .bad
    case .proven: .good
    case .notProven, .tooFewUnits, .notComputable: .caution
    case .reported: .quiet
    }
  }
}
