public import Judge
internal import Summaries

/// The reasons of a decision as English, each with the number that was found and the number it was held
/// against.
///
/// The texts are clauses without a capital or a full stop: they stand in a list, and after `because`.
public struct ReasonText: Sendable {
  private let treatments: [TreatmentAnalysis]
  private let unitWord: String

  /// Creates the texts of one decision's reasons.
  public init(_ decision: Decision) {
    treatments = decision.treatments
    unitWord = decision.sample.unitColumn == nil ? "rows" : "units"
  }

  /// Creates the texts of reasons that name no metric.
  public init() { (treatments, unitWord) = ([], "rows") }

  /// The reason in words.
  public func clause(_ reason: Reason) -> String {
    switch reason {
    case .harmShown(let metric, let treatment, let effect, let null, let threshold, let log, _):
      let text = words(metric, treatment)
      let scale = text.scale(of: .harm)
      return "\(text.name) of \(name(treatment)) is shown to be "
        + text.requirement(.harm, null, scale: scale, threshold: threshold)
        + ": the estimate is \(text.effect(effect, scale: scale)), evidence e = \(NumberText.evidence(log))"
    case .jointHarmShown(let log, let required, _):
      return "several metrics together show harm, none of them alone: "
        + "evidence e = \(NumberText.evidence(log)), \(NumberText.evidence(required)) is needed"
    case .rolledBackBefore(let newest):
      let rows = newest.map { ", on rows up to \(TimeText.minute($0))" } ?? ""
      return "an earlier report or record of this plan rolled back\(rows), and a rollback is final"
    case .sampleRatioMismatch(let pValue, let significance, let observed, let expected):
      let sum = expected.reduce(0, +)
      let planned = expected.map { NumberText.percent(sum > 0 ? $0 / sum : 0) }
      return "the variants hold \(observed.map(NumberText.count).joined(separator: " to ")) "
        + "\(unitWord) where \(planned.joined(separator: " to ")) was planned: "
        + "p \(NumberText.pEquals(pValue)), below \(NumberText.pValue(significance))"
    case .unitsInSeveralVariants(let units, let share, let tolerated):
      return "\(count(units, "unit is", "units are")) in several variants "
        + "(\(NumberText.percent(share))), where \(NumberText.percent(tolerated)) is tolerated"
    case .assignmentMismatch(let units, let share, let tolerated, let byVariant):
      return
        "\(count(units, "unit is", "units are")) not in the variant that the plan's hash gives "
        + "(\(NumberText.percent(share)), by variant "
        + "\(byVariant.map(NumberText.count).joined(separator: " and "))), where "
        + "\(NumberText.percent(tolerated)) is tolerated"
    case .unknownVariants(let names, let rows):
      let shown = names.prefix(5).map { name($0) }.joined(separator: ", ")
      let more = names.count > 5 ? " and \(names.count - 5) more" : ""
      return
        "\(count(rows, "row is", "rows are")) of variants the plan does not name: \(shown)\(more)"
    case .rowErrors(let rows, let share, let tolerated):
      return "\(count(rows, "row", "rows")) (\(NumberText.percent(share))) could not be read, "
        + "where \(NumberText.percent(tolerated)) is tolerated"
    case .valuesNotFinite(let column, let variant, let rows, let share, let tolerated):
      return "\(name(column)) is not finite in \(count(rows, "row", "rows")) of \(name(variant)) "
        + "(\(NumberText.percent(share))), where \(NumberText.percent(tolerated)) may be unreadable"
    case .constantPredictions(let column, let variant, let value, let rows, let pValue):
      let same = value.isEmpty ? "missing, or no number where one belongs," : name(value)
      return "\(name(column)) of \(name(variant)) is \(same) in all of "
        + "\(count(rows, "row", "rows")), and not so in the other variants: "
        + "p \(NumberText.pEquals(pValue))"
    case .requestsRepeated(let rows, let share, let tolerated):
      return "\(count(rows, "row repeats", "rows repeat")) the request of an earlier one "
        + "(\(NumberText.percent(share))), where \(NumberText.percent(tolerated)) is tolerated"
    case .labelsContradict(let keys, let share, let tolerated):
      return "\(count(keys, "request has", "requests have")) labels that contradict each other "
        + "(\(NumberText.percent(share))), where \(NumberText.percent(tolerated)) is tolerated"
    case .missingValuesDiffer(
      let metric, let treatment, let control, let treated, let tolerated, let pValue):
      return
        "\(name(metric)) has no value in \(NumberText.percent(treated, places: 2)) of the rows of "
        + "\(name(treatment)) and in \(NumberText.percent(control, places: 2)) of the control's: more than "
        + "\(NumberText.significant(tolerated * 100, digits: 3))pp apart (p "
        + "\(NumberText.pEquals(pValue))), so what is left cannot be compared"
    case .failedRowsDiffer(
      let metric, let treatment, let control, let treated, let tolerated, let pValue):
      return
        "\(name(metric)) leaves out the rows with an error, \(NumberText.percent(treated, places: 2)) of "
        + "\(name(treatment)) and \(NumberText.percent(control, places: 2)) of the control: more than "
        + "\(NumberText.significant(tolerated * 100, digits: 3))pp apart (p "
        + "\(NumberText.pEquals(pValue))), so what is left cannot be compared; count them, or as failures"
    case .allocationDrifts(
      let days, let pValue, let significance, let worst, let observed, let expected):
      let planned = expected.map { NumberText.percent($0) }
      return "the split is not the same on all of \(NumberText.count(days)) days "
        + "(p \(NumberText.pEquals(pValue)), below \(NumberText.pValue(significance))): on "
        + "\(TimeText.minute(worst).prefix(10)) \(observed.map(NumberText.count).joined(separator: " to ")) "
        + "new \(unitWord), where \(planned.joined(separator: " to ")) was planned; name the phases of "
        + "the plan if it was meant to change"
    case .timeGap(let variant, let from, let to, let seconds, let tolerated):
      return
        "\(variant.map { name($0) } ?? "the log") has no rows from \(TimeText.minute(from)) to "
        + "\(TimeText.minute(to)): \(TimeText.duration(seconds)), where "
        + "\(TimeText.duration(tolerated)) is tolerated"
    case .variantSilent(let variant, let newest, let seconds, let tolerated):
      return "\(name(variant)) has logged nothing since \(TimeText.minute(newest)), "
        + "\(TimeText.duration(seconds)) before the newest row, where "
        + "\(TimeText.duration(tolerated)) is tolerated"
    case .covariateDiffers(
      let covariate, let treatment, let control, let treated, let controlShare, let treatedShare,
      let pValue):
      return "\(name(treatment)) and the control differed before the experiment: "
        + CovariateText.balance(
          covariate, means: (control, treated), shares: (controlShare, treatedShare))
        + " (p \(NumberText.pEquals(pValue)))"
    case .prePeriodContradicts(let units, let share, let tolerated):
      return
        "\(count(units, "unit has", "units have")) values before the experiment that contradict "
        + "each other (\(NumberText.percent(share))), where \(NumberText.percent(tolerated)) is tolerated"
    case .staleLog(let newest, let age, let allowed):
      let side = age < 0 ? "in the future" : "old"
      return
        "the newest row, of \(TimeText.minute(newest)), is \(TimeText.duration(abs(age))) \(side), "
        + "where \(TimeText.duration(allowed)) is allowed"
    case .damagedInput(let file, let byte, let cause):
      return
        "\(name(file)) is damaged at byte \(NumberText.count(byte)): \(name(cause, limit: 120))"
    case .noRows: return "the log holds no rows to judge"
    case .variantMissing(let variant): return "\(name(variant)) has no rows"
    case .minimumSample(let variant, let units, let required):
      return "\(name(variant)) has \(NumberText.count(units)) of the "
        + "\(NumberText.count(required)) \(unitWord) it needs"
    case .labelsImmature(let metric, let treatment, let share, let required):
      return "labels are \(NumberText.percent(share, places: 0)) mature: "
        + "\(name(metric)) of \(name(treatment)) needs them for \(NumberText.percent(required)) of the rows"
    case .unitsIncomplete(
      let metric, let treatment, let complete, let units, let required):
      return labelsClause(metric, treatment, share: Double(complete) / Double(max(1, units)))
        + "\(NumberText.count(complete)) of \(NumberText.count(units)) \(unitWord) are mature for "
        + "\(name(metric)) of \(name(treatment)), which needs \(NumberText.count(required)) in each variant"
    case .minimumDuration(let elapsed, let required, let planned, let until):
      let weeks = required > planned ? " (\(TimeText.duration(planned)) in whole weeks)" : ""
      return
        "\(TimeText.duration(elapsed)) of the minimum \(TimeText.duration(required))\(weeks) have "
        + "passed" + (until.map { ", the rest by \(TimeText.minute($0))" } ?? "")
    case .durationUnknown:
      return "the plan bounds the duration, but no row has a readable time"
    case .horizonNotReached(let elapsed, let horizon):
      return "a fixed-horizon test has one look, at its end: "
        + "\(elapsed.map(TimeText.duration) ?? "an unknown time") of "
        + "\(horizon.map(TimeText.duration) ?? "an unknown time") have passed"
    case .harmlessByPolicy(let treatment):
      return
        "\(name(treatment)) is proven to do no harm beyond the margins, which is all that the plan "
        + "asks: no benefit is claimed"
    case .successProven(
      let metric, let treatment, let limit, let required, let scale, let threshold):
      return proven(metric, treatment, .superiority, limit, required, scale, threshold)
    case .nonInferiorityProven(
      let metric, let treatment, let limit, let required, let scale, let threshold):
      return proven(metric, treatment, .nonInferiority, limit, required, scale, threshold)
    case .othersProven(let treatments, let promoted):
      return "\(treatments.map { name($0) }.joined(separator: ", ")) "
        + (treatments.count == 1 ? "is" : "are")
        + " proven, too; \(name(promoted)) has the largest effect"
    case .notProven(
      let metric, let treatment, let question, let effect, let limit, let required, let scale,
      let threshold, let missing, let expected):
      let text = words(metric, treatment)
      return "\(text.name) of \(name(treatment)) is not yet shown to be "
        + text.requirement(question, required, scale: scale, threshold: threshold)
        + ": the estimate is \(text.effect(effect, scale: scale))"
        + (limit.map { ", and it may be \($0 > 0 ? "only " : "")\(text.effect($0, scale: scale))" }
          ?? "")
        + missingLabels(metric, treatment, question) + outlook(missing, expected)
    case .metricNotComputable(let metric, let treatment, let cause):
      return "\(name(metric)) of \(name(treatment)) has no value: \(CauseText.clause(cause))"
    case .tooFewEffectiveUnits(let metric, let treatment, let effective, let required):
      return "\(name(metric)) of \(name(treatment)) rests on too few \(unitWord): effectively "
        + "\(NumberText.significant(effective, digits: 3)), where "
        + "\(NumberText.significant(required, digits: 3)) are needed"
    case .looksNotReconstructable(let rows):
      return
        "looks cannot be reconstructed: \(count(rows, "row has", "rows have")) no readable time"
    case .nextLook(let at, let taken):
      return "\(count(taken, "look has", "looks have")) been taken, the next one is due on "
        + TimeText.minute(at)
    case .looksSpent(let metric, let treatment, let looks, let statistic, let boundary):
      return "\(name(metric)) of \(name(treatment)) was not proven at the last of "
        + "\(count(looks, "look", "looks")): the statistic is \(z(statistic))"
        + (boundary.map { ", where \(z($0)) was needed" } ?? "")
    case .futileAtLook(let metric, let treatment, let looks, let statistic, let boundary):
      return "\(name(metric)) of \(name(treatment)) is unlikely to be proven any more: at look "
        + "\(NumberText.count(looks)) the statistic is \(z(statistic)), where \(z(boundary)) or less "
        + "is futile"
    case .outsideCalendar(let treatment, let present, let earliest):
      let now = present.map { "at \(TimeText.minute($0))" } ?? "at an unknown time"
      let opening = earliest.map { "it opens at \(TimeText.minute($0))" } ?? "no opening is known"
      return "\(name(treatment)) is proven, and the plan's calendar is closed \(now): \(opening)"
    case .noSuccessMetric:
      return "the plan names no success metric, so nothing can be proven better"
    case .outOfReach(
      let metric, let treatment, let question, let limit, let required, let scale, let threshold):
      let text = words(metric, treatment)
      return "\(text.name) of \(name(treatment)) can no longer be "
        + text.requirement(question, required, scale: scale, threshold: threshold)
        + ": at best it is \(text.effect(limit, scale: scale))"
    case .maximumDuration(let elapsed, let maximum, let extended):
      let whole = "the maximum duration of \(TimeText.duration(maximum))"
      let passed =
        extended.map {
          "\(whole) and its last extension, to \(TimeText.duration($0)), have passed"
        } ?? "\(whole) has passed"
      return "\(passed): the log spans \(TimeText.duration(elapsed))"
    case .shadow(let reason): return ShadowText.clause(reason)
    case .rollout(let reason):
      return RolloutText.clause(reason) { words($0, treatments.first?.variant ?? "") }
    case .check(let reason): return CheckText.clause(reason)
    case .futile(let treatment, let metric, let probability, let required, let end):
      return "\(name(treatment)) has a chance of at most \(chance(probability)) to be promoted"
        + "\(by(end)), where \(NumberText.percent(required)) is asked: \(name(metric)) is too unlikely "
        + "to be proven"
    case .extended(let treatment, let probability, let required, let end):
      return
        "the maximum duration has passed and is extended\(until(end)): \(name(treatment)) has a chance "
        + "of up to \(chance(probability)) to be promoted by the last extension, where \(NumberText.percent(required)) is asked"
    case .notExtended(let treatment, let probability, let required, let end):
      return "it is not extended\(until(end)): \(name(treatment)) has a chance of at most "
        + "\(chance(probability)) to be promoted by then, where \(NumberText.percent(required)) is asked"
    }
  }

