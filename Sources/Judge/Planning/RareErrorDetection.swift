internal import Foundation
internal import Stats

/// How surely a plan sees errors of a critical guardrail that were rare and are so no more, within an hour of its
/// own traffic and whenever one looks.
///
/// Exact: which arm the next unit with an error is in is a coin flip, and how many such units there are is taken
/// for Poisson's, as for rare events it is.
struct RareErrorDetection: Equatable {
  /// Where the plan is silent, one request in a thousand fails.
  static let usualRate = 0.001
  /// Ten times the rate is what is to be seen.
  static let factor = 10.0

  var metric: String
  var treatment: String
  /// The rate before and after, of units.
  var before: Double
  var after: Double
  /// Units an hour in all variants.
  var unitsPerHour: Double
  /// The chance of a rollback within the hour.
  var chance: Double

  /// Nil where the metric is judged in another way, or the plan does not tell its traffic.
  init?(_ plan: Plan, metric index: Int, treatment: Int) {
    let metric = plan.metrics[index]
    guard metric.kind == .rate, metric.better == .lower, metric.knownRate == nil,
      metric.watchesRollback,
      plan.inference.harm == .alwaysValid,
      metric.harm.value == 0 || metric.harm.unit == .relative,
      let hours = plan.duration.maximum.map({ $0 / 3600 }), hours > 0
    else { return nil }
    let shares = plan.shares
    guard let smallest = shares.filter({ $0 > 0 }).min(), shares[0] > 0, shares[treatment] > 0
    else { return nil }
    let units =
      plan.inference.plannedSample.map(Double.init)
      ?? Double(plan.inference.minimumSample) / smallest
    (self.metric, self.treatment) = (metric.name, plan.variants[treatment])
    before = metric.baseline ?? Self.usualRate
    after = before * Self.factor
    guard before > 0, after < 1 else { return nil }
    unitsPerHour = units / hours
    let (control, treated) = (
      unitsPerHour * shares[0] * before, unitsPerHour * shares[treatment] * after
    )
    let chance = Self.chance(
      expected: control + treated, treatmentShare: treated / (control + treated),
      assigned: shares[treatment] / (shares[0] + shares[treatment]),
      boundaryRatio: 1 + metric.harm.value, significance: ErrorShares(plan).harm[index])
    guard let chance else { return nil }
    self.chance = chance
  }

  /// The chance that the process crosses within a Poisson number of first events.
  ///
  /// - Parameters:
  ///   - expected: The mean number of units with an event.
  ///   - treatmentShare: The chance that one of them is in treatment.
  ///   - assigned: The share of units that treatment gets.
  ///   - boundaryRatio: The ratio of rates that is no harm yet.
  ///   - significance: The budget.
  /// - Returns: The chance; nil where the process cannot be computed.
  static func chance(
    expected: Double, treatmentShare: Double, assigned: Double, boundaryRatio: Double,
    significance: Double
  ) -> Double? {
    let process = FirstEventProcess(boundaryRatio: boundaryRatio)
    // With more events than this it has crossed, or as good as never does.
    let most = min(200, Int((expected + 8 * expected.squareRoot()).rounded(.up)) + 20)
    // By how many are in treatment, the chance to be there without having crossed.
    var open = [1.0]
    var (crossed, total, weight, known) = (0.0, 0.0, exp(-expected), exp(-expected))
    for events in 1...most {
      var next = Array(repeating: 0.0, count: events + 1)
      for (treated, chance) in open.enumerated() where chance > 0 {
        next[treated] += chance * (1 - treatmentShare)
        next[treated + 1] += chance * treatmentShare
      }
      for treated in next.indices where next[treated] > 0 {
        let phase = FirstEventProcess.Phase(
          treatmentEvents: treated, controlEvents: events - treated, treatmentShare: assigned)
        guard let evidence = try? process.logEValue([phase]) else { return nil }
        guard evidence >= -log(significance) else { continue }
        crossed += next[treated]
        next[treated] = 0
      }
      open = next
      weight *= expected / Double(events)
      total += weight * crossed
      known += weight
    }
    return total + max(0, 1 - known) * crossed
  }
}
