internal import Stats

/// A scheduled drift report: each run is a look, and what the looks say together is kept in a state.
public struct DriftSchedule: Sendable {
  /// A decision, and the state after it.
  public struct Outcome: Sendable {
    public var decision: DriftDecision
    public var state: DriftState
  }

  private let check: DriftCheck
  private var plan: Plan { check.plan }

  /// Creates a schedule of checks under a plan.
  public init(_ check: DriftCheck) { self.check = check }

  /// Takes a look, or says again what a look said that was taken before.
  ///
  /// Where the plan has windows, each that is over and not yet known is a look of its own: runs that were
  /// missed are caught up with.
  ///
  /// - Parameters:
  ///   - name: What the look is called; windows are named by when they begin.
  ///   - reference: What was usual: logs or profiles.
  ///   - current: What is now.
  ///   - state: What the looks before left; nil at the first.
  ///   - known: Up to when the current log is known to hold every row; its last row where nil.
  /// - Returns: The decision of the last look, and the state after it.
  /// - Throws: `ExperimentError`.
  public func look(
    _ name: String, reference: [LogInput], current: [LogInput], state: DriftState?,
    completeUntil known: Timestamp? = nil
  ) async throws(ExperimentError) -> Outcome {
    try check.requireRows("The looks of a scheduled report")
    let before = try await check.profile(
      DriftSide(check, DriftBody(reference), .reference))
    var state = try begun(state, before)
    guard let window = plan.drift.window else {
      let body = try DriftBody(current)
      let after = try await check.profile(DriftSide(check, body, .current))
      let standing = try take(name, after, before, &state, from: try body.digest())
      return try outcome(state, before, after, name, standing, caughtUp: standing == .new ? 1 : 0)
    }
    let windows = try await check.windows(of: current, window, completeUntil: known)
    guard let last = windows.last else {
      throw .unsupported("No window of the current log is over yet: there is nothing to look at.")
    }
    var new = 0
    var standing = DriftLooks.Standing.takenBefore
    for window in windows where state.look(named: window.name) == nil {
      standing = try take(window.name, window.profile, before, &state)
      new += 1
    }
    return try outcome(state, before, last.profile, last.name, standing, caughtUp: new)
  }

  private func begun(
    _ state: DriftState?, _ reference: LogProfile
  ) throws(ExperimentError) -> DriftState {
    guard let state else {
      do throws(StatsError) {
        return try DriftState(plan: plan, reference: reference)
      } catch {
        throw .statistics("\(error)")
      }
    }
    do throws(DriftStateError) {
      try state.check(plan: plan, reference: reference)
    } catch {
      throw .state(error)
    }
    return state
  }

  private func take(
    _ name: String, _ current: LogProfile, _ reference: LogProfile, _ state: inout DriftState,
    from source: String? = nil
  ) throws(ExperimentError) -> DriftLooks.Standing {
    // Rows that may not be judged are no evidence: the look is not taken, and the decision says why.
    guard DriftAnalysis(plan, identity: plan.identity).accepts(reference, current) else {
      return .takenBefore
    }
    do throws(DriftStateError) {
      return try state.take(name, current, against: reference, under: plan, from: source)
    } catch {
      throw .state(error)
    }
  }

  private func outcome(
    _ state: DriftState, _ reference: LogProfile, _ current: LogProfile, _ name: String,
    _ standing: DriftLooks.Standing, caughtUp: Int
  ) throws(ExperimentError) -> Outcome {
    do throws(StatsError) {
      var analysis = DriftAnalysis(plan, identity: plan.identity)
      analysis.designEffects = LogProfile.designEffects(reference, current)
      let decision = try analysis.decide(reference: reference.summary, current: current.summary)
        .scheduled(state, look: name, standing, caughtUp: caughtUp, under: plan.drift)
      return Outcome(decision: decision, state: state)
    } catch {
      throw .statistics("\(error)")
    }
  }
}
