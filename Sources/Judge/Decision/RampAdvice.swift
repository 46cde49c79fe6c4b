public import Summaries

/// What a ramp is to do next, as an event that a pipeline can carry out and keep.
public struct RampAdvice: Equatable, Codable, Sendable {
  /// What happens to the treatment's traffic.
  public enum Event: String, Codable, Sendable, CaseIterable {
    /// It gets the first weight: there are no data of it yet, and none are asked for.
    case start
    case increase
    /// It gets the last weight, as every guardrail is proven.
    case skip
    case hold
    /// It gets less, as its harm budget would not last.
    case stepBack = "step-back"
    /// All traffic: it is promoted.
    case promote
    case stop
    case rollback
  }

  /// Why the weight is what it is.
  public enum Cause: Equatable, Codable, Sendable {
    /// The treatment has no rows yet.
    case noData
    /// Nothing is wrong; more data are still collected, which is no reason to wait.
    case nothingWrong
    case guardrailsProven
    /// The present weight has to stay until then.
    case tooEarly(earliest: Timestamp)
    /// The ramp goes no further without a promotion.
    case atMaximum
    /// The control has no rows: it may be down.
    case silent(variant: String)
    /// The treatment has rows, and none of them says anything of a guardrail.
    case blind(metric: String)
    /// What may be lost by the end of the next step, at the weight that the ramp would have taken.
    case budget(HarmAccount)
    /// As the gate said.
    case verdict
  }

  public var plan: PlanIdentity
  public var verdict: Verdict
  public var event: Event
  public var from: Double
  public var to: Double
  /// When it was asked.
  public var timestamp: Timestamp
  public var earliest: Timestamp?
  public var cause: Cause
  /// What the harm budget leaves, where the plan has one and rows tell how many come.
  public var budget: HarmAccount?
}

/// How much of a harm budget a weight could use.
public struct HarmAccount: Equatable, Codable, Sendable {
  public var metric: String
  /// The most that may be lost.
  public var allowed: Double
  /// The worst loss of a unit that the data, or else the plan, leave credible.
  public var worstPerUnit: Double
  /// Units that had the treatment so far.
  public var treated: Int
  /// What they may have lost.
  public var incurred: Double
  /// The weight that is asked about, and what may be lost by the end of its step.
  public var weight: Double
  public var expected: Double
}
