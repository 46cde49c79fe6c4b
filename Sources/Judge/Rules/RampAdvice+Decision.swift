internal import Foundation
public import Summaries

extension RampAdvice {
  /// The first step: without a log nothing is known, and nothing needs to be.
  ///
  /// - Parameters:
  ///   - plan: With a ramp; nil without one.
  ///   - time: The present.
  public init?(_ plan: Plan, at time: Timestamp) {
    guard let ramp = plan.ramp else { return nil }
    self.init(
      plan: plan.identity, verdict: .continue, event: .start, from: 0, to: ramp.initial,
      timestamp: time, earliest: nil, cause: .noData, budget: nil)
  }

  /// The next step after a decision.
  ///
  /// Too few data never hold a ramp: low traffic would never leave low traffic. What holds or lowers it is a
  /// verdict, the length of its step, a guardrail that nobody writes down, and the harm that the data leave
  /// credible.
  public init?(_ plan: Plan, _ decision: Decision, at time: Timestamp) {
    guard let ramp = plan.ramp, let step = decision.ramp, let first = Self(plan, at: time) else {
      return nil
    }
    let treatedRows = decision.sample.arms.dropFirst().map(\.rows).reduce(0, +)
    // What a log without the treatment may not be judged for is that the ramp has not begun.
    if decision.verdict == .continue || decision.verdict == .invalid, treatedRows == 0 {
      self = first
      return
    }
    self.init(
      plan: decision.plan, verdict: decision.verdict, event: .hold, from: step.current,
      to: step.current, timestamp: time, earliest: step.earliest, cause: .verdict, budget: nil)
    switch decision.verdict {
    case .promote: (event, to) = (.promote, 100)
    case .stop: (event, to) = (.stop, 0)
    case .rollback: (event, to) = (.rollback, 0)
    case .invalid: break
    case .continue: proceed(ramp, decision)
    }
  }

  /// Nothing is decided: the next weight, unless its time has not come or it could do too much harm.
  private mutating func proceed(_ ramp: RampPlan, _ decision: Decision) {
    // What is left of the present step; another one begins where it is over.
    let left = earliest.map { timestamp.seconds(to: $0) }.flatMap { $0 > 0 ? $0 : nil }
    if let account = ramp.account(at: from, decision, for: left), !account.fits {
      let lower = ramp.path.last {
        $0 < from && (ramp.account(at: $0, decision)?.fits ?? true)
      }
      (event, to, cause, budget) = (.stepBack, lower ?? 0, .budget(account), account)
      return
    }
    budget = ramp.account(at: from, decision, for: left)
    if let silent = decision.sample.arms.first(where: { $0.rows == 0 }) {
      cause = .silent(variant: silent.variant)
      return
    }
    if let metric = decision.blindGuardrail {
      cause = .blind(metric: metric)
      return
    }
    if let earliest, timestamp < earliest {
      cause = .tooEarly(earliest: earliest)
      return
    }
    let isProven = ramp.skip == .proven && decision.guardrailsAreProven
    let target = isProven ? max(from, ramp.lastWeight) : ramp.weight(after: from)
    guard target > from else {
      cause = .atMaximum
      return
    }
    if let account = ramp.account(at: target, decision) {
      budget = account
      guard account.fits else {
        cause = .budget(account)
        return
      }
    }
    to = target
    (event, cause) =
      isProven && target > ramp.weight(after: from)
      ? (.skip, .guardrailsProven) : (.increase, .nothingWrong)
  }

  /// The exit code: that of the verdict where there is one, else whether a weight is to be set.
  public var exitCode: Int32 {
    switch event {
    case .start, .increase, .skip, .stepBack, .promote: 0
    case .hold: verdict == .invalid ? Verdict.invalid.exitCode : Verdict.continue.exitCode
    case .stop: Verdict.stop.exitCode
    case .rollback: Verdict.rollback.exitCode
    }
  }
}

extension HarmAccount {
  var fits: Bool { expected <= allowed }
}

extension Decision {
  /// A guardrail that no row of a treatment says anything of, as nobody writes it down; labels may come late.
  fileprivate var blindGuardrail: String? {
    treatments.flatMap(\.metrics).first { metric in
      guard metric.role == .guardrail, case .notComputable(.noRows) = metric.result else {
        return false
      }
      return true
    }?.name
  }

  /// Every guardrail of every treatment is proven to be within its margin.
  fileprivate var guardrailsAreProven: Bool {
    let guardrails = treatments.flatMap(\.metrics).filter { $0.role == .guardrail }
    return !guardrails.isEmpty && guardrails.allSatisfy { $0.test(.nonInferiority)?.holds == true }
  }
}

extension RampPlan {
  /// What may be lost by the end of a step at a weight; nil without a budget, or where no rate is known.
  ///
  /// The worst credible loss is the limit of the anytime-valid interval, which holds at every look together,
  /// so that asking before each step costs nothing; before there is one it is what the plan says. Units that had
  /// the treatment cannot have lost more events than they had.
  fileprivate func account(
    at weight: Double, _ decision: Decision, for seconds: Double? = nil
  ) -> HarmAccount? {
    guard let budget, let first = decision.sample.firstTime, let last = decision.sample.lastTime,
      first < last
    else { return nil }
    let metrics = decision.treatments.flatMap(\.metrics).filter { $0.name == budget.metric }
    let isOfRows = metrics.first?.estimand.aggregation == .row
    let counts = decision.sample.arms.map { isOfRows ? $0.rows : $0.units }
    let treated = counts.dropFirst().reduce(0, +)
    let worst = metrics.map { $0.worstLoss(atMost: budget.worst) }.max() ?? budget.worst
    let perSecond = Double(counts.reduce(0, +)) / first.seconds(to: last)
    let coming = perSecond * (seconds ?? length(at: weight)) * weight / 100
    let incurred = counts.dropFirst().enumerated().reduce(0) { lost, arm in
      let most = Double(arm.element) * worst
      guard metrics.indices.contains(arm.offset) else { return lost + most }
      return lost + min(most, metrics[arm.offset].events(among: arm.element) ?? most)
    }
    return HarmAccount(
      metric: budget.metric, allowed: budget.loss, worstPerUnit: worst, treated: treated,
      incurred: incurred, weight: weight, expected: incurred + coming * worst)
  }
}

extension MetricAnalysis {
  /// How many events of a rate so many units or rows of the treatment had; nil of others, whose values may miss.
  fileprivate func events(among count: Int) -> Double? {
    guard kind == .rate, better == .lower, let treatment else { return nil }
    return treatment.value * Double(count)
  }

  /// The largest deterioration of a unit inside the anytime-valid interval, never below zero.
  fileprivate func worstLoss(atMost worst: Double) -> Double {
    guard case .computed(let comparison) = result else { return worst }
    let interval = comparison.differenceInterval
    let loss = better == .lower ? interval.upper : -interval.lower
    return loss.isFinite ? min(worst, max(0, loss)) : worst
  }
}
