import Stats

/// How often each procedure erred, in the order in which they were first asked.
struct Tally: Sendable {
  private(set) var names: [String] = []
  private var errors: [String: Int] = [:]

  /// Counts a test that rejects at 5 %; one that cannot be computed does not.
  mutating func test(_ name: String, _ test: () throws -> TestResult) {
    count(name, erred: ((try? test())?.pValue ?? 1) <= 0.05)
  }

  /// Counts a 95 % interval that misses the truth; one that does not exist excludes nothing.
  mutating func interval(
    _ name: String, of truth: Double, _ interval: () throws -> ConfidenceInterval
  ) {
    count(name, erred: (try? interval()).map { !$0.contains(truth) } ?? false)
  }

  /// Counts whether a procedure erred.
  mutating func count(_ name: String, erred: Bool) {
    if errors[name] == nil { names.append(name) }
    errors[name, default: 0] += erred ? 1 : 0
  }

  /// How often a procedure erred, or `nil` where it was not asked.
  func errors(of name: String) -> Int? { errors[name] }

  mutating func merge(_ other: Tally) {
    for name in other.names {
      if errors[name] == nil { names.append(name) }
      errors[name, default: 0] += other.errors[name] ?? 0
    }
  }
}
