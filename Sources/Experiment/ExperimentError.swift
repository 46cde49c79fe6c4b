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
  /// A temporary file could not be written.
  case spool(String)
  /// A statistic failed on valid data.
  case statistics(String)
  /// A classical test cannot be computed.
  case test(TestProblem)

  /// The exit code of the command line, one of sysexits.
  public var exitCode: Int32 {
    switch self {
    case .plan: 78
    case .ingest(let error): error.exitCode
    case .unsupported: 78
    case .spool: 74
    case .statistics: 70
    case .test(let problem): problem.exitCode
    }
  }

  /// What is wrong, where, and how to mend it.
  public var message: String {
    switch self {
    case .plan(let error): error.description
    case .ingest(let error): error.message
    case .test(let problem): problem.message
    case .unsupported(let text), .spool(let text), .statistics(let text): text
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
