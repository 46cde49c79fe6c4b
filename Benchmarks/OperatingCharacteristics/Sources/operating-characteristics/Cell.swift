import Experiment

/// One cell of the page: a plan, how its rollouts are drawn, and which truth they are drawn under.
struct Cell {
  var name: String
  var plan: Plan
  var settings: SimulationSettings
  var scenario: SimulationScenario.Kind
  /// Of the page's rollouts, as a divisor: cells with thousands of looks take fewer.
  var thinning = 1
}

/// A share of units that the treatment receives, and how many units make that worth a look.
enum Arm: Double, CaseIterable {
  case half = 50
  case twentieth = 5
  case hundredth = 1

  var units: Int {
    switch self {
    case .half: 1600
    case .twentieth: 4000
    case .hundredth: 12_000
    }
  }
}

extension Plan {
  /// A success metric and critical guardrails on events or on numbers, one row a unit unless users return.
  static func cell(
    arm: Arm = .half, guardrails: Int = 1, numbers: Bool = false, users: Bool = false
  ) -> Plan {
    var plan = Plan(name: "cell", control: "a", treatments: ["b"])
    plan.log.unit = users ? "user" : nil
    plan.traffic = ["a": 100 - arm.rawValue, "b": arm.rawValue]
    plan.inference.minimumSample = 50
    plan.inference.plannedSample = arm.units
    let kind: MetricPlan.Kind = numbers ? .mean : .proportion
    plan.metrics =
      [.make("value", kind, role: .success)]
      + (0..<guardrails).map {
        var guardrail = MetricPlan.make("harm \($0 + 1)", kind, role: .guardrail)
        guardrail.critical = true
        return guardrail
      }
    return plan
  }
}

extension MetricPlan {
  static func make(_ name: String, _ kind: Kind, role: Role) -> MetricPlan {
    var metric = MetricPlan(
      name: name, kind: kind, role: role, better: role == .success ? .higher : .lower, column: name)
    let change =
      kind == .mean
      ? Threshold(value: 10, unit: .absolute, text: "10")
      : Threshold(value: 0.01, unit: .absolute, text: "1pp")
    if role == .success { metric.minimumImprovement = change } else { metric.margin = change }
    metric.baseline = kind == .mean ? 100 : 0.05
    if kind == .mean { metric.standardDeviation = 40 }
    return metric
  }
}

extension SimulationSettings {
  static func cell(
    _ seed: UInt64, shape: Shape = .planned, units: Int? = nil, looks: Int = 14
  ) -> Self {
    var settings = SimulationSettings()
    (settings.seed, settings.shape) = (seed, shape)
    (settings.units, settings.looks) = (units, looks)
    return settings
  }
}

extension Cell {
  /// Shapes × arms × the worst truths.
  static func grid(seed: UInt64) -> [Cell] {
    let shapes: [(String, SimulationSettings.Shape, numbers: Bool, users: Bool)] = [
      ("events 0.5 %", .rare, false, false), ("events 5 %", .common, false, false),
      ("log-normal, σ 2", .heavy, true, false), ("clusters, sizes n⁻²", .clustered, false, true),
    ]
    let kinds: [SimulationScenario.Kind] = [
      .successAtMinimum, .guardrailAtMargin(metric: "harm 1"), .atHarmLimit(correlation: 0),
      .atHarmLimit(correlation: 0.8),
    ]
    return shapes.flatMap { name, shape, numbers, users in
      Arm.allCases.flatMap { arm in
        kinds.map { kind in
          Cell(
            name: "\(name), \(Int(arm.rawValue)) %",
            plan: .cell(arm: arm, guardrails: 2, numbers: numbers, users: users),
            settings: .cell(seed, shape: shape), scenario: kind, thinning: users ? 10 : 1)
        }
      }
    }
  }

  /// One, three and ten critical guardrails, several treatments, a ramp with a trend, bursts, many looks.
  static func more(seed: UInt64) -> [Cell] {
    var cells: [Cell] = []
    for count in [1, 3, 10] {
      for correlation in [0.0, 0.8] {
        cells.append(
          Cell(
            name: "\(count) critical guardrails", plan: .cell(guardrails: count),
            settings: .cell(seed), scenario: .atHarmLimit(correlation: correlation)))
      }
    }
    var several = Plan.cell()
    several.treatments = ["b", "c", "d"]
    several.traffic = [:]
    several.inference.plannedSample = 3200
    cells.append(
      Cell(
        name: "three treatments", plan: several, settings: .cell(seed), scenario: .oneWinner))
    for kind in [SimulationScenario.Kind.successAtMinimum, .atHarmLimit(correlation: 0)] {
      var settings = SimulationSettings.cell(seed)
      settings.trend = 0.3
      cells.append(
        Cell(name: "ramp 5 → 50 %, trend", plan: .ramped, settings: settings, scenario: kind))
    }
    cells.append(bursts(seed: seed))
    cells.append(
      Cell(
        name: "2,000 looks, users return", plan: .cell(guardrails: 1, users: true),
        settings: .cell(seed, units: 800, looks: 2000), scenario: .atHarmLimit(correlation: 0),
        thinning: 50))
    return cells
  }

  /// Each failing user fails five times on end.
  static func bursts(seed: UInt64) -> Cell {
    var plan = Plan.cell(users: true)
    plan.metrics[1] = .make("harm 1", .rate, role: .guardrail)
    plan.metrics[1].critical = true
    var settings = SimulationSettings.cell(seed)
    settings.burst = 5
    return Cell(
      name: "errors in bursts of five", plan: plan, settings: settings,
      scenario: .atHarmLimit(correlation: 0), thinning: 10)
  }
}

extension Plan {
  /// Numbers that drift upwards while treatment grows from 5 % to half.
  static var ramped: Plan {
    var plan = Plan.cell(numbers: true)
    let start = Timestamp(seconds: 1_772_409_600)
    plan.log.time = "time"
    let stages: [(day: Int64, share: Double)] = [(0, 5), (4, 25), (8, 50)]
    plan.phases = stages.map { stage in
      TrafficPhase(
        start: Timestamp(microseconds: start.microseconds + stage.day * 86_400_000_000),
        traffic: ["a": 100 - stage.share, "b": stage.share])
    }
    return plan
  }
}
