/// Rows that could not be understood: counted by kind, the first ones with their positions.
public struct RowErrors: Equatable, Codable, Sendable {
  /// What was wrong with a row.
  public enum Kind: String, Codable, Sendable, CaseIterable, Comparable,
    CodingKeyRepresentable
  {
    case tooFewFields, tooManyFields, unterminatedQuote, strayQuote, invalidJSON, invalidText
    case notANumber, nonFinite, notABoolean, notATime, notAWeight, missingKey, missingVariant
    case missingTime, strayTime, lineTooLong

    /// The order of the kinds' names.
    public static func < (a: Kind, b: Kind) -> Bool { a.rawValue < b.rawValue }
  }

  /// Where and what a row error is.
  public struct Example: Equatable, Codable, Sendable {
    /// What was wrong.
    public var kind: Kind
    /// The name of the input.
    public var file: String
    /// The line the row begins on, from 1, the header counted.
    public var line: Int
    /// The column at fault, if it is one.
    public var column: String?
    /// The text at fault, cut to 80 characters.
    public var text: String

    /// Creates a record of one row error.
    public init(kind: Kind, file: String, line: Int, column: String?, text: String) {
      (self.kind, self.file, self.line) = (kind, file, line)
      (self.column, self.text) = (column, text)
    }
  }

  /// How many examples are kept.
  public static let exampleLimit = 10

  /// How many errors there were of each kind.
  public private(set) var counts: [Kind: Int] = [:]
  /// The first errors in the order of the input.
  public private(set) var examples: [Example] = []

  /// Creates an empty record.
  public init() {}

  /// The number of errors of every kind.
  public var total: Int { counts.values.reduce(0, +) }

  /// Creates a record from its parts; no more than `exampleLimit` examples are kept.
  public init(counts: [Kind: Int], examples: [Example]) {
    self.counts = counts
    self.examples = Array(examples.prefix(Self.exampleLimit))
  }

  /// Records one error; the example is kept while there is room.
  public mutating func add(_ example: Example) {
    counts[example.kind, default: 0] += 1
    if examples.count < Self.exampleLimit { examples.append(example) }
  }

  /// Folds in the errors of a later part of the input.
  public mutating func merge(_ later: RowErrors) {
    counts.merge(later.counts, uniquingKeysWith: +)
    examples.append(contentsOf: later.examples.prefix(Self.exampleLimit - examples.count))
  }
}
