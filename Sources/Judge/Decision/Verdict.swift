/// What a pipeline is told.
public enum Verdict: String, Codable, Sendable, CaseIterable {
  /// Proven under the plan.
  case promote
  /// Not decided yet; too little data is always this.
  case `continue`
  /// A criterion is missed, out of reach, or the maximum duration has passed.
  case stop
  /// Harm is shown on a critical guardrail.
  case rollback
  /// The data may not be judged.
  case invalid

  /// The exit code of the command line's default map.
  public var exitCode: Int32 {
    switch self {
    case .promote: 0
    case .continue: 10
    case .stop: 20
    case .rollback: 21
    case .invalid: 30
    }
  }
}
