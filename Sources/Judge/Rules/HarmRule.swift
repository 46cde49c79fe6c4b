internal import Foundation
internal import Stats

/// Harm on a critical guardrail rolls back, before anything else is asked.
///
/// All critical guardrails of all treatments share one budget: the mean of their e-values, weighted as the plan
/// says, is an e-value of "no harm anywhere", and e-Holm names the culprits (Vovk & Wang, 2021). Harm once told
/// stays told: what an earlier report of the same plan rolled back is rolled back.
struct HarmRule: DecisionRule {
  let rule = Rule.harm

  func apply(to file: CaseFile) -> Finding {
    let reasons =
      harmReasons(
        in: file, significance: file.plan.inference.rollbackSignificance, critical: true,
        where: \.watchesRollback)
      + [file.former].compactMap(\.self).map { Reason.rolledBackBefore(newest: $0.newest) }
    return Finding(verdict: reasons.isEmpty ? nil : .rollback, reasons: reasons)
  }
}

/// Deterioration of any other metric stops, once every treatment shows it.
struct DeteriorationRule: DecisionRule {
  let rule = Rule.deterioration

  func apply(to file: CaseFile) -> Finding {
    let reasons = file.deterioration
    let all = file.deteriorated.isSuperset(of: file.plan.treatments) && !reasons.isEmpty
    return Finding(verdict: all ? .stop : nil, reasons: reasons)
  }
}

extension CaseFile {
  /// What is shown to be worse on metrics that stop but do not roll back.
  fileprivate var deterioration: [Reason] {
    harmReasons(
      in: self, significance: plan.inference.deteriorationSignificance, critical: false,
      where: \.watchesDeterioration)
  }

  /// The treatments shown to be worse on some metric: none of them may be promoted.
  ///
  /// Evidence that no single metric carries concerns every treatment.
  var deteriorated: Set<String> {
    var worse: Set<String> = []
    for reason in deterioration {
      switch reason {
      case .harmShown(_, let treatment, _, _, _, _, _): worse.insert(treatment)
      default: worse.formUnion(plan.treatments)
      }
    }
    return worse
  }
}

private func harmReasons(
  in file: CaseFile, significance: Double, critical: Bool, where included: (MetricPlan) -> Bool
) -> [Reason] {
  let questions = file.treatments.flatMap { treatment in
    zip(file.plan.metrics, treatment.metrics).filter { included($0.0) }.map {
      (
        weight: $0.0.harmWeight, name: $0.1.name, treatment: treatment.variant,
        test: file.dormant.contains($0.1.name) ? nil : $0.1.test(.harm)
      )
    }
  }
  guard questions.contains(where: { $0.test != nil }) else { return [] }
  // A metric without a value holds its share of the budget and adds no evidence.
  let eValues = questions.map { $0.test?.logEValue.map(exp) ?? 0 }
  let closed = EHolm(weights: questions.map(\.weight))
  // Neither call can fail for e-values and weights that are not negative; if one did, nothing is shown.
  guard let named = try? closed.rejected(eValues: eValues, significance: significance),
    let joint = try? closed.globalEValue(eValues)
  else { return [] }
  let reasons = zip(questions, named).compactMap { question, isNamed -> Reason? in
    guard isNamed, let test = question.test else { return nil }
    return .harmShown(
      metric: question.name, treatment: question.treatment, effect: test.effect,
      nullEffect: test.nullEffect, threshold: test.threshold, logEValue: test.logEValue ?? 0,
      critical: critical)
  }
  guard reasons.isEmpty, joint >= 1 / significance else { return reasons }
  return [
    .jointHarmShown(
      logEValue: log(joint), required: -log(significance), critical: critical)
  ]
}
