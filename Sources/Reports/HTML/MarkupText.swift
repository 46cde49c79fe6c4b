/// Markup as text: well-formed both as HTML and as XML.
extension Markup {
  /// The element and all it holds.
  var html: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to result: inout String) {
    switch self {
    case .text(let text): result += Self.escaped(text)
    case .stylesheet(let sheet): result += "<style>\(sheet.text)</style>"
    case .element(let tag, let attributes, let content):
      result += "<\(tag.rawValue)"
      for attribute in attributes {
        result += " \(attribute.name.rawValue)=\"\(Self.escaped(attribute.value))\""
      }
      guard !tag.isVoid else { return result += "/>" }
      result += ">"
      for part in content { part.write(to: &result) }
      result += "</\(tag.rawValue)>"
      if tag.endsLine { result += "\n" }
    }
  }

  /// A text that is nothing but text, in content and in attributes.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in InertText.line(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default:
        // XML has no place for them.
        if scalar.properties.isNoncharacterCodePoint {
          result += "\\u{" + String(scalar.value, radix: 16) + "}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }
}

extension Markup.Tag {
  /// Whether a line may end after the element without changing how it looks.
  fileprivate var endsLine: Bool {
    switch self {
    case .head, .header, .main, .section, .footer, .h1, .h2, .h3, .p, .div, .ul, .li, .dl, .table,
      .thead, .tr, .details, .summary, .figure, .title:
      true
    default: false
    }
  }
}
