internal import Summaries

/// How a column of a profile is read, and what it was like.
public struct ProfiledColumn: Equatable, Sendable {
  public var column: String
  public var kind: ColumnDrift.Kind
  public var typing: ColumnDrift.Typing
  public var rows: Int
  public var missing: Int
  /// How many different values there were; nil where they were too many to count.
  public var distinct: Int?
  /// Of the numbers.
  public var mean: Double?
  public var standardDeviation: Double?
}

extension LogProfile {
  /// The columns as a plan reads them.
  public func readColumns(_ plan: Plan) -> [ProfiledColumn] {
    let typing = ColumnTyping(plan: plan.drift)
    return columns.map { column in
      let reading = typing.reading(of: column, named: column.column)
      let isNumeric = reading.kind == .numeric && column.numbers > 0
      return ProfiledColumn(
        column: column.column, kind: reading.kind, typing: reading.typing, rows: column.rows,
        missing: column.missing, distinct: column.categories.counts?.count,
        mean: isNumeric ? column.moments.mean : nil,
        standardDeviation: isNumeric ? column.moments.variance?.squareRoot() : nil)
    }
  }
}
