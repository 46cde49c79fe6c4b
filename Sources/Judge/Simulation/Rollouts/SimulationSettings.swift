/// How rollouts of a plan are drawn.
public struct SimulationSettings: Codable, Equatable, Sendable {
  /// What the rows look like.
  public enum Shape: String, Codable, Sendable, CaseIterable {
    /// Levels and spreads as the plan states them, users who return on some days.
    case planned
    /// Events in 0.5 % of rows.
    case rare
    /// Events in 5 % of rows.
    case common
    /// Numbers whose logarithm is normal with standard deviation 2.
    case heavy
    /// Rows by user as n⁻², at most 1000, alike within a user.
    case clustered
  }

  /// The seed of every draw.
  public var seed: UInt64 = 2026
  /// Rollouts of each scenario.
  public var rollouts = 1000
  /// Looks, evenly over the plan's maximum duration; as the plan spaces them where nil.
  public var looks: Int?
  /// Units in all variants by the end; the plan's sample where nil.
  public var units: Int?
  public var shape = Shape.planned
  /// The share of a value's variance, on the normal scale behind it, that its unit carries.
  public var unitShare = 0.3
  /// The chance that a unit returns on each later day.
  public var returning = 0.15
  /// By how much of itself every level moves from the first unit to the last, in all variants alike.
  public var trend = 0.0
  /// Rows that follow an event at once and repeat it: five errors a failing user, say.
  public var burst = 1

  /// Creates the defaults.
  public init() {}
}

/// Why a plan cannot be simulated.
public enum SimulationProblem: Error, Equatable, Sendable {
  case strategy(Plan.Strategy)
  case noControl
  case noMetrics
  /// A part of the plan whose effect on the truth is not simulated.
  case notSimulated(String)
  /// Two metrics read one column as a number and as an event.
  case mixedColumn(String)
  /// A metric counts only rows by the value of a column that is itself drawn.
  case conditionOnOutcome(metric: String, column: String)
  case tooManyUnits(Int, most: Int)
  /// What the units of a log do not hold.
  case notInUnits(String)
  case emptyLog
  /// The log is invalid as it is.
  case invalidLog
  /// No share, and no positive value, can change so much.
  case impossible(metric: String, from: Double, to: Double)
  case setting(name: String, value: Double, expected: String)

  /// What is wrong and how to mend it.
  public var message: String {
    switch self {
    case .strategy(let strategy):
      "a plan of strategy \(strategy.rawValue) has no rollout to simulate; simulate plans of strategy ab"
    case .noControl: "a rollout needs a control: name it under variants"
    case .noMetrics: "a rollout needs metrics that decide: the plan has none"
    case .notSimulated(let key):
      "\(key) is not simulated yet, so that the numbers would be of another plan; remove it from a copy of the "
        + "plan to simulate the rest"
    case .mixedColumn(let column):
      "column \(column) is a number for one metric and an event for another; simulation draws it as one of them"
    case .conditionOnOutcome(let metric, let column):
      "metric \(metric) counts rows by \(column), which another metric measures: its true value is not known "
        + "beforehand; remove the condition from a copy of the plan to simulate it"
    case .impossible(let metric, let from, let to):
      "\(metric) cannot go from \(PlanNumber.text(from, digits: 4)) to \(PlanNumber.text(to, digits: 4)), which the "
        + "plan's threshold would have it do: state its baseline, or a smaller threshold"
    case .notInUnits(let what):
      "\(what) cannot be drawn from the units of a log; remove it from a copy of the plan, or simulate without "
        + "--log"
    case .emptyLog: "the log has no units to draw from"
    case .invalidLog:
      "the log is invalid under the plan, and so would be whatever is drawn from it: assay gate says why"
    case .tooManyUnits(let units, let most):
      "the plan expects \(units) units, more than the \(most) a simulation draws; give fewer with --units"
    case .setting(let name, let value, let expected): "\(name) is \(value): \(expected)"
    }
  }
}
