internal import Summaries

/// When units come to a simulated canary, and when its pipeline asks.
struct CanaryTraffic: Equatable, Sendable {
  /// How often a stage is looked at where the plan names no distance.
  static let looksPerStage = 5
  /// A stage is held for so many of its lengths at most; then nobody asks any more.
  static let patience = 3

  let start = RolloutTraffic.monday
  /// Seconds from the first stage's start to the end of the last one where none is held.
  let planned: Double
  /// Units in all variants by then, which come evenly.
  let units: Int
  let stages: [StagePlan]
  /// The chance that a unit sends one more row, at once; 0 where rows are the units.
  let returning: Double
  private let spacing: Double?
  private let looksPerStage: Int

  init(_ plan: Plan, _ settings: SimulationSettings) throws(SimulationProblem) {
    stages = plan.stages ?? []
    let whole = stages.map { $0.warmUp + $0.duration }.reduce(0, +)
    planned = whole
    spacing = settings.looks == nil ? plan.inference.looks : nil
    looksPerStage = settings.looks ?? Self.looksPerStage
    returning = plan.unitColumn == nil ? 0 : settings.returning
    let expected =
      settings.units.map(Double.init) ?? plan.unitsPerDay.map { $0 / 86_400 * whole }
      ?? whole * (stages.map(Self.leastRate).max() ?? 1)
    let count = Int(exactly: expected.rounded(.up)) ?? .max
    guard count <= RolloutTraffic.mostUnits else {
      throw .tooManyUnits(count, most: RolloutTraffic.mostUnits)
    }
    units = max(2, count)
  }

  /// Units a second that give each variant twice its smallest sample of a stage.
  private static func leastRate(_ stage: StagePlan) -> Double {
    let share = stage.isConcurrent ? min(stage.traffic, 100 - stage.traffic) / 100 : 1
    return 2 * Double(stage.minimumSample) / (share * max(1, stage.duration))
  }

  /// Seconds from a stage's start to its looks, as long as anybody asks.
  func looks(ofStage index: Int) -> [Double] {
    let stage = stages[index]
    let spacing = max(1, spacing ?? stage.duration / Double(looksPerStage))
    let planned = max(1, Int((stage.duration / spacing).rounded(.up)))
    return (1...planned * Self.patience).map { look in
      let beyond = Double(max(0, look - planned)) * spacing
      return stage.warmUp + min(Double(look) * spacing, stage.duration) + beyond
    }
  }

  /// Seconds from the first stage's start to the looks of a rollout that is never held.
  var plannedLooks: [Double] {
    var begun = 0.0
    return stages.indices.flatMap { index in
      defer { begun += stages[index].warmUp + stages[index].duration }
      let end = stages[index].warmUp + stages[index].duration
      return looks(ofStage: index).filter { $0 <= end }.map { begun + $0 }
    }
  }

  func instant(_ seconds: Double) -> Timestamp { start.advanced(by: seconds) }
}
