internal import Summaries

/// A row error as a sentence: where, what, and the text at fault.
enum RowErrorText {
  static func sentence(_ example: RowErrors.Example) -> String {
    let column = example.column.map { ", column \(InertText.name($0))" } ?? ""
    return "\(InertText.name(example.file)), line \(example.line)\(column): "
      + "\(words(example.kind)): \"\(InertText.name(example.text, limit: 80))\""
  }

  private static func words(_ kind: RowErrors.Kind) -> String {
    switch kind {
    case .tooFewFields: "too few fields"
    case .tooManyFields: "too many fields"
    case .unterminatedQuote: "a quote is never closed"
    case .strayQuote: "a quote inside an unquoted field"
    case .invalidJSON: "not valid JSON"
    case .invalidText: "not valid UTF-8"
    case .notANumber: "not a number"
    case .nonFinite: "not a finite number"
    case .notABoolean: "neither true nor false"
    case .notATime: "not a time"
    case .notAWeight: "not a whole number of rows"
    case .missingKey: "no unit"
    case .missingVariant: "no variant"
    case .missingTime: "no time"
    case .strayTime: "a time far from those of all other rows"
    case .lineTooLong: "a line too long to read"
    }
  }
}