  private func by(_ end: Timestamp?) -> String { end.map { " by \(TimeText.minute($0))" } ?? "" }

  private func until(_ end: Timestamp?) -> String {
    end.map { " until \(TimeText.minute($0))" } ?? ""
  }

  private func chance(_ probability: Double) -> String { NumberText.chance(probability) }

  private func proven(
    _ metric: String, _ treatment: String, _ question: ThresholdTest.Question, _ limit: Double,
    _ required: Double, _ scale: Estimand.Scale, _ threshold: String
  ) -> String {
    let text = words(metric, treatment)
    return "\(text.name) of \(name(treatment)) is proven "
      + text.requirement(question, required, scale: scale, threshold: threshold)
      + ": at worst it is \(text.effect(limit, scale: scale))"
  }

  /// What labels that are missing do to a limit.
  private func missingLabels(
    _ metric: String, _ treatment: String, _ question: ThresholdTest.Question
  ) -> String {
    let analysis = treatments.first { $0.variant == treatment }?.metrics
      .first { $0.name == metric }
    guard case .computed(let comparison)? = analysis?.result,
      let test = comparison.tests.first(where: { $0.question == question }),
      let bound = test.missingBound, bound > 0
    else { return "" }
    return ", of which missing labels may hide "
      + words(metric, treatment).effect(bound, scale: test.scale)
  }

  private func outlook(_ missing: Int?, _ expected: Timestamp?) -> String {
    guard let missing else { return "" }
    return "; about \(NumberText.count(missing)) more \(unitWord) would show it"
      + (expected.map { ", expected by \(TimeText.minute($0))" } ?? "")
  }

  private func z(_ value: Double) -> String { NumberText.decimal(value, places: 3) }

  private func count(_ value: Int, _ one: String, _ many: String) -> String {
    NumberText.count(value, one, many)
  }

  private func name(_ text: String, limit: Int = 60) -> String {
    InertText.name(text, limit: limit)
  }

  private func words(_ metric: String, _ treatment: String) -> MetricText {
    analysis(metric, treatment).map(MetricText.init) ?? MetricText(name: metric)
  }

  private func analysis(_ metric: String, _ treatment: String) -> MetricAnalysis? {
    treatments.first { $0.variant == treatment }?.metrics.first { $0.name == metric }
  }

  /// Where it is labels that are waited for: how far they are.
  private func labelsClause(_ metric: String, _ treatment: String, share: Double) -> String {
    analysis(metric, treatment)?.estimand.maturity == nil
      ? "" : "labels are \(NumberText.percent(share, places: 0)) mature: "
  }
}
