internal import Yams

/// The text of a plan as a tree.
enum PlanDocument {
  /// More than this is no plan, and is not handed to the parser.
  private static let largestText = 1 << 20

  /// The top mapping; `nil` after a problem is noted.
  static func root(of yaml: String, _ problems: PlanProblems) -> PlanSection<PlanKeys.Top>? {
    let mend = "start from the plan that `assay init LOG` writes"
    guard yaml.utf8.count <= largestText else {
      problems.add(.syntax, at: .start, path: "", "more than 1 MiB of text", mend: mend)
      return nil
    }
    do {
      switch try Yams.compose(yaml: yaml) {
      case .mapping(let mapping)?:
        return PlanSection(
          mapping, at: Node.mapping(mapping).position, path: "", problems: problems)
      case nil:
        problems.add(.syntax, at: .start, path: "", "the plan is empty", mend: mend)
      case let node?:
        problems.add(
          .wrongType, at: node.position, path: "", "the plan is not a mapping of keys to values",
          mend: mend)
      }
    } catch {
      note(error, yaml, problems)
    }
    return nil
  }

  private static func note(_ error: any Error, _ yaml: String, _ problems: PlanProblems) {
    let mend =
      "mend the YAML: indent by spaces, quote texts that hold : # { [ or begin with * & ! | > @ %"
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      problems.add(.syntax, at: SourcePosition(mark), path: "", "not YAML: \(problem)", mend: mend)
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.map { "\"\($0)\"" }.joined(separator: ", ")
      problems.add(
        .duplicateKey, at: SourcePosition(context.mark), path: keys.first ?? "",
        "\(names) stands twice in one mapping",
        mend: "keep one of them")
    case .reader(let problem, let offset, _, _):
      problems.add(
        .syntax, at: SourcePosition(offset: offset ?? 0, in: yaml), path: "",
        "not YAML: \(problem)", mend: mend)
    default:
      problems.add(.syntax, at: .start, path: "", "not YAML", mend: mend)
    }
  }
}
