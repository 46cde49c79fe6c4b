/// Text that came from data, made harmless: what could move a cursor, recolour a terminal, reorder a line
/// or hide is shown as its code point instead.
public enum InertText {
  /// `text` on one line, with control, format and line-separating characters spelled out.
  public static func line(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isActive) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if isActive(scalar) {
        result += escape(scalar)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A name from data, cut to a length a table can hold.
  static func name(_ text: String, limit: Int = 60) -> String {
    text.count <= limit ? text : text.prefix(limit - 1) + "…"
  }

  /// Whether a terminal or a text layout does something else with the character than show it.
  static func isActive(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
    // The joiners are left alone: scripts and emoji need them.
    case .format: scalar.value != 0x200C && scalar.value != 0x200D
    default: false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{" + String(scalar.value, radix: 16) + "}"
    }
  }
}
