/// Something that another tool's configuration does not say clearly enough for a plan.
public struct ImportQuestion: Equatable, Sendable, CustomStringConvertible {
  public var file: String
  /// Counted from 1.
  public var line: Int
  /// Counted from 1.
  public var column: Int
  /// What the answer is given to, such as `canary.accuracyDrop`.
  public var path: String
  /// What was found, and what it leaves open.
  public var text: String
  /// What may be answered, each with its meaning in brackets.
  public var answers: [String]

  /// One line, with the words that answer it on the command line.
  public var description: String {
    let ways = answers.map { answer in
      let parts = answer.split(separator: " (", maxSplits: 1)
      let meaning = parts.count == 2 ? " (\(parts[1])" : ""
      return "--answer '\(path)=\(parts.first ?? "")'\(meaning)"
    }
    return "\(file):\(line):\(column): \(text): \(ways.joined(separator: " or "))"
  }
}

/// Why a configuration does not make a plan.
public enum PlanImportError: Error, Equatable, Sendable {
  /// It has to be asked, never guessed.
  case questions([ImportQuestion])
  /// It is not what can be read.
  case unreadable(file: String, String)
  /// Answers to questions that nobody asked.
  case needlessAnswers(file: String, [String])

  /// One line a problem.
  public var message: String {
    switch self {
    case .questions(let questions): questions.map(\.description).joined(separator: "\n")
    case .unreadable(let file, let text): "\(file): \(text)"
    case .needlessAnswers(let file, let names):
      names.map { "\(file): nothing asks for an answer to \"\($0)\"; remove it" }
        .joined(separator: "\n")
    }
  }
}

/// Collects what has to be asked while a configuration is read, and knows the answers that were given.
final class ImportQuestions {
  let file: String
  private let answers: [String: String]
  private var needless: Set<String>
  private var list: [ImportQuestion] = []

  init(file: String, answers: [String: String]) {
    (self.file, self.answers, needless) = (file, answers, Set(answers.keys))
  }

  /// How many are open so far.
  var count: Int { list.count }

  /// The answer that was given, if one was.
  func answer(to path: String) -> String? {
    needless.remove(path)
    return answers[path]
  }

  /// Asks, unless the same was asked already.
  func ask(_ path: String, at position: SourcePosition, _ text: String, _ answers: [String]) {
    guard !list.contains(where: { $0.path == path }) else { return }
    list.append(
      ImportQuestion(
        file: file, line: position.line, column: position.column, path: path, text: text,
        answers: answers))
  }

  /// Throws what is open.
  func close() throws(PlanImportError) {
    guard list.isEmpty else { throw .questions(list) }
    guard needless.isEmpty else { throw .needlessAnswers(file: file, needless.sorted()) }
  }
}
