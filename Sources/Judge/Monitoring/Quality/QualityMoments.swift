internal import Stats
internal import Summaries

/// Rows that lack a prediction or a label though they are expected to have both.
struct QualityMissing {
  var rows: Int
  /// Of all rows.
  var share: Double
}

/// What a reading found of the quality of some rows.
struct QualityMoments {
  /// A measure's value with its standard error.
  struct Value {
    var estimate: Estimate
    /// Of a share: how many independent rows would tell as much.
    var share: EffectiveShare?
    /// Of an F1 that no normal distribution describes: TP/(TP + FP + FN), of which it is a function.
    var index: EffectiveShare?

    /// F1 from TP/(TP + FP + FN).
    static func f1(_ index: Double) -> Double { 2 * index / (1 + index) }
  }

  /// Why there is no value.
  enum Gap: Error, Equatable {
    case cause(DriftHarm.Cause)
  }

  private var pairs: [BivariateMoments]
  private let measures: [QualityPlan.Measure]

  init(_ pairs: [BivariateMoments], _ measures: [QualityPlan.Measure]) {
    (self.pairs, self.measures) = (pairs, measures)
  }

  /// Rows with a prediction and a label.
  var labelled: Int { Self.sum(pairs[0], \.meanY) }

  /// The share of rows that have a label; nil without rows.
  var coverage: Double? {
    rows > 0 ? Double(Self.sum(pairs[1], \.meanX)) / Double(rows) : nil
  }

  private var rows: Int { Self.sum(pairs[1], \.meanY) }

  // MARK: Missing

  /// Of the rows that have a label, the share that has a prediction, too.
  private var answered: Double {
    let labels = Self.sum(pairs[1], \.meanX)
    return labels > 0 ? Double(labelled) / Double(labels) : 1
  }

  /// The rows without a prediction or a label beyond the shares of either that are expected.
  ///
  /// - Parameters:
  ///   - before: Another reading: as large a share as there may lack them.
  ///   - required: The share of rows that must have their label, where others may come late.
  /// - Returns: How many there are, none where no more are missing than are expected to.
  func missing(beyond before: QualityMoments, required: Double?) -> QualityMissing {
    let usual = min(before.coverage ?? 1, required ?? 1)
    let unlabelled = Double(rows) * max(0, usual - (coverage ?? 1))
    let unanswered =
      Double(rows) * (coverage ?? 1) * max(0, before.answered - answered)
    // What is left of equal shares is rounding, and no row.
    let missing = (unlabelled + unanswered - 1e-6).rounded(.up)
    return QualityMissing(
      rows: max(0, Int(missing)), share: max(0, missing) / Double(max(1, rows)))
  }

  /// The same with further rows, each of which is wrong: the least that a share can then be (Manski, 1989).
  ///
  /// They come in units as large as the others, so that they are no less alike.
  func adding(wrong rows: Int) -> QualityMoments {
    var worst = self
    for place in [0] + measures.filter({ $0.isOfPositives }).map(start) {
      let pair = pairs[place]
      let size = max(1, squares(pair) / max(1, pair.meanY * Double(pair.count)))
      worst.pairs[place].add((x: 0, y: size), times: Int((Double(rows) / size).rounded(.up)))
    }
    return worst
  }

  // MARK: Measures

  /// The value of a measure.
  func value(_ measure: QualityPlan.Measure) throws(Gap) -> Value {
    let own = own(measure)
    do throws(StatsError) {
      switch measure {
      case .accuracy: return try share(pairs[0])
      case .precision, .recall: return try share(own[0])
      case .f1: return try f1(own[0])
      case .mae: return Value(estimate: try Self.ratio(own[0]))
      case .rmse: return Value(estimate: try root(own[0]))
      case .mape:
        let zeros = Self.sum(own[1], \.meanX)
        guard zeros == 0 else { throw StatsError.zeroVariance }
        return Value(estimate: try Self.ratio(own[0]))
      case .r2: return Value(estimate: try determination(own))
      }
    } catch {
      throw gap(error, measure, own)
    }
  }

  private func gap(
    _ error: StatsError, _ measure: QualityPlan.Measure, _ own: [BivariateMoments]
  ) -> Gap {
    if measure == .mape, case let zeros = Self.sum(own[1], \.meanX), zeros > 0 {
      return .cause(.labelsOfZero(rows: zeros))
    }
    switch error {
    case .zeroVariance:
      let isAlike =
        measure.isRegression && (try? RatioEstimate(moments: own[0]))?.standardError == 0
      return .cause(isAlike ? .errorsAlike : .undefined)
    case .tooFewObservations(_, let needed, let found):
      return .cause(
        .tooFewEffectiveUnits(effective: Double(found), required: Double(needed)))
    default: return .cause(.statistics(error.cause))
    }
  }

  /// The pairs of a measure alone.
  private func own(_ measure: QualityPlan.Measure) -> [BivariateMoments] {
    let start = start(measure)
    return Array(pairs[start..<start + QualityPairs.width(measure)])
  }

  /// Where the pairs of a measure begin.
  private func start(_ measure: QualityPlan.Measure) -> Int {
    QualityPairs.width(Array(measures.prefix(measures.firstIndex(of: measure) ?? measures.count)))
  }

