public import Ingest
public import Judge

/// Why there is no decision.
public enum ExperimentError: Error, Sendable {
  /// The plan cannot be read.
  case plan(PlanError)
  /// A log cannot be read.
  case ingest(IngestError)
  /// The plan asks for something that cannot be executed.
  case unsupported(String)
  /// A statistic failed on valid data.
  case statistics(String)
  /// A profile cannot be used.
  case profile(file: String, ProfileError)
  /// The state of a scheduled report cannot be used.
  case state(DriftStateError)
  /// A classical test cannot be computed.
  case test(TestProblem)

  /// The exit code of the command line, one of sysexits.
  public var exitCode: Int32 {
    switch self {
    case .plan: 78
    case .ingest(let error): error.exitCode
    case .unsupported: 78
    case .statistics: 70
    case .test(let problem): problem.exitCode
    case .profile(_, let error): error.exitCode
    case .state(let error): error.exitCode
    }
  }

  /// What is wrong, where, and how to mend it.
  public var message: String {
    switch self {
    case .plan(let error): error.description
    case .ingest(let error): error.message
    case .test(let problem): problem.message
    case .profile(let file, let error): "\(file): \(error.message)"
    case .state(let error): error.message
    case .unsupported(let text), .statistics(let text): text
    }
  }
}

extension IngestError {
  var exitCode: Int32 {
    if case .missingColumn = self { return 78 }
    return switch category {
    case .noInput: 66
    case .data: 65
    case .io: 74
    case .configuration: 78
    }
  }
}

extension ProfileError {
  var exitCode: Int32 { self == .readingsDiffer ? 78 : 65 }

  var message: String {
    switch self {
    case .readingsDiffer:
      "the profile was read from its log in another way: the conditions (log.where), the texts for "
        + "missing values (log.missing), the weight and the unit must be those of the plan. "
        + "Make it again with assay profile --plan PLAN."
    case .unknownVersion(let version):
      "the profile has version \(version), which this assay does not read. Make it again."
    case .repeated(let other):
      "the profile is that of \(other): the same units would count twice, and --disjoint-units says that "
        + "no unit is in two of them. Name it once."
    case .malformed(let cause): "the profile cannot be read: \(cause). Make it again."
    }
  }
}

extension DriftStateError {
  var exitCode: Int32 {
    switch self {
    case .malformed, .unknownVersion, .otherRows, .sameRows: 65
    case .otherPlan, .otherReference: 78
    case .statistics: 70
    }
  }

  var message: String {
    switch self {
    case .malformed:
      "The state is damaged, was changed by hand, or is no state of a drift report. "
        + "Begin a new one in another file."
    case .unknownVersion(let version):
      "The state has version \(version), which this assay does not read."
    case .otherPlan:
      "The state belongs to another plan: looks under different tolerances do not add up. "
        + "Begin a new state in another file."
    case .otherReference:
      "The state belongs to another reference: every look is held against the same one. "
        + "Begin a new state in another file."
    case .otherRows(let look):
      "The look \"\(look)\" was taken on other rows. A look counts once: give this one "
        + "another name with --look."
    case .sameRows(let look, let taken):
      "The rows of the look \"\(look)\" are those of the look \"\(taken)\", whatever their files are "
        + "called and however they are compressed: they count once. Name the log of this look, or hear that one again with --look."
    case .statistics(let text): text
    }
  }
}
