import Experiment
import Stats

/// One cell of the page: a plan, how its rollouts are drawn, and which truth they are drawn under.
struct Cell {
  var name: String
  var plan: Plan
  var settings: SimulationSettings
  var scenario: SimulationScenario.Kind

  init(
    _ plan: Plan, _ settings: SimulationSettings, _ scenario: SimulationScenario.Kind,
    name: String = ""
  ) {
    (self.name, self.plan, self.settings, self.scenario) = (name, plan, settings, scenario)
  }
}

/// A share of units that the treatment receives.
enum Arm: Double, CaseIterable {
  case half = 50
  case twentieth = 5
  case hundredth = 1
}

/// A population of the grid, and how many units it takes to have something to judge by each arm's size.
struct Population {
  var name: String
  var shape: SimulationSettings.Shape
  var values: Plan.Values
  var units: [Arm: Int]

  static let all = [
    Population(
      name: "events 0.5 %", shape: .rare, values: .events,
      units: [.half: 24_000, .twentieth: 4000, .hundredth: 4000]),
    Population(
      name: "events 5 %", shape: .common, values: .events,
      units: [.half: 8000, .twentieth: 24_000, .hundredth: 6000]),
    Population(
      name: "numbers, deviation 40 %", shape: .planned, values: .numbers,
      units: [.half: 1600, .twentieth: 8000, .hundredth: 10_000]),
    Population(
      name: "log-normal, σ 2", shape: .heavy, values: .numbers,
      units: [.half: 2000, .twentieth: 3000, .hundredth: 6000]),
    Population(
      name: "log-normal, σ 2, held at 400", shape: .heavy, values: .held,
      units: [.half: 2000, .twentieth: 8000, .hundredth: 20_000]),
    Population(
      name: "clusters, sizes n⁻²", shape: .clustered, values: .usersEvents,
      units: [.half: 600, .twentieth: 800, .hundredth: 800]),
  ]
}

extension Plan {
  /// What a plan measures, and of whom.
  enum Values {
    case events, numbers, usersEvents
    /// Numbers above 400 count as 400.
    case held
    /// Events that a label tells, known some days later.
    case lateLabels

    var areNumbers: Bool { self == .numbers || self == .held }
  }

  /// A success metric and critical guardrails on events or on numbers, one row a unit unless users return.
  ///
  /// Of events the first guardrail is a rate, which the exact process judges, the second a proportion, which
  /// waits for enough effective units. Of numbers less is harm, as of revenue: a small sample of a skewed
  /// value is more often too low than too high.
  static func cell(
    arm: Arm = .half, guardrails: Int = 1, _ values: Values = .events, units: Int = 1600
  ) -> Plan {
    var plan = Plan(name: "cell", control: "a", treatments: ["b"])
    plan.log.unit = values == .usersEvents ? "user" : nil
    plan.traffic = ["a": 100 - arm.rawValue, "b": arm.rawValue]
    plan.inference.minimumSample = 50
    plan.inference.plannedSample = units
    plan.metrics =
      [.make("value", values.areNumbers ? .mean : .proportion, role: .success)]
      + (0..<guardrails).map { index in
        let kind: MetricPlan.Kind =
          values.areNumbers ? .mean : index == 1 ? .proportion : .rate
        var guardrail = MetricPlan.make("harm \(index + 1)", kind, role: .guardrail)
        guardrail.critical = true
        return guardrail
      }
    if values == .held {
      for index in plan.metrics.indices {
        plan.metrics[index].winsorization = Winsorization(ValueLimits(upper: 400), at: .row)
      }
    }
    if values == .lateLabels {
      plan.labels = LabelFile(file: "labels.csv", key: "request", value: "value", time: "at")
      plan.labels?.maturity = 4 * 86_400
      plan.log.time = "time"
    }
    return plan
  }
}

extension MetricPlan {
  static func make(_ name: String, _ kind: Kind, role: Role) -> MetricPlan {
    var metric = MetricPlan(
      name: name, kind: kind, role: role,
      better: role == .success || kind == .mean ? .higher : .lower, column: name)
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
    _ seed: UInt64, shape: Shape = .planned, units: Int? = nil, looks: Int = 7
  ) -> Self {
    var settings = SimulationSettings()
    (settings.seed, settings.shape) = (seed, shape)
    (settings.units, settings.looks) = (units, looks)
    return settings
  }
}

