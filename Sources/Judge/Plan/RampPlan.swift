/// How traffic to a treatment grows, in per cent of all traffic.
public struct RampPlan: Equatable, Codable, Sendable {
  public var initial: Double
  public var step: Double
  public var maximum: Double
  /// Seconds between steps.
  public var every: Double
  /// The weights it passes through, where they are named one by one; equal steps where nil.
  public var schedule: [Double]?
  /// Seconds that each step lasts, where they differ; the last one is that of all further steps.
  public var lengths: [Double]?
  /// The harm that it may do at most, as far as can be told.
  public var budget: HarmBudget?
  /// What may leave out steps; nothing where nil.
  public var skip: Skip?

  /// What may leave out steps.
  public enum Skip: String, Codable, Sendable, CaseIterable {
    /// Every guardrail is proven to be within its margin: the next weight is the last one.
    case proven
  }

  /// Creates a ramp.
  public init(initial: Double, step: Double, maximum: Double, every: Double) {
    (self.initial, self.step, self.maximum, self.every) = (initial, step, maximum, every)
  }

  /// Creates a ramp of named weights, at least one.
  public init(schedule: [Double], lengths: [Double]) {
    self.init(
      initial: schedule.first ?? 0, step: 0, maximum: schedule.last ?? 0, every: lengths.first ?? 0)
    self.schedule = schedule
    if lengths.count > 1 { self.lengths = lengths }
  }

  /// The weight after one, upward: a step further, or the next one of the schedule.
  ///
  /// All traffic is no step: it leaves nothing to compare with, and takes a promotion.
  func weight(after current: Double) -> Double {
    guard let schedule else {
      let next = max(current, min(current + step, maximum))
      return next < 100 ? next : current
    }
    // Shares that were found in a log are rounded otherwise than those of the plan.
    return schedule.first { $0 > current * (1 + 1e-9) && $0 < 100 } ?? current
  }

  /// The last weight that leaves something to compare with.
  var lastWeight: Double { path.last { $0 < 100 } ?? initial }

  /// How long the step at a weight lasts, in seconds.
  func length(at weight: Double) -> Double {
    guard let lengths, let last = lengths.last else { return every }
    let step = path.lastIndex { $0 <= weight * (1 + 1e-9) } ?? 0
    return step < lengths.count ? lengths[step] : last
  }
}

/// The harm that a ramp may do: units that get the treatment, times the worst loss that the data leave credible.
public struct HarmBudget: Equatable, Codable, Sendable {
  public var metric: String
  /// In the metric's own unit, over all units: 200 errors more, say.
  public var loss: Double
  /// What a unit could lose at most, which is all that is known before there are data.
  public var worst: Double

  /// Creates a budget.
  public init(metric: String, loss: Double, worst: Double) {
    (self.metric, self.loss, self.worst) = (metric, loss, worst)
  }
}
