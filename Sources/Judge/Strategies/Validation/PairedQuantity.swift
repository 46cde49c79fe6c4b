internal import Stats
internal import Summaries

/// Measures how much better a candidate is than its baseline on the same rows.
///
/// What paired rows share cancels: the difference is known better than its parts. Where the denominator is
/// the same for both (accuracy, recall, the false positive rate) and rows are independent, few rows that
/// differ are judged exactly: the difference is no worse than the share of rows that the candidate alone
/// gets wrong, which is binomial.
struct PairedQuantity {
  let log: JudgedRows
  let quantity: Quantity
  /// The baseline's answers.
  let column: String
  /// The share of labelled rows that may lack the baseline's answer.
  let toleratedMissing: Double

  struct Difference {
    var candidate: Double
    var baseline: Double
    var measured: MeasuredValue
  }

  /// Measures candidate − baseline.
  func measure(
    rows: [Int], tails: (lower: Double, upper: Double)
  ) throws(Unmeasurable) -> Difference {
    let pairs = try pairs(rows)
    guard !pairs.isEmpty else { throw .noRows }
    return switch quantity.kind {
    case .auc: try areas(pairs, tails)
    case .precision, .f1: try confusion(pairs, tails)
    default: try means(pairs, tails)
    }
  }

  private var other: Quantity {
    var other = quantity
    other.column = column
    return other
  }

  /// The rows that the baseline answered.
  private func pairs(_ rows: [Int]) throws(Unmeasurable) -> [Int] {
    guard let answers = log.texts(column) else { throw .missingColumn(column) }
    guard let labels = log.texts(quantity.label ?? "") else {
      throw .missingColumn(quantity.label ?? "")
    }
    let labelled = rows.filter { labels.indices[$0] != nil }
    let pairs = labelled.filter { answers.indices[$0] != nil }
    guard !labelled.isEmpty else { throw .noRows }
    let missing = Double(labelled.count - pairs.count) / Double(labelled.count)
    guard missing <= toleratedMissing else {
      throw .missingPairs(share: missing, tolerated: toleratedMissing)
    }
    return pairs
  }

  // MARK: One denominator

  private func means(
    _ pairs: [Int], _ tails: (lower: Double, upper: Double)
  ) throws(Unmeasurable) -> Difference {
    let ours = try AnsweredRows(quantity, log, rows: pairs).indicators(quantity.kind)
    let theirs = try AnsweredRows(other, log, rows: pairs).indicators(quantity.kind)
    let counted = zip(ours, theirs).filter { $0.0.counts }
    guard !counted.isEmpty else { throw .noRows }
    let n = Double(counted.count)
    let candidate = Double(counted.count { $0.0.speaks }) / n
    let baseline = Double(counted.count { $0.1.speaks }) / n
    let moments = QuantityEstimator.moments(
      counted.map { ours, theirs in
        (
          log.units?[ours.row] ?? ours.row,
          (ours.speaks ? 1.0 : 0) - (theirs.speaks ? 1.0 : 0), 1
        )
      })
    do throws(Unmeasurable) {
      return Difference(
        candidate: candidate, baseline: baseline,
        measured: try .ratio(moments, rows: counted.count, within: -1...1, tails: tails))
    } catch {
      guard log.units == nil else { throw error }
      let lost = counted.count { !$0.0.speaks && $0.1.speaks }
      let gained = counted.count { $0.0.speaks && !$0.1.speaks }
      return Difference(
        candidate: candidate, baseline: baseline,
        measured: try discordant(lost: lost, gained: gained, of: counted.count, tails))
    }
  }

  private func discordant(
    lost: Int, gained: Int, of n: Int, _ tails: (lower: Double, upper: Double)
  ) throws(Unmeasurable) -> MeasuredValue {
    let down = try MeasuredValue.share(lost, of: n, tails: (tails.lower, tails.lower))
    let up = try MeasuredValue.share(gained, of: n, tails: (tails.upper, tails.upper))
    return MeasuredValue(
      Double(gained - lost) / Double(n), lower: -down.upper, upper: up.upper, tails: tails,
      method: .exact, rows: n, units: n)
  }