extension Plan {
  /// Success looked at daily for two weeks, in groups.
  static func groups(
    _ values: Values = .numbers, arm: Arm = .half, units: Int = 1600,
    spending: SpendingFunction? = nil
  ) -> Plan {
    var plan = Plan.cell(arm: arm, values, units: units)
    (plan.inference.success, plan.inference.looks) = (.groupSequential, 86_400)
    (plan.inference.spending, plan.log.time) = (spending, "time")
    plan.duration.maximum = 14 * 86_400
    return plan
  }
}

extension Cell {
  /// Looks in groups: as planned, with more units than planned and with fewer, by time alone, with labels that
  /// come late; and late labels under bounds that hold at every look.
  static func looks(seed: UInt64) -> [Cell] {
    var timed = Plan.groups()
    timed.inference.plannedSample = nil
    timed.inference.minimumSample = 400
    let plans: [(String, Plan, Int?)] = [
      ("in groups, as O'Brien and Fleming", .groups(), nil),
      ("in groups, as Pocock", .groups(spending: .pocock), nil),
      ("in groups, 5 % arm", .groups(arm: .twentieth, units: 8000), nil),
      ("in groups, overrun by half", .groups(), 2400),
      ("in groups, half of the planned", .groups(), 800),
      ("in groups, by time alone", timed, 1600),
      ("in groups, log-normal σ 2 held at 400", .groups(.held, units: 3200), nil),
      ("in groups, late labels", .groups(.lateLabels, units: 8000), nil),
      ("every look, late labels", .cell(.lateLabels, units: 8000), nil),
    ]
    return plans.flatMap { name, plan, units in
      [SimulationScenario.Kind.successAtMinimum, .guardrailAtMargin(metric: "harm 1")].map {
        var settings = SimulationSettings.cell(seed, units: units)
        if plan.inference.success == .groupSequential { settings.looks = nil }
        return Cell(plan, settings, $0, name: name)
      }
    }
  }

  /// Populations × arms × the worst truths.
  static func grid(seed: UInt64) -> [Cell] {
    let kinds: [SimulationScenario.Kind] = [
      .successAtMinimum, .guardrailAtMargin(metric: "harm 1"), .atHarmLimit(correlation: 0),
      .atHarmLimit(correlation: 0.8),
    ]
    return Population.all.flatMap { population in
      Arm.allCases.flatMap { arm in
        // Correlation is shown where the arms have most to err by.
        let units = population.units[arm] ?? 1600
        return kinds.prefix(arm == .half ? 4 : 3).map { kind in
          Cell(
            .cell(arm: arm, guardrails: 2, population.values, units: units),
            .cell(seed, shape: population.shape), kind,
            name: "\(population.name), \(Int(arm.rawValue)) % of \(units)")
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
            .cell(guardrails: count), .cell(seed), .atHarmLimit(correlation: correlation),
            name: count == 1 ? "1 critical guardrail" : "\(count) critical guardrails"))
      }
    }
    var several = Plan.cell(.numbers, units: 3200)
    several.treatments = ["b", "c", "d"]
    several.traffic = [:]
    cells.append(Cell(several, .cell(seed), .oneWinner, name: "three treatments"))
    for kind in [SimulationScenario.Kind.successAtMinimum, .atHarmLimit(correlation: 0)] {
      var settings = SimulationSettings.cell(seed)
      settings.trend = 0.3
      cells.append(Cell(.ramped(), settings, kind, name: "ramp 5 → 50 %, trend"))
    }
    cells.append(bursts(seed: seed))
    cells.append(
      Cell(
        .cell(.usersEvents, units: 800), .cell(seed, looks: 2000), .atHarmLimit(correlation: 0),
        name: "2,000 looks, users return"))
    return cells
  }

  /// Each failing user fails five times on end.
  static func bursts(seed: UInt64) -> Cell {
    var settings = SimulationSettings.cell(seed)
    settings.burst = 5
    return Cell(
      .cell(.usersEvents), settings, .atHarmLimit(correlation: 0), name: "errors in bursts of five")
  }
}

extension Plan {
  /// Treatment grows from 5 % to half in three phases.
  static func ramped(_ values: Values = .numbers, units: Int = 1600) -> Plan {
    staged([(0, 5), (4, 25), (8, 50)], values, units: units)
  }

  /// Treatment grows to a share in per cent on days since the start.
  static func staged(
    _ stages: [(day: Int64, share: Double)], _ values: Values, units: Int
  ) -> Plan {
    var plan = Plan.cell(values, units: units)
    let start = Timestamp(seconds: 1_772_409_600)
    plan.log.time = "time"
    plan.phases = stages.map { stage in
      TrafficPhase(
        start: Timestamp(microseconds: start.microseconds + stage.day * 86_400_000_000),
        traffic: ["a": 100 - stage.share, "b": stage.share])
    }
    return plan
  }
}
