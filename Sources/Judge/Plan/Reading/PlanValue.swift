internal import Yams

/// A value of the plan and where it stands.
///
/// Each reading returns `nil` after it has noted why it fails.
struct PlanValue {
  let node: Node
  let path: String
  let problems: PlanProblems

  /// Notes a problem at this value.
  func complain(_ kind: PlanProblem.Kind, _ complaint: String, mend: String) {
    problems.add(kind, at: node.position, path: path, complaint, mend: mend)
  }

  /// Notes that the value is of another type than is needed.
  func mistyped(_ expected: String, mend: String? = nil) {
    complain(.wrongType, "\(path) is \(found), not \(expected)", mend: mend ?? "write \(expected)")
  }

  /// Notes that a text does not mean what is needed.
  func invalid(_ text: String, _ expected: String, mend: String? = nil) {
    complain(
      .invalidValue, "\(path) is \"\(text)\", not \(expected)", mend: mend ?? "write \(expected)")
  }

  /// What stands here, in words.
  private var found: String {
    switch node {
    case .scalar(let scalar): isNull ? "empty" : "\"\(scalar.string)\""
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }

  /// Whether a scalar stands without quotes.
  var isPlain: Bool { node.scalar?.style == .plain }

  private var isNull: Bool {
    guard isPlain, let text = node.scalar?.string else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// The text of a scalar as it was written, quoted or not, if there is one.
  var scalarText: String? {
    guard case .scalar(let scalar) = node, !isNull, !scalar.string.isEmpty else { return nil }
    return scalar.string
  }

  // MARK: Scalars

  /// A name, byte for byte: `1` and `1.0` are two names.
  func text(_ expected: String = "a name") -> String? {
    guard let scalarText else {
      mistyped(expected)
      return nil
    }
    return scalarText
  }

  /// A text that says something: blanks alone do not.
  func words(_ expected: String) -> String? {
    guard let text = text(expected) else { return nil }
    guard !text.allSatisfy(\.isWhitespace) else {
      invalid(text, expected)
      return nil
    }
    return text
  }

  /// Whether the value is exactly this word.
  func isWord(_ word: String) -> Bool { scalarText == word }

  func flag() -> Bool? {
    switch isPlain ? scalarText : nil {
    case "true": return true
    case "false": return false
    default:
      mistyped("true or false")
      return nil
    }
  }

  /// One of an enumeration's words.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(_: Choice.Type) -> Choice? {
    let words = Choice.allCases.map(\.rawValue)
    let list = words.joined(separator: ", ")
    guard let text = scalarText else {
      mistyped("one of \(list)")
      return nil
    }
    if let choice = Choice(rawValue: text) { return choice }
    if let nearest = Spelling.nearest(to: text, in: words) {
      invalid(text, "one of \(list)", mend: "did you mean \"\(nearest)\"?")
    } else {
      invalid(text, "one of \(list)")
    }
    return nil
  }

  // MARK: Collections

  func section<Key: PlanKey>(_: Key.Type) -> PlanSection<Key>? {
    guard case .mapping(let mapping) = node else {
      mistyped("a mapping", mend: "known keys: \(Key.names.sorted().joined(separator: ", "))")
      return nil
    }
    return PlanSection(mapping, at: node.position, path: path, problems: problems)
  }

  /// The items of a list.
  func items() -> [PlanValue]? {
    guard case .sequence(let sequence) = node else {
      mistyped("a list", mend: "write [first, second]")
      return nil
    }
    return sequence.enumerated().map { index, item in
      PlanValue(node: item, path: "\(path)[\(index)]", problems: problems)
    }
  }

  /// The items of a list, or the value itself where it stands alone.
  func itemsOrSelf() -> [PlanValue] {
    if case .sequence = node { items() ?? [] } else { [self] }
  }

  /// A list of texts.
  func texts() -> [String]? { items()?.compactMap { $0.text("a word") } }

  /// The entries of a mapping whose keys are names from the data.
  func entries() -> [(name: String, value: PlanValue)]? {
    guard case .mapping(let mapping) = node else {
      mistyped("a mapping", mend: "write {name: value}")
      return nil
    }
    return mapping.compactMap { key, value in
      guard case .scalar(let scalar) = key else {
        complain(.wrongType, "a key of \(path) is not a word", mend: "write {name: value}")
        return nil
      }
      let entry = PlanValue(
        node: value, path: "\(path).\(scalar.string)", problems: problems)
      return (scalar.string, entry)
    }
  }

  /// Whether a list stands here.
  var isList: Bool { if case .sequence = node { true } else { false } }

  /// Whether a mapping stands here.
  var isMapping: Bool { if case .mapping = node { true } else { false } }
}
