internal import Summaries

/// Answers beside what was true, row by row: rows without a label are left out, and an answer that is
/// missing counts as the wrong one, so that a model gains nothing by not answering.
struct AnsweredRows {
  /// The rows of the log that have a label.
  private(set) var rows: [Int] = []
  /// Whether each of them is answered rightly.
  private(set) var isRight: [Bool] = []
  /// What was answered and what was true; empty where neither is a boolean.
  private(set) var predictions: [Bool] = []
  private(set) var labels: [Bool] = []

  /// Reads the answers of a column.
  ///
  /// - Parameters:
  ///   - quantity: The answers or scores, their threshold, and the label.
  ///   - log: The rows of the log.
  ///   - members: Those of them to read.
  /// - Throws: `Unmeasurable` where a column is missing, or holds what is neither true nor false.
  init(_ quantity: Quantity, _ log: JudgedRows, rows members: [Int]) throws(Unmeasurable) {
    let label = quantity.label ?? ""
    if quantity.kind == .accuracy, quantity.threshold == nil {
      try readAnswers(quantity.column, label, log, members)
      return
    }
    let truths = try log.truths(label)
    let answers: [Bool?]
    if let threshold = quantity.threshold {
      guard let scores = log.numbers(quantity.column) else { throw .missingColumn(quantity.column) }
      answers = scores.map { $0.map { $0 >= threshold } }
    } else {
      answers = try log.truths(quantity.column)
    }
    for row in members {
      guard let truth = truths[row] else { continue }
      let answer = answers[row] ?? !truth
      rows.append(row)
      labels.append(truth)
      predictions.append(answer)
      isRight.append(answer == truth)
    }
  }

  /// Two classes are the same if they are the same number, or else the same text.
  private mutating func readAnswers(
    _ column: String, _ label: String, _ log: JudgedRows, _ members: [Int]
  ) throws(Unmeasurable) {
    guard let answers = log.texts(column) else { throw .missingColumn(column) }
    guard let truths = log.texts(label) else { throw .missingColumn(label) }
    let numbers = (answers.names.map(PlainText.number), truths.names.map(PlainText.number))
    var same: [Pair: Bool] = [:]
    for row in members {
      guard let truth = truths.indices[row] else { continue }
      rows.append(row)
      guard let answer = answers.indices[row] else {
        isRight.append(false)
        continue
      }
      let pair = Pair(answer: answer, truth: truth)
      if same[pair] == nil {
        if let a = numbers.0[answer], let b = numbers.1[truth] {
          same[pair] = a == b
        } else {
          same[pair] = answers.names[answer] == truths.names[truth]
        }
      }
      isRight.append(same[pair] ?? false)
    }
  }

  private struct Pair: Hashable {
    var answer: Int
    var truth: Int
  }

  /// For each labelled row whether it counts, and whether it speaks for the quantity: the share of the
  /// latter among the former is the quantity, or of F1 the share that it follows from.
  func indicators(_ kind: Quantity.Kind) -> [(row: Int, counts: Bool, speaks: Bool)] {
    rows.indices.map { i in
      guard !predictions.isEmpty else { return (rows[i], true, isRight[i]) }
      let (said, was) = (predictions[i], labels[i])
      return switch kind {
      case .precision: (rows[i], said, said && was)
      case .recall: (rows[i], was, said && was)
      case .f1: (rows[i], said || was, said && was)
      case .falsePositiveRate: (rows[i], !was, said)
      default: (rows[i], true, isRight[i])
      }
    }
  }
}
