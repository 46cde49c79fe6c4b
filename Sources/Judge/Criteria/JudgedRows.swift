internal import Foundation
public import Summaries

/// The rows of a log column by column, as a scan handed them back.
public struct JudgedRows: Sendable {
  /// The number of rows.
  public let count: Int
  /// The earliest and the latest time of a row, where the log has times.
  public let firstTime: Timestamp?
  public let lastTime: Timestamp?
  private let columns: [ScanPlan.Column: RawColumns.Values]
  /// Each row's unit, where rows share units; rows without one were never handed back.
  let units: [Int]?

  /// Takes the columns of a scan.
  ///
  /// - Parameters:
  ///   - raw: What the scan handed back.
  ///   - plan: The scan; its columns name the values.
  ///   - unit: The column of the unit, read as a category; nil where every row is one.
  public init(_ raw: RawColumns, _ plan: ScanPlan, unit: String? = nil) {
    columns = Dictionary(
      zip(plan.columns, raw.values).map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
    count = raw.log.rows.used
    (firstTime, lastTime) = (raw.log.firstTime, raw.log.lastTime)
    guard let unit, case .categories(let names)? = columns[ScanPlan.Column(unit, .category)] else {
      units = nil
      return
    }
    // A row without a unit could belong to any, so that it is one of its own.
    units = names.indices.enumerated().map { row, index in index ?? -1 - row }
  }

  /// Whether a column was handed back in any form.
  func has(_ name: String) -> Bool { columns.keys.contains { $0.name == name } }

  /// The texts of a column that was read as such.
  func texts(_ name: String) -> RawColumns.Categories? {
    guard case .categories(let texts)? = columns[ScanPlan.Column(name, .category)] else {
      return nil
    }
    return texts
  }

  /// The finite numbers of a column; nil where a row has none.
  func numbers(_ name: String) -> [Double?]? {
    for kind in [ScanPlan.Column.Kind.number, .boolean, .numberOrBoolean] {
      if case .numbers(let numbers)? = columns[ScanPlan.Column(name, kind)] { return numbers }
    }
    guard let texts = texts(name) else { return nil }
    let values = texts.names.map { PlainText.number($0) }
    return texts.indices.map { $0.flatMap { values[$0] } }
  }

  /// The booleans of a column; nil where a row has none.
  ///
  /// - Throws: `Unmeasurable.unreadable` where a text is neither true nor false.
  func truths(_ name: String) throws(Unmeasurable) -> [Bool?] {
    guard let texts = texts(name) else { throw .missingColumn(name) }
    let values = texts.names.map { PlainText.truth($0) }
    if let wrong = values.firstIndex(where: { $0 == nil }) {
      throw .unreadable(
        column: name, text: texts.names[wrong], rows: texts.indices.count { $0 == wrong })
    }
    return texts.indices.map { $0.flatMap { values[$0] } }
  }
}

/// Text from data as numbers and booleans, as the scanner reads them.
enum PlainText {
  /// A finite decimal number.
  static func number(_ text: String) -> Double? {
    let text = text.trimmingCharacters(in: .whitespaces)
    guard let first = text.unicodeScalars.first, "+-.0123456789".unicodeScalars.contains(first),
      text.unicodeScalars.allSatisfy({ "0123456789+-.eE".unicodeScalars.contains($0) }),
      let number = Double(text), number.isFinite
    else { return nil }
    return number
  }

  /// Anything but NaN and the infinities.
  static func isAnswer(_ text: String) -> Bool {
    Double(text.trimmingCharacters(in: .whitespaces)).map(\.isFinite) ?? true
  }

  /// `true`, `t`, `yes`, `y`, `1` and their opposites, in any case.
  static func truth(_ text: String) -> Bool? {
    switch text.trimmingCharacters(in: .whitespaces).lowercased() {
    case "true", "t", "yes", "y": true
    case "false", "f", "no", "n": false
    default:
      switch number(text) {
      case 1?: true
      case 0?: false
      default: nil
      }
    }
  }
}
