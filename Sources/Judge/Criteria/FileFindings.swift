/// How many scores are what scores must be.
public struct ScoreAccount: Equatable, Codable, Sendable {
  public var rows: Int
  public var missing: Int
  /// Not a number, infinite, or no number at all.
  public var notFinite: Int
  /// Finite ones outside of the range.
  public var outside: Int
  public var minimum: Double
  public var maximum: Double
  /// The share that is required, of rows to have a finite score and of those to lie within the range.
  public var required: Double
  /// The first text that is no valid score.
  public var example: String?

  /// Creates an account.
  public init(
    rows: Int, missing: Int, notFinite: Int, outside: Int, minimum: Double, maximum: Double,
    required: Double, example: String? = nil
  ) {
    (self.rows, self.missing, self.notFinite) = (rows, missing, notFinite)
    (self.outside, self.minimum, self.maximum) = (outside, minimum, maximum)
    (self.required, self.example) = (required, example)
  }

  /// Rows with a finite score.
  public var finite: Int { rows - missing - notFinite }

  /// The share of rows that have one.
  public var finiteShare: Double { rows > 0 ? Double(finite) / Double(rows) : 0 }

  /// The share of those within the range.
  public var insideShare: Double { finite > 0 ? Double(finite - outside) / Double(finite) : 0 }

  var state: Check.State {
    guard rows > 0 else { return .notJudged }
    return finiteShare >= required && insideShare >= required ? .passed : .failed
  }
}

/// What is wrong with a column of a signature.
public enum SignatureIssue: Equatable, Codable, Sendable {
  case missingFile(String)
  case unreadable(file: String, cause: String)
  case missingColumn(String)
  case wrongType(column: String, declared: String, example: String, rows: Int)
  case undeclared(String)
  /// No row has a value, so that its type is not known.
  case empty(String)
  /// The current signature has a column that the candidate's has not, or not of this type.
  case incompatible(column: String, current: String, declared: String?)

  var state: Check.State {
    switch self {
    case .missingFile, .empty: .notJudged
    default: .failed
    }
  }
}

/// What is wrong with a field of a manifest.
public enum FieldIssue: Equatable, Codable, Sendable {
  case missingFile
  case unreadable(cause: String)
  case missing(field: String)
  /// The value is not what the field must hold.
  case malformed(field: String, found: String, expected: FieldForm)

  var state: Check.State { self == .missingFile ? .notJudged : .failed }
}

/// What a field of a manifest must hold.
public enum FieldForm: String, Codable, Sendable, CaseIterable {
  case domainAndTask, anyVersion, integer, semanticVersion, modelVersion, sha256, gitCommit, numbers
  case list, text
}

/// What became of evidence from a file.
public enum EvidenceFinding: Equatable, Codable, Sendable {
  case verified(file: String, digest: String)
  case missing(file: String)
  case digestMismatch(file: String, expected: String, found: String)
  case unreadable(file: String, cause: String)
  case noField(file: String, field: String)
  case otherValue(file: String, field: String, found: String, expected: [String])
  /// Older than is allowed, in seconds; or, where negative, of the future.
  case stale(file: String, age: Double, allowed: Double)
  case undated(file: String, field: String)
  /// The evidence is about something else than the manifest.
  case otherSubject(file: String, field: String, found: String?, manifest: String?)
  case notAReport(file: String)
  case otherPlan(file: String, found: String, expected: String)
  case verdict(file: String, found: String, accepted: [String])
  case refused(file: String, roles: [String])
  case notApproved(file: String, roles: [String])
  case open(file: String, items: [String])

  /// What is missing, stale or not done yet is not judged; what contradicts the plan failed.
  var state: Check.State {
    switch self {
    case .verified: .passed
    case .missing, .noField, .stale, .undated, .notApproved, .open: .notJudged
    case .verdict(_, let found, _):
      ["continue", "cannotTell"].contains(found) ? .notJudged : .failed
    case .digestMismatch, .unreadable, .otherValue, .otherSubject, .notAReport, .otherPlan,
      .refused:
      .failed
    }
  }
}

/// One case with the answer that is expected.
public struct SmokeCase: Equatable, Codable, Sendable {
  /// Why a case failed.
  public enum Problem: Equatable, Codable, Sendable {
    case error(String)
    case noExpectation
    case noAnswer
    case differs(by: Double?, allowed: Double)
    case slow(latency: Double, maximum: Double)
    case noLatency
  }

  public var name: String
  public var expected: String?
  public var actual: String?
  public var latency: Double?
  public var problem: Problem?

  /// Creates a case with what came of it.
  public init(
    name: String, expected: String?, actual: String?, latency: Double? = nil,
    problem: Problem? = nil
  ) {
    (self.name, self.expected, self.actual) = (name, expected, actual)
    (self.latency, self.problem) = (latency, problem)
  }
}
