/// Runs a plan's rollouts on several threads; the result does not depend on how many.
public struct Simulation: Sendable {
  /// Rollouts are handed out in pieces of this size, so that progress is seen and no thread waits long.
  private static let piece = 16

  private let study: any RolloutStudy
  private let threads: Int
  private let progress: (@Sendable (_ done: Int, _ total: Int?) -> Void)?

  /// Creates a run.
  ///
  /// - Parameters:
  ///   - study: What is simulated.
  ///   - threads: How many rollouts are drawn at a time.
  ///   - progress: Told how many rollouts are done, of how many.
  public init(
    _ study: any RolloutStudy, threads: Int,
    progress: (@Sendable (_ done: Int, _ total: Int?) -> Void)? = nil
  ) {
    (self.study, self.threads, self.progress) = (study, max(1, threads), progress)
  }

  /// Every scenario of the study, judged by its own plan.
  public func run() async -> SimulationResult {
    let judge = study.judge
    var results: [ScenarioResult] = []
    for scenario in study.kinds.indices {
      results.append(await result(scenario: scenario, judge: judge))
    }
    return SimulationResult(study, results)
  }

  /// One scenario under any judge.
  public func result(scenario: Int, judge: any RolloutJudge) async -> ScenarioResult {
    let count = study.settings.rollouts
    let pieces = stride(from: 0, to: count, by: Self.piece).map {
      $0..<min($0 + Self.piece, count)
    }
    let all = count * study.kinds.count
    var outcomes: [[RolloutOutcome]] = Array(repeating: [], count: pieces.count)
    await withTaskGroup(of: (Int, [RolloutOutcome]).self) { group in
      var waiting = pieces.indices.makeIterator()
      var done = 0
      func start() {
        guard let index = waiting.next() else { return }
        group.addTask { [study] in
          (index, pieces[index].map { study.rollout($0, scenario: scenario, judge: judge) })
        }
      }
      for _ in 0..<threads { start() }
      for await (index, piece) in group {
        outcomes[index] = piece
        done += piece.count
        progress?(scenario * count + done, all)
        start()
      }
    }
    return study.result(scenario: scenario, outcomes.flatMap(\.self))
  }
}
