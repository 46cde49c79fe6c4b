/// What `strategy: validation` asks of a model before it is deployed.
public struct ValidationPlan: Equatable, Codable, Sendable {
  /// The model and its version, as the record shall name them.
  public var model: String
  /// Where the baseline's answers are; nil where `baseline: none` says that there is none.
  public var baseline: BaselinePlan?
  public var criteria: [Criterion] = []
  public var nonInferiority: [NonInferiorityPlan] = []
  /// The share of rows, 0…1, that may lack the baseline's answer.
  public var missingPairs = 0.0
  public var bias: [BiasPlan] = []
  public var scores: ScorePlan?
  public var backTest: BackTestPlan?
  public var signature: SignaturePlan?
  public var manifest: ManifestPlan?
  public var evidence: [EvidencePlan] = []
  public var folds: [FoldPlan] = []
  public var smoke: SmokePlan?
  public var loadTest: LoadTestPlan?
  public var overrides: [Check.Override] = []

  /// Creates a plan that asks nothing.
  public init(model: String) { self.model = model }

  /// The names of the checks that are known before the data are.
  var checkNames: [String] {
    var names = criteria.map(\.name) + nonInferiority.map(\.name) + bias.map(\.name)
    if scores != nil { names.append(CheckName.scores) }
    if needsLabels { names.append(CheckName.labelCoverage) }
    if backTest?.window != nil { names.append(CheckName.window) }
    if signature != nil { names.append(CheckName.signature) }
    if signature?.current != nil { names.append(CheckName.compatibility) }
    if manifest != nil { names.append(CheckName.manifest) }
    names += evidence.map(\.name) + folds.map(\.name)
    if smoke != nil { names.append(CheckName.smoke) }
    if let loadTest {
      if loadTest.requestsPerSecond != nil { names.append(CheckName.traffic) }
      names += loadTest.criteria.map(\.name)
    }
    return names
  }

  /// Whether any check holds answers against labels.
  var needsLabels: Bool {
    criteria.contains { $0.quantity.kind.needsLabels } || !nonInferiority.isEmpty || !bias.isEmpty
      || backTest?.labelCoverage != nil
  }

  /// The documents that are read whole, each once.
  public var documents: [String] {
    var files = [signature?.file, signature?.current, manifest?.file].compactMap(\.self)
    files += evidence.flatMap(\.files)
    return files.enumerated().filter { !files[..<$0.offset].contains($0.element) }.map(\.element)
  }
}

/// What checks are called that a plan does not name.
enum CheckName {
  static let scores = "score validity"
  static let labelCoverage = "label coverage"
  static let window = "back-test window"
  static let signature = "signature"
  static let compatibility = "compatibility"
  static let manifest = "manifest"
  static let smoke = "smoke cases"
  static let traffic = "load test traffic"

  /// The check of one group; it counts as its bias check's.
  static func group(_ name: String, _ column: String, _ value: String) -> String {
    "\(name): \(column) = \(value)"
  }

  static func groupAgainstBaseline(_ name: String, _ column: String, _ value: String) -> String {
    "\(name) against the baseline: \(column) = \(value)"
  }
}

/// Where the answers of the model in service stand: in the same log, or in a file paired by request.
public struct BaselinePlan: Equatable, Codable, Sendable {
  /// The file; nil where the log holds both.
  public var file: String?
  /// The request in that file; as in the log where nil.
  public var key: String?
  public var prediction: String?
  public var score: String?

  /// Creates a baseline in the same log.
  public init() {}

  /// A column of the baseline's file, beside the log's own columns.
  static func paired(_ column: String) -> String { "baseline.\(column)" }

  /// The name that a column of the baseline has in the rows that are judged.
  func name(of column: String) -> String { file == nil ? column : Self.paired(column) }
}

/// A quantity that may not be worse than the baseline's by more than a margin, on the same rows.
public struct NonInferiorityPlan: Equatable, Codable, Sendable {
  public var name: String
  public var quantity: Quantity
  /// How much worse is acceptable, in shares: 0.02 for `2pp`.
  public var margin: Double
  public var rule: Criterion.Rule

  /// Creates a margin.
  public init(_ name: String, _ quantity: Quantity, margin: Double, rule: Criterion.Rule = .bound) {
    (self.name, self.quantity, self.margin, self.rule) = (name, quantity, margin, rule)
  }
}

/// A quantity that every group of some columns must reach.
public struct BiasPlan: Equatable, Codable, Sendable {
  public var name: String
  public var quantity: Quantity
  public var columns: [String]
  public var limit: Criterion.Limit
  /// What each group must keep to, where the plan says it.
  public var threshold: Double?
  /// How much worse than under the baseline a group may fare, where the plan says it.
  public var margin: Double?
  public var rule: Criterion.Rule = .bound
  /// Groups with fewer rows are not judged.
  public var minimumGroup = 100

  /// Creates a check of the groups of some columns.
  public init(_ name: String, _ quantity: Quantity, columns: [String]) {
    (self.name, self.quantity, self.columns) = (name, quantity, columns)
    limit = quantity.kind.limit ?? .atLeast
  }
}

/// What a score must be.
public struct ScorePlan: Equatable, Codable, Sendable {
  public var column: String
  /// The share of rows that must have a finite score, and of those the share within the range.
  public var valid = 1.0
  public var minimum = 0.0
  public var maximum = 1.0

  /// Creates the default: every score finite and within 0 and 1.
  public init(column: String) { self.column = column }
}

/// Which rows a back-test rests on.
public struct BackTestPlan: Equatable, Codable, Sendable {
  /// Only rows within so many seconds before the newest count, and the log must reach as far back.
  public var window: Double?
  /// The share of rows that must have their label.
  public var labelCoverage: Double?

  /// Creates a plan that asks nothing.
  public init() {}
}
