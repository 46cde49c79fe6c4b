internal import Yams

/// A mapping of the plan whose keys are known.
struct PlanSection<Key: PlanKey> {
  let path: String
  let position: SourcePosition
  let problems: PlanProblems
  private let values: [Key: PlanValue]

  /// Takes the known keys of a mapping and reports the others.
  init(_ mapping: Node.Mapping, at position: SourcePosition, path: String, problems: PlanProblems) {
    (self.path, self.position, self.problems) = (path, position, problems)
    var values: [Key: PlanValue] = [:]
    for (keyNode, node) in mapping {
      guard case .scalar(let scalar) = keyNode else {
        problems.add(
          .wrongType, at: keyNode.position, path: path, "a key is not a word",
          mend: "write `key: value`")
        continue
      }
      let keyPath = path.isEmpty ? scalar.string : "\(path).\(scalar.string)"
      if let key = Key(rawValue: scalar.string) {
        values[key] = PlanValue(node: node, path: keyPath, problems: problems)
      } else {
        problems.add(
          .unknownKey, at: keyNode.position, path: keyPath, "unknown key \"\(scalar.string)\"",
          mend: PlanSection.suggestion(for: scalar.string))
      }
    }
    self.values = values
  }

  subscript(key: Key) -> PlanValue? { values[key] }

  /// The value of a key that must be there.
  func required(_ key: Key, mend: String) -> PlanValue? {
    if let value = values[key] { return value }
    problems.add(
      .missingKey, at: position, path: path(key),
      "\(path.isEmpty ? "the plan" : path) has no \"\(key.rawValue)\"",
      mend: mend)
    return nil
  }

  /// Reports keys that are there and have no meaning here, so that none is silently ignored.
  func refuse(_ keys: [Key], because reason: String, mend: String) {
    for key in keys {
      values[key]?.complain(.contradiction, "\(path(key)) \(reason)", mend: mend)
    }
  }

  private func path(_ key: Key) -> String {
    path.isEmpty ? key.rawValue : "\(path).\(key.rawValue)"
  }

  private static func suggestion(for word: String) -> String {
    if let nearest = Spelling.nearest(to: word, in: Key.names) {
      return "did you mean \"\(nearest)\"?"
    }
    return "known here: \(Key.names.sorted().joined(separator: ", "))"
  }
}
