internal import Yams

/// Makes a plan of another tool's configuration: a block of JSON or YAML in one of the shapes that
/// docs/init-from.md shows.
///
/// Nothing is guessed. A number without a unit, a key that is not understood and a column that no configuration
/// names are questions, which the answers of a second run close.
public struct PlanImport: Sendable {
  /// The plan's text; ``Plan/init(yaml:file:)`` reads it.
  public let yaml: String

  /// Reads a configuration.
  ///
  /// - Parameters:
  ///   - text: JSON or YAML.
  ///   - file: The name that questions carry.
  ///   - answers: What was answered, by the path that was asked for.
  /// - Throws: What is open, or that the text is none of these shapes.
  public init(
    _ text: String, file: String, answers: [String: String] = [:]
  ) throws(PlanImportError) {
    let questions = ImportQuestions(file: file, answers: answers)
    let root = try Self.root(of: text, questions)
    guard let block = Self.block(in: root) else {
      try questions.close()
      throw .unreadable(
        file: file,
        "no block that can be read; known are \(Shape.allCases.map(\.rawValue).joined(separator: ", "))"
      )
    }
    let lines = block.shape.lines(block.content, beside: root)
    block.content.close()
    root.close()
    try questions.close()
    yaml =
      (["# Read from \(file) by `assay init --from`; `assay lint` says what it promises."] + lines)
      .joined(separator: "\n") + "\n"
  }

  /// A shape that is known by the key it stands under.
  enum Shape: String, CaseIterable {
    case abTest = "ab_test"
    case experiment
    case canary
    case shadow
    case autoPromotion = "auto_promotion"

    /// The keys it is known by, in one spelling.
    var names: [String] {
      switch self {
      case .abTest: ["ab_test", "a_b_test", "ab_testing"]
      default: [rawValue]
      }
    }

    /// The plan, line by line; the keys it puts to use are taken from the blocks.
    fileprivate func lines(_ block: ForeignBlock, beside root: ForeignBlock) -> [String] {
      switch self {
      case .abTest, .experiment: ExperimentImport(block).lines
      case .canary: CanaryImport(block).lines
      case .shadow: ShadowImport(block).lines
      case .autoPromotion: AutoPromotionImport(block, routing: root.take("routing")?.block()).lines
      }
    }
  }

  /// The block that becomes the plan; where there are several, it is asked which.
  private static func block(in root: ForeignBlock) -> (shape: Shape, content: ForeignBlock)? {
    let found = Shape.allCases.filter { shape in shape.names.contains { root.keys.contains($0) } }
    var chosen = found.first
    if found.count > 1 {
      let answer = root.need(
        "block", "there are several blocks, and a plan is made of one", found.map(\.rawValue))
      chosen = answer.flatMap(Shape.init)
      for shape in found where shape != chosen && answer != nil {
        for name in shape.names { _ = root.take(name) }
      }
    }
    guard let chosen else { return nil }
    for name in chosen.names {
      guard let value = root.take(name) else { continue }
      guard let content = value.block() else {
        value.ask("\(value.path) is no mapping of keys to values", ["ignore"])
        return nil
      }
      return (chosen, content)
    }
    return nil
  }

  private static func root(
    of text: String, _ questions: ImportQuestions
  ) throws(PlanImportError) -> ForeignBlock {
    let node: Node?
    do {
      guard text.utf8.count <= 1 << 20 else {
        throw PlanImportError.unreadable(file: questions.file, "more than 1 MiB of text")
      }
      node = try Yams.compose(yaml: text)
    } catch let error as PlanImportError {
      throw error
    } catch let YamlError.duplicatedKeysInMapping(duplicates, _) {
      let keys = duplicates.map { "\($0)" }.joined(separator: ", ")
      throw .unreadable(file: questions.file, "a key stands twice in one mapping: \(keys)")
    } catch {
      throw .unreadable(file: questions.file, "this is neither JSON nor YAML")
    }
    guard case .mapping(let mapping)? = node else {
      throw .unreadable(file: questions.file, "this is no mapping of keys to values")
    }
    return ForeignBlock(mapping, at: .start, path: "", questions)
  }
}
