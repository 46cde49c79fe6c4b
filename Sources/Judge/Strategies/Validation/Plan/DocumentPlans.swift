/// The columns that a log must have, and of which type.
public struct SignaturePlan: Equatable, Codable, Sendable {
  /// What the values of a column are.
  public enum ColumnType: String, Codable, Sendable, CaseIterable {
    case number, integer, boolean, text, time
  }

  /// Whether the log may hold other columns, too.
  public enum Additional: String, Codable, Sendable, CaseIterable {
    case allowed, refused
  }

  /// The file that declares the columns; nil where the plan does.
  public var file: String?
  public var columns: [String: ColumnType] = [:]
  public var additional = Additional.allowed
  /// The signature of the model in service, whose columns must all be there unchanged.
  public var current: String?

  /// Creates a signature without columns.
  public init() {}
}

/// What a model's manifest must hold.
public struct ManifestPlan: Equatable, Codable, Sendable {
  /// Lists of fields.
  public enum Preset: String, Codable, Sendable, CaseIterable {
    /// What a model registry asks for.
    case registry
    /// What it takes to train the model again.
    case training
    /// What it takes to run the model.
    case release

    /// The fields.
    public var fields: [String] {
      switch self {
      case .registry:
        [
          "name", "version", "stage", "training_run_id", "dataset_version", "dataset_hash",
          "metrics", "signature", "dependencies", "owner", "changelog", "description", "features",
        ]
      case .training:
        ["name", "version", "git_commit", "trainer", "dataset_sha256", "metrics"]
      case .release:
        [
          "name", "version", "git_commit", "trainer", "dataset_sha256", "language_version",
          "dependencies", "owner",
        ]
      }
    }
  }

  /// How versions are written.
  public enum VersionForm: String, Codable, Sendable, CaseIterable {
    case any
    /// `7`
    case integer
    /// `1.4.2`
    case semantic
    /// `model-v1.4.2-20260302T060000`
    case model
  }

  public var file: String
  public var required: [String]
  public var version = VersionForm.any

  /// Creates a list of fields.
  public init(file: String, required: [String]) { (self.file, self.required) = (file, required) }
}

/// A result from outside that the plan asks for.
public struct EvidencePlan: Equatable, Codable, Sendable {
  /// What is asked for.
  public indirect enum Requirement: Equatable, Codable, Sendable {
    /// A document, one of whose fields may have to have a value.
    case document(file: String, field: String?, equals: [String])
    /// An earlier report of assay with one of these verdicts; of that plan where a hash is given.
    case report(file: String, verdicts: [String], plan: String?)
    /// Approvals by every one of these roles.
    case approvals(file: String, roles: [String])
    /// A checklist with these items done.
    case checklist(file: String, items: [String])
    case all([EvidencePlan])
    case any([EvidencePlan])

    /// The file, where there is one.
    var file: String? {
      switch self {
      case .document(let file, _, _), .report(let file, _, _), .approvals(let file, _),
        .checklist(let file, _):
        file
      case .all, .any: nil
      }
    }
  }

  public var name: String
  public var requirement: Requirement
  /// The SHA-256 that the file must have, in hexadecimal.
  public var digest: String?
  /// The largest age in seconds, by the document's own date.
  public var maximumAge: Double?
  /// The field that holds the date.
  public var date = "date"
  /// Fields that must have the value they have in the manifest: what the evidence is about.
  public var same: [String] = []

  /// Creates a requirement.
  public init(_ name: String, _ requirement: Requirement) {
    (self.name, self.requirement) = (name, requirement)
  }

  /// The files of this and of all that it consists of.
  var files: [String] {
    switch requirement {
    case .all(let parts), .any(let parts): parts.flatMap(\.files)
    default: [requirement.file].compactMap(\.self)
    }
  }
}

/// Scores of the folds of a cross-validation, held against a criterion.
public struct FoldPlan: Equatable, Codable, Sendable {
  /// How far the mean over folds may be from the truth.
  public enum Method: String, Codable, Sendable, CaseIterable {
    /// With the variance corrected for training sets that overlap (Nadeau & Bengio, 2003).
    case corrected = "corrected-t"
    /// As if folds were independent, which they are not.
    case plain = "t"
  }

  public var name: String
  /// The scores; nil where a file holds them.
  public var scores: [Double]?
  public var file: String?
  public var column: String?
  public var limit: Criterion.Limit
  public var threshold: Double
  public var rule = Criterion.Rule.bound
  public var method = Method.corrected
  /// Rows that a fold tests over rows that it trains on; 1/(k − 1) where nil.
  public var testToTrain: Double?

  /// Creates a criterion on folds.
  public init(_ name: String, _ limit: Criterion.Limit, _ threshold: Double) {
    (self.name, self.limit, self.threshold) = (name, limit, threshold)
  }
}

/// Cases with the answer that is expected and the one that was given.
public struct SmokePlan: Equatable, Codable, Sendable {
  /// How far an answer may be from the expected one.
  public enum Tolerance: Equatable, Codable, Sendable {
    case exact
    case absolute(Double)
    /// Of the expected value.
    case relative(Double)
  }

  public var file: String
  public var caseName: String?
  public var expected: String
  public var actual: String
  public var latency: String?
  public var error: String?
  public var tolerance = Tolerance.exact
  /// The longest that a case may take, in the unit of its column.
  public var maximumLatency: Double?
  public var timeUnit = Threshold.TimeUnit.milliseconds

  /// Creates exact cases.
  public init(file: String, expected: String, actual: String) {
    (self.file, self.expected, self.actual) = (file, expected, actual)
  }
}

/// A load test and what its log must show.
public struct LoadTestPlan: Equatable, Codable, Sendable {
  public var file: String
  public var log: LogColumns
  public var criteria: [Criterion] = []
  /// The traffic at which the criteria are meant to hold.
  public var requestsPerSecond: Double?

  /// Creates a load test.
  public init(file: String, log: LogColumns) { (self.file, self.log) = (file, log) }
}
