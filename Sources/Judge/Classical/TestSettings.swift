internal import Stats

/// What whoever runs a classical test may choose.
public struct TestSettings: Equatable, Sendable {
  /// Which departures from the null count.
  public var sides: TestSides
  /// The coverage of intervals; one minus it is the significance.
  public var level: Double
  /// The value under the null; the test's own where nil.
  public var nullValue: Double?
  /// The margin of equivalence or non-inferiority.
  public var margin: Double?
  /// Of a test of frequencies the weights of the categories; even where empty.
  public var weights: [Double]
  /// Of a test that resamples the number of resamples; its own where nil.
  public var replicates: Int?
  /// Of a test that resamples what its random numbers are made from.
  public var seed: UInt64?

  /// Creates settings.
  public init(
    sides: TestSides = .two, level: Double = 0.95, nullValue: Double? = nil,
    margin: Double? = nil, weights: [Double] = [], replicates: Int? = nil, seed: UInt64? = nil
  ) {
    (self.sides, self.level, self.nullValue) = (sides, level, nullValue)
    (self.margin, self.weights) = (margin, weights)
    (self.replicates, self.seed) = (replicates, seed)
  }

  var alternative: Alternative { sides.alternative }
  /// The value under the null, once `completed(for:)` has filled it in.
  var null: Double { nullValue ?? 0 }
  /// The margin, once `completed(for:)` has seen that there is one.
  var bound: Double { margin ?? 0 }
  /// The number of resamples; one less than a round number makes p-values round.
  var resamples: Int { replicates ?? 9_999 }
  /// What random numbers are made from: the same ones unless told otherwise.
  var randomSeed: UInt64 { seed ?? 1 }

  /// These settings with what the test says of its null.
  ///
  /// - Throws: `TestProblem` for a choice that the test does not offer.
  func completed(for test: ClassicalTest) throws(TestProblem) -> TestSettings {
    var settings = self
    guard level > 0.5, level < 1 else { throw .badLevel(level) }
    guard weights.isEmpty || test.shape == .frequencies else {
      throw .notTaken(test.name, option: "--weights")
    }
    guard test.evaluation.isResampled || (replicates == nil && seed == nil) else {
      throw .notTaken(test.name, option: replicates == nil ? "--seed" : "--replicates")
    }
    guard Self.replicateRange.contains(resamples) else { throw .badReplicates(resamples) }
    switch test.hypothesis {
    case .value(let null):
      settings.nullValue = nullValue ?? null
    case .fixedValue(let null):
      guard nullValue == nil || nullValue == null else { throw .nullIsFixed(test.name) }
      settings.nullValue = null
    case .statement:
      guard nullValue == nil else { throw .nullIsFixed(test.name) }
      guard sides == .two else { throw .noSides(test.name) }
    case .equivalence, .nonInferiority:
      guard nullValue == nil else { throw .nullIsFixed(test.name) }
      guard sides == .two else { throw .noSides(test.name) }
      guard let margin, margin > 0, margin.isFinite else { throw .noMargin(test.name) }
      return settings
    }
    guard margin == nil else { throw .notTaken(test.name, option: "--margin") }
    return settings
  }

  /// Fewer know no p-value; more would not fit into memory.
  static let replicateRange = 99...1_000_000
}
