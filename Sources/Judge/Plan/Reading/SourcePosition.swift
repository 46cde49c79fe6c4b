internal import Yams

/// A place in the text of a plan, line and column counted from 1.
struct SourcePosition: Comparable {
  var line: Int
  var column: Int

  /// Where a text begins.
  static let start = SourcePosition(line: 1, column: 1)

  static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

extension SourcePosition {
  init(_ mark: Mark) {
    (line, column) = (mark.line, mark.column)
  }

  /// The place of a character.
  init(offset: Int, in text: String) {
    let before = text.prefix(offset)
    let line = before.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    self.init(line: line.count, column: (line.last?.unicodeScalars.count ?? 0) + 1)
  }
}

extension Node {
  /// Where the node begins.
  var position: SourcePosition { mark.map(SourcePosition.init) ?? .start }
}
