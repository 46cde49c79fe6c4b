internal import Yams

/// A mapping of another tool's configuration, of which every key must be put to use, or be left out by an answer.
final class ForeignBlock {
  let path: String
  let position: SourcePosition
  let questions: ImportQuestions
  private var open: [(key: String, value: ForeignValue)] = []

  init(
    _ mapping: Node.Mapping, at position: SourcePosition, path: String, _ questions: ImportQuestions
  ) {
    (self.path, self.position, self.questions) = (path, position, questions)
    for (keyNode, node) in mapping {
      guard case .scalar(let scalar) = keyNode else { continue }
      let name = path.isEmpty ? scalar.string : "\(path).\(scalar.string)"
      let key = Self.plain(scalar.string)
      open.append((key, ForeignValue(node: node, key: key, path: name, questions: questions)))
    }
  }

  /// The keys that nothing was made of yet, in one spelling.
  var keys: [String] { open.map(\.key) }

  /// Takes the value of the first of these keys that is there, whichever spelling it has.
  func take(_ names: String...) -> ForeignValue? {
    for name in names {
      if let index = open.firstIndex(where: { $0.key == name }) {
        return open.remove(at: index).value
      }
    }
    return nil
  }

  /// Takes a key that begins so and ends in a unit, such as `duration_days`.
  func take(beginning start: String, units: [String]) -> ForeignValue? {
    let names = [start] + units.map { "\(start)_\($0)" }
    guard let index = open.firstIndex(where: { names.contains($0.key) }) else { return nil }
    return open.remove(at: index).value
  }

  /// Asks what each key means that nothing was made of.
  func close() {
    for (_, value) in open where questions.answer(to: value.path) != "ignore" {
      value.ask("\(value.path) is not understood", ["ignore (the plan goes without it)"])
    }
    open = []
  }

  /// Asks for what is not there.
  func need(_ name: String, _ text: String, _ answers: [String]) -> String? {
    let full = path.isEmpty ? name : "\(path).\(name)"
    if let answer = questions.answer(to: full) { return answer }
    questions.ask(full, at: position, text, answers)
    return nil
  }

  /// `initialTrafficPercent`, `initial-traffic-percent` and `initial_traffic_percent` are one key.
  static func plain(_ name: String) -> String {
    var text = ""
    var isAfterLower = false
    for character in name {
      if character.isUppercase, isAfterLower { text += "_" }
      text += character == "-" || character == " " ? "_" : character.lowercased()
      isAfterLower = character.isLowercase || character.isNumber
    }
    return text
  }
}
