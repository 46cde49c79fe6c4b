/// A test of one column of a row.
public struct Condition: Hashable, Codable, Sendable {
  /// What is asked of the column's value.
  public enum Test: Hashable, Codable, Sendable {
    case isMissing
    case isPresent
    /// The value reads as a boolean (`true`, `t`, `yes`, `1` and their opposites, in any case) and is true.
    case isTrue
    /// The value is missing, or reads as a boolean and is false.
    case isNotTrue
    /// The text of the value is one of these, byte for byte.
    case isOneOf([String])
    /// The value is present and its text is none of these.
    case isNoneOf([String])
    /// The value reads as NaN or an infinity.
    case isNotFinite
    /// The value is a number and stands in this relation to the bound.
    case number(Relation, Double)
  }

  /// An order relation of a value to a bound.
  public enum Relation: String, Codable, Sendable {
    case lessThan = "<"
    case atMost = "<="
    case greaterThan = ">"
    case atLeast = ">="
  }

  /// The column that is tested.
  public var column: String
  /// What its value must meet.
  public var test: Test

  /// Creates a test of the named column; dotted names reach into nested JSON.
  public init(_ column: String, _ test: Test) {
    (self.column, self.test) = (column, test)
  }
}
