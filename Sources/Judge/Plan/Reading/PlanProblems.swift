/// Collects what is wrong with one plan while it is read, so that one run shows every mistake.
final class PlanProblems {
  let file: String
  private var list: [(position: SourcePosition, problem: PlanProblem)] = []

  init(file: String) { self.file = file }

  /// Notes one problem.
  func add(
    _ kind: PlanProblem.Kind, at position: SourcePosition, path: String, _ complaint: String,
    mend: String
  ) {
    let problem = PlanProblem(
      file: file, line: position.line, column: position.column, path: path, kind: kind,
      complaint: complaint, mend: mend)
    list.append((position, problem))
  }

  /// Everything found, in the order of the file.
  var error: PlanError? {
    guard !list.isEmpty else { return nil }
    // Problems at one place stay in the order they were found.
    let sorted = list.enumerated().sorted {
      ($0.element.position, $0.offset) < ($1.element.position, $1.offset)
    }
    return PlanError(problems: sorted.map(\.element.problem))
  }
}
