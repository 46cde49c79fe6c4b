internal import Judge
internal import Summaries

/// What a treatment lacks for a promotion, as sentences.
struct OutlookText {
  private let treatment: TreatmentAnalysis
  private let unitWord: String

  init(_ treatment: TreatmentAnalysis, unitWord: String) {
    (self.treatment, self.unitWord) = (treatment, unitWord)
  }

  /// Nothing where nothing is missing.
  var blocks: [Report.Block] {
    guard let outlook = treatment.outlook, !outlook.needs.isEmpty else { return [] }
    return [
      .heading("What would promote \(InertText.name(treatment.variant))"),
      .list(outlook.needs.map { Phrase(clause($0)) }),
      .paragraph(Phrase(chance(outlook))),
    ]
  }

  private func clause(_ need: Outlook.Need) -> String {
    switch need {
    case .units(let variant, let missing, let expected):
      return "\(NumberText.count(missing)) more \(unitWord) of \(InertText.name(variant))"
        + date(expected)
    case .completeUnits(let metric, let missing, let expected):
      return
        "\(NumberText.count(missing)) more complete \(unitWord) for \(InertText.name(metric)), in the "
        + "variant that has the fewest\(date(expected))"
    case .time(let seconds, let until):
      return TimeText.duration(seconds) + " more"
        + (until.map { ", until \(TimeText.minute($0))" } ?? "")
    case .effect(let metric, let question, let additional, let scale, let missing, let expected):
      let text = words(metric)
      let shown = question == .superiority ? "better" : "less bad"
      let units =
        missing.map {
          "; at the present estimate, \(NumberText.count($0)) more \(unitWord) would do\(date(expected))"
        }
        ?? (isReached(metric, question)
          ? "" : "; at the present estimate, no number of \(unitWord) would do")
      return
        "\(text.name) \(text.amount(additional, scale: scale)) \(shown), at the present precision\(units)"
    case .effectiveUnits(let metric, let effective, let required, let missing, let expected):
      let units =
        missing.map { ": about \(NumberText.count($0)) more \(unitWord)\(date(expected))" } ?? ""
      return
        "\(InertText.name(metric)) with \(NumberText.significant(required, digits: 3)) effective "
        + "\(unitWord) in each variant, where one has \(NumberText.significant(effective, digits: 3))\(units)"
    case .value(let metric):
      return
        "a value of \(InertText.name(metric)), which has none: no number of \(unitWord) can be named"
    }
  }

  private func chance(_ outlook: Outlook) -> String {
    guard let probability = outlook.probability else {
      return
        "How likely a promotion is cannot be said: the plan has no end, or no metric that tells."
    }
    let by = outlook.by.map { " by \(TimeText.minute($0))" } ?? " by the planned sample"
    // An upper limit that is hardly below one says nothing.
    guard probability < 0.995 else {
      if outlook.needs.contains(where: isLate) {
        return "At the present pace, what is missing comes after the end: no promotion\(by)."
      }
      guard outlook.needs.allSatisfy({ date($0) != nil }) else {
        return "How likely a promotion\(by) is cannot be said: "
          + "of what is missing, something has no date."
      }
      return "At the present estimates, nothing stands against a promotion\(by)."
    }
    let limit = outlook.limitedBy.map { "; \(InertText.name($0)) allows no more" } ?? ""
    return "At the present estimates, the chance of a promotion\(by) is at most "
      + "\(NumberText.chance(probability))\(limit)."
  }

  private func date(_ time: Timestamp?) -> String {
    guard let time else { return "" }
    return ", expected by \(TimeText.minute(time))" + (isAfterEnd(time) ? ", after the end" : "")
  }

  private func isAfterEnd(_ time: Timestamp) -> Bool {
    treatment.outlook?.by.map { time > $0 } ?? false
  }

  private func isLate(_ need: Outlook.Need) -> Bool { date(need).map(isAfterEnd) ?? false }

  /// When a need is met at the log's pace; nil where that is not known.
  private func date(_ need: Outlook.Need) -> Timestamp? {
    switch need {
    case .units(_, _, let time), .completeUnits(_, _, let time), .time(_, let time),
      .effect(_, _, _, _, _, let time), .effectiveUnits(_, _, _, _, let time):
      time
    case .value: nil
    }
  }

  /// Whether the estimate itself is where its bound must be: more units would do, if nobody knows how many.
  private func isReached(_ metric: String, _ question: ThresholdTest.Question) -> Bool {
    let found = treatment.metrics.first { $0.name == metric }?.result
    guard case .computed(let comparison)? = found else { return false }
    return comparison.tests.contains { $0.question == question && $0.effect > $0.nullEffect }
  }

  private func words(_ metric: String) -> MetricText {
    treatment.metrics.first { $0.name == metric }.map(MetricText.init) ?? MetricText(name: metric)
  }
}
