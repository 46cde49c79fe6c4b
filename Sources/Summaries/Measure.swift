/// A number computed from each row: what units sum up.
///
/// Zero where a condition fails or a value is missing.
public struct Measure: Hashable, Codable, Sendable {
  /// The value of a row that meets the conditions.
  public enum Expression: Hashable, Codable, Sendable {
    case one
    /// The number in a column. Text that is no finite number is a row error.
    case number(column: String)
    /// 1 where the condition holds, else 0. `isTrue` on text that is no boolean is a row error.
    case indicator(Condition)
    /// How many of the conditions hold. `isTrue` on text that is no boolean is a row error.
    case count([Condition])
    /// The number of the step that the number in a column falls into: the first whose edge it does not exceed,
    /// or the last. Both lists are as long, the edges ascending.
    case step(column: String, edges: [Double], values: [Double])
    /// 1 where a prediction equals its label. Both are compared as numbers when both read as numbers,
    /// else as text; with a threshold the prediction is a score and means true from the threshold on,
    /// and the label is read as a boolean.
    case agreement(prediction: String, label: String, threshold: Double?)
    /// The product of two earlier measures of the plan, by index: of two agreements, both are right.
    case product(Int, Int)
    /// The first less the second of two earlier measures of the plan, by index.
    case difference(Int, Int)
    /// How far two earlier measures of the plan, by index, are apart.
    case distance(Int, Int)
    /// How far the first of two earlier measures of the plan, by index, is from the second, over the size of
    /// the second; zero where that is zero.
    case relativeDistance(Int, Int)
    /// An earlier measure of the plan, by index, held within limits.
    case clamped(Int, ValueLimits)
    /// 1 where an earlier measure of the plan, by index, lies outside of limits, else 0.
    case outside(Int, ValueLimits)
  }

  /// The value of a row that meets the conditions.
  public var expression: Expression
  /// What a row must meet to count.
  public var conditions: [Condition]
  /// Microseconds after a unit's first row, the earliest that the scan uses, before which its rows count.
  ///
  /// All of them do where nil.
  public var window: Int64?

  /// Creates a measure counted only on rows that meet every condition.
  public init(
    _ expression: Expression, where conditions: [Condition] = [], window: Int64? = nil
  ) {
    (self.expression, self.conditions, self.window) = (expression, conditions, window)
  }
}

/// A number computed from each unit's sums, over which moments are taken.
public enum UnitColumn: Hashable, Codable, Sendable {
  /// 1 for every unit.
  case one
  /// The unit's sum of a measure, by its index in the plan.
  case sum(measure: Int)
  /// The unit's ratio of two sums; the unit is left out of the pair where the denominator is zero.
  case mean(numerator: Int, denominator: Int)
  /// 1 where the unit's sum of a measure is positive, else 0.
  case any(measure: Int)
  /// Another column, with zero for the units that it leaves out.
  indirect case orZero(UnitColumn)
  /// Another column, held within limits.
  indirect case clamped(UnitColumn, ValueLimits)
  /// 1 where another column lies outside of limits, else 0.
  indirect case outside(UnitColumn, ValueLimits)
}

/// Two unit columns whose joint moments are wanted.
public struct UnitPair: Hashable, Codable, Sendable {
  /// The first column: of a ratio the numerator.
  public var x: UnitColumn
  /// The second column: of a ratio the denominator.
  public var y: UnitColumn

  /// Creates a pair: for a ratio metric, numerator and denominator.
  public init(_ x: UnitColumn, _ y: UnitColumn) { (self.x, self.y) = (x, y) }
}
