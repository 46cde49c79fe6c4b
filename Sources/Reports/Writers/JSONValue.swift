/// A JSON document whose text is a function of its value alone: keys sorted, numbers in their shortest
/// exact form, whatever a terminal could act on escaped.
enum JSONValue: Equatable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  /// A number, or null where JSON has none: not a number, infinite, or absent.
  init(_ value: Double?) {
    self = value.map { $0.isFinite ? .number($0) : .null } ?? .null
  }

  init(_ value: Int?) { self = value.map(JSONValue.integer) ?? .null }

  init(_ value: String?) { self = value.map(JSONValue.string) ?? .null }

  /// Indented by two spaces, with a final newline.
  var text: String {
    var text = ""
    write(to: &text, indent: "")
    return text + "\n"
  }

  /// On one line, for JSON Lines.
  var line: String {
    switch self {
    case .array(let values): return "[" + values.map(\.line).joined(separator: ",") + "]"
    case .object(let members):
      let texts = members.sorted { $0.key < $1.key }.map { name, value in
        JSONValue.string(name).line + ":" + value.line
      }
      return "{" + texts.joined(separator: ",") + "}"
    default:
      var text = ""
      write(to: &text, indent: "")
      return text
    }
  }

  private func write(to text: inout String, indent: String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += value.isFinite ? NumberText.exact(value) : "null"
    case .string(let value): Self.quote(value, to: &text)
    case .array(let values):
      guard !values.isEmpty else { return text += "[]" }
      text += "["
      for (index, value) in values.enumerated() {
        text += index == 0 ? "\n" : ",\n"
        text += indent + "  "
        value.write(to: &text, indent: indent + "  ")
      }
      text += "\n\(indent)]"
    case .object(let members):
      guard !members.isEmpty else { return text += "{}" }
      text += "{"
      for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
        text += index == 0 ? "\n" : ",\n"
        text += indent + "  "
        Self.quote(member.key, to: &text)
        text += ": "
        member.value.write(to: &text, indent: indent + "  ")
      }
      text += "\n\(indent)}"
    }
  }

  private static func quote(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      default:
        if InertText.isActive(scalar) {
          for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16)
            text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
          }
        } else {
          text.unicodeScalars.append(scalar)
        }
      }
    }
    text += "\""
  }
}
