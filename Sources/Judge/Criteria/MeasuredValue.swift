/// A quantity as it was measured, with bounds for its truth.
public struct MeasuredValue: Equatable, Codable, Sendable {
  /// How the bounds were found.
  public enum Method: String, Codable, Sendable, CaseIterable {
    /// From binomial counts (Clopper & Pearson, 1934); of F1 through its monotone link with one share.
    case exact
    /// By the delta method over units, with Student's t (Deng, Knoblich & Lu, 2018).
    case deltaMethod
    /// By DeLong's standard error on the scale of the logit (1988; by unit Obuchowski, 1997).
    case deLong
    /// By order statistics; over clustered units by Woodruff (1952).
    case orderStatistics
    /// By Student's t over the scores of folds.
    case studentT
    /// The same with the variance corrected for overlapping training sets (Nadeau & Bengio, 2003).
    case correctedT
  }

  public var value: Double
  /// The truth lies below it with at most the chance of the side's level.
  public var lower: Double
  public var upper: Double
  /// The chances that the truth lies below `lower`, and above `upper`.
  public var lowerTail: Double
  public var upperTail: Double
  public var method: Method
  /// The rows that it is measured on: of a precision, those that were answered positive.
  public var rows: Int
  /// Independent units among them.
  public var units: Int

  /// Creates a measured value.
  public init(
    _ value: Double, lower: Double, upper: Double, tails: (lower: Double, upper: Double),
    method: Method, rows: Int, units: Int
  ) {
    (self.value, self.lower, self.upper) = (value, lower, upper)
    (lowerTail, upperTail) = (tails.lower, tails.upper)
    (self.method, self.rows, self.units) = (method, rows, units)
  }

  /// The same through a monotone function.
  func mapped(_ function: (Double) -> Double) -> MeasuredValue {
    var copy = self
    (copy.value, copy.lower, copy.upper) = (function(value), function(lower), function(upper))
    return copy
  }
}

/// Why a quantity has no value, or no bounds that may be trusted.
public enum Unmeasurable: Error, Equatable, Codable, Sendable {
  /// No row has what the quantity is measured on.
  case noRows
  /// Fewer units carry it than a normal limit needs.
  case tooFewEffectiveUnits(Double, needed: Double)
  /// The rarer label has fewer rows than a normal limit needs.
  case tooFewOfOneLabel(rows: Int, needed: Int)
  /// No unit differs from another, so that nothing tells how far the truth may be.
  case noVariation(value: Double)
  /// Fewer rows than a bound of this quantile needs.
  case tooFewForQuantile(rows: Int, probability: Double)
  /// Fewer rows, or units, than the plan asks for.
  case belowMinimum(found: Int, required: Int)
  /// A text that is neither true nor false, or no number.
  case unreadable(column: String, text: String, rows: Int)
  case missingColumn(String)
  /// Rows that only one of both models answered.
  case missingPairs(share: Double, tolerated: Double)
  /// Rows without the value that the quantity is measured on: what they would have said is not known.
  case valuesMissing(column: String, share: Double, tolerated: Double)
  /// Too few rows have their label.
  case labelsMissing(share: Double, required: Double)
  /// More groups than can be told apart with any certainty.
  case tooManyGroups(column: String, groups: Int)
  /// Too few scores of folds.
  case tooFewFolds(Int)
  case missingFile(String)
  /// Rows of a file cannot be read, or it ends too early.
  case damaged(file: String, rows: Int)
  case statistics(String)
}
