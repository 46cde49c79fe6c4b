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
  private func mistyped(_ expected: String, mend: String? = nil) {
    complain(.wrongType, "\(path) is \(found), not \(expected)", mend: mend ?? "write \(expected)")
  }

  private func invalid(_ text: String, _ expected: String, mend: String? = nil) {
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

  private var isPlain: Bool { node.scalar?.style == .plain }

  private var isNull: Bool {
    guard isPlain, let text = node.scalar?.string else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }

  /// The text of a scalar as it was written, quoted or not, if there is one.
  private var scalarText: String? {
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

  /// A finite number, as JSON and YAML write it: without quotes.
  func number(
    _ expected: String = "a number", where isValid: (Double) -> Bool = { _ in true }
  )
    -> Double?
  {
    guard isPlain, let text = scalarText else {
      mistyped(expected)
      return nil
    }
    guard let number = PlanValue.decimal(text), isValid(number) else {
      invalid(text, expected)
      return nil
    }
    return number
  }

  func integer(atLeast minimum: Int) -> Int? {
    let expected = "a whole number of at least \(minimum)"
    return number(expected) { (Int(exactly: $0) ?? .min) >= minimum }.flatMap(Int.init(exactly:))
  }

  /// A share such as `5%` or `0.05`; points (`5pp`) where it is a change of a share.
  func share(
    orPoints: Bool = false, _ expected: String = "a share from 0 to 1",
    where isValid: (Double) -> Bool = { (0...1).contains($0) }
  ) -> Double? {
    guard let text = scalarText else {
      mistyped(expected, mend: "write 5% or 0.05")
      return nil
    }
    let units: Set = orPoints ? ["%", "pp"] : ["%"]
    let value: Double? =
      if let (number, unit) = PlanNumber.split(text), units.contains(unit) { number / 100 } else {
        isPlain ? PlanValue.decimal(text) : nil
      }
    guard let value, isValid(value) else {
      let ask =
        (PlanValue.decimal(text) ?? 0) > 1
        ? "is \(text)% meant? Write 5% or 0.05" : "write 5% or 0.05"
      invalid(text, expected, mend: ask)
      return nil
    }
    return value
  }

  /// A share that excludes both ends: an error rate or a probability.
  func probability() -> Double? {
    share("between 0 and 1, both excluded") { 0 < $0 && $0 < 1 }
  }

  /// A traffic weight in any common unit: `80`, or `80%`.
  func weight() -> Double? {
    let expected = "a number above 0"
    guard let text = scalarText else {
      mistyped(expected)
      return nil
    }
    let parsed = PlanNumber.split(text)
    guard let parsed, ["", "%"].contains(parsed.unit), parsed.number > 0 else {
      invalid(text, expected)
      return nil
    }
    return parsed.number
  }

  /// Per cent of traffic, 0…100: `10%`, or the bare `10` of a ramp.
  ///
  /// A bare number below 1 could be meant as a share, so it is asked.
  func perCent() -> Double? {
    let expected = "per cent of traffic, from 0% to 100%"
    guard let text = scalarText else {
      mistyped(expected)
      return nil
    }
    let parsed = PlanNumber.split(text)
    if let parsed, parsed.unit.isEmpty, 0 < parsed.number, parsed.number < 1 {
      invalid(
        text, expected,
        mend: "which is meant: \(text)% or \(PlanNumber.percent(parsed.number))?")
      return nil
    }
    guard let parsed, ["", "%"].contains(parsed.unit), parsed.number <= 100 else {
      invalid(text, expected)
      return nil
    }
    return parsed.number
  }

  /// A factor of at least 1: `1.5x`, or `1.5`.
  func factor() -> Double? {
    let expected = "a factor of at least 1, such as 1.5x"
    guard let text = scalarText else {
      mistyped(expected)
      return nil
    }
    guard let (number, unit) = PlanNumber.split(text), ["", "x"].contains(unit), number >= 1 else {
      invalid(text, expected)
      return nil
    }
    return number
  }

  /// A length of time, in seconds.
  func seconds() -> Double? {
    let examples = "write 7d, 24h, 90m, 30s, 2w, or ISO 8601 such as P7D or PT1H"
    guard let text = scalarText else {
      mistyped("a length of time", mend: examples)
      return nil
    }
    guard let span = TimeSpan(text) else {
      invalid(text, "a length of time", mend: examples)
      return nil
    }
    return span.seconds
  }

  /// One of an enumeration's words; `notYet` holds words of the design that this version refuses.
  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _: Choice.Type, notYet: [String] = []
  ) -> Choice? {
    let words = Choice.allCases.map(\.rawValue)
    let list = words.joined(separator: ", ")
    guard let text = scalarText else {
      mistyped("one of \(list)")
      return nil
    }
    if let choice = Choice(rawValue: text) { return choice }
    if notYet.contains(text) {
      complain(
        .notSupported, "\(path) \"\(text)\" is not supported by this version",
        mend: "write one of \(list)")
    } else if let nearest = Spelling.nearest(to: text, in: words) {
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

  /// Whether a mapping stands here.
  var isMapping: Bool { if case .mapping = node { true } else { false } }

  /// A number in JSON's notation; Swift's own reading would also take `nan`, `inf` and hexadecimals.
  private static func decimal(_ text: String) -> Double? {
    guard text.unicodeScalars.allSatisfy({ "0123456789+-.eE".unicodeScalars.contains($0) }),
      let number = Double(text), number.isFinite
    else { return nil }
    return number
  }
}
