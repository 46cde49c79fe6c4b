internal import Stats

/// What looking costs: how many times the sample of a single look each way of inference needs, for the
/// same power at the last of a plan's looks.
public struct InferencePrice: Equatable, Codable, Sendable {
  /// How many looks there are, evenly spaced.
  public var looks: Int
  public var groupSequential: Double
  public var alwaysValid: Double
  /// Which of them the plan pays for its success metrics.
  public var chosen: InferencePlan.Method
  /// Why that is the dearer one, where the plan was not free to choose.
  public var obstacle: GroupSequentialObstacle?

  /// The price of a plan's looks; nil where the plan does not say how many there are, or there is one.
  init?(_ plan: Plan) {
    guard plan.inference.looks != nil, let maximum = plan.duration.maximum else { return nil }
    let delay = plan.metrics.compactMap { plan.delay(of: $0) }.max() ?? 0
    let count = ((maximum - delay) / plan.lookSpacing).rounded(.down)
    guard count >= 2, count <= 1000 else { return nil }
    do throws(StatsError) {
      try self.init(plan.inference, looks: Int(count), obstacle: plan.groupSequentialObstacle)
    } catch {
      return nil
    }
  }

  private init(
    _ inference: InferencePlan, looks: Int, obstacle: GroupSequentialObstacle?
  ) throws(StatsError) {
    (self.looks, chosen, self.obstacle) = (looks, inference.success, obstacle)
    let (significance, power) = (inference.significance, inference.power)
    let normal = Normal()
    let fixed =
      try normal.quantile(upperTail: significance) + normal.quantile(lowerTail: power)
    // Fifty looks cost almost what a thousand do.
    let count = min(looks, 50)
    let design = try GroupSequentialDesign(
      fractions: (1...count).map { Double($0) / Double(count) },
      spending: inference.spending ?? .obrienFleming, significance: significance)
    // On the normal scale power grows with the drift almost as it does for one look: three steps leave
    // less than a printed digit.
    var drift = fixed
    for _ in 0..<3 {
      let reached = try normal.quantile(lowerTail: design.power(drift: drift))
      drift += try normal.quantile(lowerTail: power) - reached
    }
    groupSequential = (drift / fixed) * (drift / fixed)
    alwaysValid = try AlwaysValidPower(
      significance: significance, alternative: .greater, looks: count
    ).fixedSampleRatio(power: power)
  }
}
