public import Judge
internal import Summaries

/// What a ramp is to do next, in words.
public struct RampReport: Sendable {
  private let advice: RampAdvice
  private let decision: Decision?

  /// Creates the report of an advice, with the decision it follows from where there was a log.
  public init(_ advice: RampAdvice, _ decision: Decision?) {
    (self.advice, self.decision) = (advice, decision)
  }

  /// The whole report.
  public var report: Report {
    var facts = [
      Fact(
        "plan",
        "\(InertText.name(advice.plan.name)), strategy \(advice.plan.strategy.rawValue), "
          + "SHA-256 \(advice.plan.hash.prefix(12))"),
      Fact("verdict", advice.verdict.rawValue),
      Fact("asked", TimeText.minute(advice.timestamp)),
    ]
    if let earliest = advice.earliest { facts.append(Fact("earliest", TimeText.minute(earliest))) }
    if let budget = advice.budget { facts.append(Fact("harm budget", Self.words(budget))) }
    var blocks: [Report.Block] = [headline, .facts(facts)]
    if let decision, !decision.reasons.isEmpty {
      let texts = ReasonText(decision)
      blocks += [
        .heading("What the gate says"), .list(decision.reasons.map { Phrase(texts.clause($0)) }),
      ]
    }
    return Report(blocks: blocks)
  }

  /// One line: the event and its cause.
  public var line: String {
    guard case .headline(let label, let text) = headline else { return "" }
    return InertText.line("\(label.text): \(text)")
  }

  private var headline: Report.Block {
    let label = "\(advice.event.rawValue.uppercased()) (\(advice.exitCode))"
    let (from, to) = (RolloutText.percent(advice.from), RolloutText.percent(advice.to))
    let step =
      advice.from == advice.to ? "stay at \(from) of traffic" : "from \(from) to \(to) of traffic"
    return .headline(Phrase(label, tone), "\(step), because \(cause).")
  }

  private var tone: Phrase.Tone {
    switch advice.event {
    case .start, .increase, .skip, .promote: .good
    case .hold: .caution
    case .stepBack, .stop, .rollback: .bad
    }
  }

  private var cause: String {
    switch advice.cause {
    case .noData: "the treatment has no data yet, and the first step asks for none"
    case .nothingWrong: "nothing is shown to be wrong"
    case .guardrailsProven: "every guardrail is proven to be within its margin"
    case .tooEarly(let earliest): "the present step lasts until \(TimeText.minute(earliest))"
    case .atMaximum: "the ramp is at its end, and what follows takes a promotion"
    case .silent(let variant): "\(InertText.name(variant)) has no rows and may be down"
    case .blind(let metric):
      "no row of a variant says anything of the guardrail \(InertText.name(metric))"
    case .budget(let account): "its harm budget would not last: \(Self.words(account))"
    case .verdict: "the gate says \(advice.verdict.rawValue)"
    }
  }

  private static func words(_ account: HarmAccount) -> String {
    "at \(RolloutText.percent(account.weight)) of traffic \(InertText.name(account.metric)) may have cost "
      + "\(NumberText.significant(account.expected, digits: 3)) by the end of the step, where "
      + "\(NumberText.significant(account.allowed, digits: 4)) are allowed: at most "
      + "\(NumberText.significant(account.incurred, digits: 3)) by the "
      + "\(NumberText.count(account.treated)) units so far, and "
      + "\(NumberText.significant(account.worstPerUnit, digits: 3)) by each to come"
  }
}