  private static func sum(
    _ pair: BivariateMoments, _ mean: KeyPath<BivariateMoments, Double>
  ) -> Int {
    Int((pair[keyPath: mean] * Double(pair.count)).rounded())
  }

  /// A ratio of sums by unit whose error a normal distribution describes.
  private static func ratio(_ pair: BivariateMoments) throws(StatsError) -> Estimate {
    guard pair.count > 0, pair.meanY > 0 else { throw .zeroVariance }
    let ratio = try RatioEstimate(moments: pair)
    guard ratio.standardError > 0 else { throw .zeroVariance }
    guard ratio.effectiveUnits >= Evidence.floor else {
      throw .tooFewObservations(
        arm: "units", needed: Int(Evidence.floor), found: Int(ratio.effectiveUnits))
    }
    return ratio.estimate
  }

  /// A share of rows, worth as many independent ones as its variance between units says.
  private func share(_ pair: BivariateMoments) throws(StatsError) -> Value {
    let rows = pair.meanY * Double(pair.count)
    guard rows > 0 else { throw .zeroVariance }
    let ratio = try RatioEstimate(moments: pair)
    let share = min(1, max(0, ratio.ratio))
    let alone = share * (1 - share) / rows
    // Without the correction for the estimated mean, so that independent rows are worth exactly themselves.
    let units = Double(pair.count)
    let variance = ratio.standardError * ratio.standardError * (units - 1) / units
    // Where all rows are alike they tell nothing of how alike those of a unit are: as if they were wholly.
    let worth =
      alone > 0
      ? min(rows, rows * alone / variance)
      : rows / max(1, squares(pair) / rows)
    guard worth >= Evidence.floor else {
      throw .tooFewObservations(arm: "units", needed: Int(Evidence.floor), found: Int(worth))
    }
    return Value(
      estimate: ratio.estimate, share: try EffectiveShare(share: share, rows: worth))
  }

  /// Σ y² over units.
  private func squares(_ pair: BivariateMoments) -> Double {
    pair.centralSum(0, 2) + Double(pair.count) * pair.meanY * pair.meanY
  }

  private func f1(_ pair: BivariateMoments) throws(StatsError) -> Value {
    if let ratio = try? Self.ratio(pair) {
      let slope = 2 / ((1 + ratio.value) * (1 + ratio.value))
      return Value(
        estimate: Estimate(Value.f1(ratio.value), standardError: slope * ratio.standardError))
    }
    // All are right, or nearly all: then the index has the limits of a share, and F1 rises with it.
    let index = try share(pair)
    return Value(
      estimate: Estimate(Value.f1(index.estimate.value), standardError: 0), index: index.share)
  }

  private func root(_ pair: BivariateMoments) throws(StatsError) -> Estimate {
    let mean = try Self.ratio(pair)
    guard mean.value > 0 else { throw .zeroVariance }
    let root = mean.value.squareRoot()
    return Estimate(root, standardError: mean.standardError / (2 * root))
  }

  /// R² by the delta method: with k = Σe²/Σ(y − ȳ)² a unit deviates by Σe² − k Σ(y − ȳ)² of its rows.
  private func determination(_ own: [BivariateMoments]) throws(StatsError) -> Estimate {
    let (errors, squares, truths) = (own[0], own[1], own[2])
    let (units, perUnit) = (Double(errors.count), errors.meanY)
    guard units > 1, perUnit > 0 else { throw .zeroVariance }
    _ = try Self.ratio(errors)
    let spreads = try RatioEstimate(moments: squares)
    guard spreads.standardError == 0 || spreads.effectiveUnits >= Evidence.floor else {
      throw .tooFewObservations(
        arm: "units", needed: Int(Evidence.floor), found: Int(spreads.effectiveUnits))
    }
    let mean = truths.meanX / perUnit
    let spread = squares.meanX - mean * truths.meanX
    guard spread > 0 else { throw .zeroVariance }
    let k = errors.meanX / spread
    // The deviations' weights of e², y², y and of the number of rows.
    let weights = [1, -k, 2 * k * mean, -k * mean * mean]
    let variances = [
      [
        errors.centralSum(2, 0), own[3].centralSum(1, 1), own[4].centralSum(1, 1),
        errors.centralSum(1, 1),
      ],
      [
        own[3].centralSum(1, 1), squares.centralSum(2, 0), own[5].centralSum(1, 1),
        squares.centralSum(1, 1),
      ],
      [
        own[4].centralSum(1, 1), own[5].centralSum(1, 1), truths.centralSum(2, 0),
        truths.centralSum(1, 1),
      ],
      [
        errors.centralSum(1, 1), squares.centralSum(1, 1), truths.centralSum(1, 1),
        errors.centralSum(0, 2),
      ],
    ]
    var sum = 0.0
    for (row, first) in zip(variances, weights) {
      for (entry, second) in zip(row, weights) { sum += first * second * entry }
    }
    guard sum > 0 else { throw .zeroVariance }
    return Estimate(
      1 - k, standardError: (sum / (units - 1) * units).squareRoot() / (units * spread))
  }
}
