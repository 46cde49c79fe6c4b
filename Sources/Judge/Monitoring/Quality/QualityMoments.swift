internal import Stats
internal import Summaries

/// What a reading found of the quality of some rows.
struct QualityMoments {
  /// A measure's value with its standard error.
  struct Value {
    var estimate: Estimate
    /// Of a share: how many independent rows would tell as much.
    var share: EffectiveShare?
  }

  /// Why there is no value.
  enum Gap: Error, Equatable {
    case cause(DriftHarm.Cause)
  }

  private let pairs: [BivariateMoments]
  private let measures: [QualityPlan.Measure]

  init(_ pairs: [BivariateMoments], _ measures: [QualityPlan.Measure]) {
    (self.pairs, self.measures) = (pairs, measures)
  }

  /// Rows with a prediction and a label.
  var labelled: Int { Self.sum(pairs[0], \.meanY) }

  /// The share of rows that have a label; nil without rows.
  var coverage: Double? {
    let rows = Self.sum(pairs[1], \.meanY)
    return rows > 0 ? Double(Self.sum(pairs[1], \.meanX)) / Double(rows) : nil
  }

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
    case .zeroVariance: return .cause(.undefined)
    case .tooFewObservations(_, let needed, let found):
      return .cause(
        .tooFewEffectiveUnits(effective: Double(found), required: Double(needed)))
    default: return .cause(.statistics("\(error)"))
    }
  }

  /// The pairs of a measure alone.
  private func own(_ measure: QualityPlan.Measure) -> [BivariateMoments] {
    let place = measures.firstIndex(of: measure) ?? measures.count
    let start = QualityPairs.width(Array(measures.prefix(place)))
    return Array(pairs[start..<start + QualityPairs.width(measure)])
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
    let ratio = try Self.ratio(pair)
    let slope = 2 / ((1 + ratio.value) * (1 + ratio.value))
    return Value(
      estimate: Estimate(
        2 * ratio.value / (1 + ratio.value), standardError: slope * ratio.standardError))
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