  // MARK: Two denominators

  private func confusion(
    _ pairs: [Int], _ tails: (lower: Double, upper: Double)
  ) throws(Unmeasurable) -> Difference {
    let ours = try AnsweredRows(quantity, log, rows: pairs)
    let theirs = try AnsweredRows(other, log, rows: pairs)
    let metric: ConfusionMetric = quantity.kind == .f1 ? .f1 : .precision
    let units = log.units
    let found = try MeasuredValue.computed { () throws(StatsError) in
      let a = try ConfusionRows(predictions: ours.predictions, labels: ours.labels).statistic(
        metric)
      let b = try ConfusionRows(predictions: theirs.predictions, labels: theirs.labels)
        .statistic(metric)
      let difference = try a.difference(from: b)
      guard let units else { return (a.value, b.value, try difference.estimate()) }
      return (
        a.value, b.value, try difference.estimate(units: ours.rows.map { units[$0] })
      )
    }
    let estimate = found.2
    guard estimate.standardError > 0 else { throw .noVariation(value: estimate.ratio) }
    guard estimate.effectiveUnits >= Evidence.floor else {
      throw .tooFewEffectiveUnits(estimate.effectiveUnits, needed: Evidence.floor)
    }
    return Difference(
      candidate: found.0, baseline: found.1,
      measured: try .normal(
        estimate.estimate, .studentT(degreesOfFreedom: Double(estimate.count - 1)),
        within: -1...1, tails: tails, method: .deltaMethod, rows: ours.rows.count,
        units: estimate.count))
  }

  private func areas(
    _ pairs: [Int], _ tails: (lower: Double, upper: Double)
  ) throws(Unmeasurable) -> Difference {
    let estimator = QuantityEstimator(log)
    let ours = try estimator.scored(quantity, pairs)
    let theirs = try estimator.scored(other, pairs)
    let positives = ours.labels.count(where: \.self)
    let scarce = min(positives, ours.labels.count - positives)
    guard scarce >= Int(Evidence.floor) else {
      throw .tooFewOfOneLabel(rows: scarce, needed: Int(Evidence.floor))
    }
    let areas = try MeasuredValue.computed { () throws(StatsError) in
      guard let units = log.units else {
        return try PairedAreas(
          labels: ours.labels, control: theirs.scores, treatment: ours.scores)
      }
      return try PairedAreas(
        labels: ours.labels, control: theirs.scores, treatment: ours.scores,
        units: ours.rows.map { units[$0] })
    }
    guard areas.difference.standardError > 0 else {
      throw .noVariation(value: areas.difference.value)
    }
    return Difference(
      candidate: areas.treatment.value, baseline: areas.control.value,
      measured: try .normal(
        areas.difference, .normal, within: -1...1, tails: tails, method: .deLong,
        rows: ours.rows.count, units: areas.control.units))
  }
}

extension PairedQuantity {
  /// Holds the difference against a margin, on the side on which a model is worse.
  func check(
    _ name: String, margin: Double, rule: Criterion.Rule, rows: [Int], levels: BoundLevels,
    minimum: Int
  ) -> Check {
    let limit = quantity.kind.limit ?? .atLeast
    do throws(Unmeasurable) {
      let difference = try measure(rows: rows, tails: levels.tails(limit))
      guard difference.measured.units >= minimum else {
        throw .belowMinimum(found: difference.measured.units, required: minimum)
      }
      let comparison = ThresholdComparison(
        difference.measured, limit, limit == .atLeast ? -margin : margin, rule: rule,
        scale: quantity.kind == .auc ? .number : .points)
      return Check(
        name,
        .paired(
          PairedComparison(
            candidate: difference.candidate, baseline: difference.baseline,
            comparison: comparison)))
    } catch {
      return Check(name, .unmeasurable(error))
    }
  }
}
