public import Judge
internal import Summaries

/// A decision in words and tables: the verdict and its first reason, what was compared, the sample, every
/// metric, all reasons, and what the verdict guarantees.
public struct DecisionReport: Sendable {
  /// What the report is read for.
  public enum Purpose: Sendable {
    /// A verdict, told under an exit map.
    case verdict(ExitMap)
    /// The numbers, with the classical tests beside them and no verdict.
    case analysis
  }

  private let decision: Decision
  private let purpose: Purpose
  private let reasons: ReasonText

  /// Creates the report of a decision.
  public init(_ decision: Decision, for purpose: Purpose = .verdict(.standard)) {
    (self.decision, self.purpose) = (decision, purpose)
    reasons = ReasonText(decision)
  }

  /// The whole report.
  public var report: Report {
    if let record = decision.validation { return validation(record) }
    var blocks = [headline, .facts(facts)]
    // Where both models answer each request, there are no shares of traffic to show.
    if decision.shadow == nil, decision.clusters == nil {
      blocks += [.heading("Sample"), .table(sampleTable)]
    }
    blocks += sampleNotes.map { .paragraph($0) }
    blocks += CohortTable(decision.sample.labels).blocks
    if let shadow = decision.shadow {
      blocks += ShadowTables(shadow, level: 1 - decision.budgets.falsePromotion).blocks
    }
    if let clusters = decision.clusters {
      let metrics = decision.treatments.first?.metrics ?? []
      blocks += ClusterTables(clusters, decision.sample.arms, metrics).blocks
    } else if let stage = decision.stage {
      blocks += StageTables(stage, decision.sample.arms).blocks
    }
    if let checks = decision.checks { blocks += CheckTables(checks).blocks }
    for treatment in decision.treatments {
      blocks.append(.heading(title(treatment)))
      let tables = MetricTables(treatment, level: 1 - decision.budgets.falsePromotion)
      blocks.append(.table(tables.comparisons))
      blocks += LookTables(treatment).blocks
      blocks += CompletenessText.lines(treatment).map { .paragraph(Phrase($0)) }
      blocks += PhaseTables(treatment).blocks
      blocks += AdjustmentTables(treatment).blocks
      blocks += SegmentTables(treatment).blocks
      if case .analysis = purpose, !tables.classical.rows.isEmpty {
        blocks += [
          .paragraph(Phrase("As if this were the only look, for reading only:", .quiet)),
          .table(tables.classical),
        ]
      }
      if let pValue = treatment.promotionPValue {
        let kind = treatment.isLookedAtOnce ? "P-value, at one look alone," : "Anytime p-value"
        let text = "\(kind) that it may be promoted: \(NumberText.pValue(pValue))."
        blocks.append(.paragraph(Phrase(text)))
      }
    }
    if !decision.reasons.isEmpty {
      blocks += [
        .heading("Reasons"), .list(decision.reasons.map { Phrase(reasons.clause($0)) }),
      ]
    }
    if case .verdict = purpose {
      let unitWord = decision.sample.unitColumn == nil ? "rows" : "units"
      blocks += decision.treatments.flatMap { OutlookText($0, unitWord: unitWord).blocks }
    }
    if let ramp = decision.ramp { blocks += [.heading("Ramp"), .paragraph(Phrase(step(ramp)))] }
    blocks += [.heading("What is estimated"), .list(estimands)]
    blocks += [
      .heading("Guarantee"), .paragraph(Phrase(GuaranteeText(decision).paragraph)),
    ]
    blocks += decision.price.map { [.paragraph(Phrase(PriceText($0).sentence))] } ?? []
    blocks.append(.paragraph(Phrase(order)))
    return Report(blocks: blocks)
  }

  /// One model judged on one log, by named checks.
  private func validation(_ record: ValidationRecord) -> Report {
    let tables = ValidationTables(decision.checks ?? [], record)
    var blocks = [headline, .facts(facts)] + sampleNotes.map { .paragraph($0) } + tables.blocks
    if !decision.reasons.isEmpty {
      let clauses = decision.reasons.map { Phrase(reasons.clause($0)) }
      blocks += [.heading("Reasons"), .list(clauses)]
    }
    blocks += [
      .heading("Guarantee"), .paragraph(Phrase(tables.guarantee)), .paragraph(Phrase(order)),
    ]
    return Report(blocks: blocks)
  }

  /// One line: the verdict, its code and its first reason.
  public var line: String {
    guard case .headline(let label, let text) = headline else { return "" }
    return InertText.line("\(label.text): \(text)")
  }

  private var headline: Report.Block {
    guard case .verdict(let map) = purpose else {
      return .headline(Phrase("ANALYSIS", .strong), "numbers only, no verdict.")
    }
    let verdict = decision.verdict
    let code = map.code(for: decision)
    let told = map == .standard ? "\(code)" : "exit \(code) under \(map.rawValue)"
    let because = decision.reasons.first.map { ", because \(reasons.clause($0))" } ?? ""
    if let stage = decision.stage {
      let label = "\(stage.action.rawValue.uppercased()) (\(told))"
      let tone: Phrase.Tone = stage.action == .advance ? .good : verdict.tone
      return .headline(
        Phrase(label, tone),
        StageText.meaning(of: stage, clusters: decision.clusters) + because + ".")
    }
    let label = "\(verdict.rawValue.uppercased()) (\(told))"
    return .headline(Phrase(label, verdict.tone), meaning(of: verdict) + because + ".")
  }

  private func meaning(of verdict: Verdict) -> String {
    if let record = decision.validation, verdict == .stop {
      return "do not deploy \(InertText.name(record.model))"
    }
    return switch verdict {
    case .promote: "promote \(InertText.name(decision.promoted ?? "the treatment"))"
    case .continue: "not decided yet"
    case .stop: "end the experiment without promotion"
    case .rollback:
      decision.shadow == nil
        ? "take \(harmful) out of traffic" : "the shadow is not fit to answer; it had no traffic"
    case .invalid: "the data may not be judged"
    }
  }

  /// The treatments whose harm is shown; where that is told of none by name, all there are.
  private var harmful: String {
    let all = decision.treatments.map(\.variant)
    guard all.count > 1 else { return "the treatment" }
    let shown = decision.reasons.compactMap { reason in
      if case .harmShown(_, let treatment, _, _, _, _, critical: true) = reason {
        treatment
      } else {
        nil
      }
    }
    let isNamed = Set(shown)
    let named = all.filter(isNamed.contains)
    return named.isEmpty ? "all treatments" : WordList.and(named.map { InertText.name($0) })
  }

  private var facts: [Fact] {
    let plan = decision.plan
    var facts = [
      Fact(
        "plan",
        "\(InertText.name(plan.name)), strategy \(plan.strategy.rawValue), "
          + "SHA-256 \(plan.hash.prefix(12))")
    ]
    let sample = decision.sample
    if let first = sample.firstTime, let last = sample.lastTime {
      facts.append(
        Fact(
          "period",
          "\(TimeText.minute(first)) to \(TimeText.minute(last)) "
            + "(\(TimeText.duration(first.seconds(to: last))))"))
    }
    facts.append(Fact("rows", rowsText))
    if let record = decision.validation {
      facts.append(Fact("model", InertText.name(record.model)))
      if let unit = sample.unitColumn { facts.append(Fact("units", "by \(InertText.name(unit))")) }
      if case .verdict(let map) = purpose, map != .standard {
        facts.append(Fact("exit map", map.rawValue))
      }
      return facts
    }
    let arms = decision.shadow == nil ? sample.arms : Array(sample.arms.suffix(1))
    let units = NumberText.count(arms.map(\.units).reduce(0, +))
    let unit = sample.unitColumn.map { "\(units) by \(InertText.name($0))" }
    if decision.clusters == nil {
      facts.append(Fact("units", unit ?? "every row is a unit of its own"))
    }
    if case .verdict = purpose {
      facts.append(
        Fact("state", "\(decision.state.words); the outcome is \(outcome(decision.outcome))"))
    }
    if case .verdict(let map) = purpose, map != .standard {
      facts.append(Fact("exit map", map.rawValue))
    }
    return facts
  }

  private func outcome(_ outcome: ExperimentOutcome) -> String {
    switch outcome {
    case .wins: "a win"
    case .loses: "a loss"
    case .inconclusive: "inconclusive"
    }
  }

  private var rowsText: String {
    let rows = decision.sample.rows
    var parts: [String] = []
    if rows.filtered > 0 { parts.append("\(NumberText.count(rows.filtered)) filtered out") }
    if rows.outsidePeriod > 0 {
      parts.append("\(NumberText.count(rows.outsidePeriod)) outside the period")
    }
    if rows.failed > 0 { parts.append("\(NumberText.count(rows.failed)) unreadable") }
    let unknown = decision.sample.unknownVariants.values.reduce(0, +)
    if unknown > 0 { parts.append("\(NumberText.count(unknown)) of other variants") }
    let used = "\(NumberText.count(rows.used)) used of \(NumberText.count(rows.read)) read"
    return parts.isEmpty ? used : "\(used) (\(parts.joined(separator: ", ")))"
  }

  private var sampleTable: Table {
    let arms = decision.sample.arms
    let total = arms.map(\.units).reduce(0, +)
    let rows = arms.map { arm in
      let observed =
        total > 0 ? NumberText.percent(Double(arm.units) / Double(total), places: 2) : "none"
      return [
        InertText.name(arm.variant, limit: 40), NumberText.count(arm.rows),
        NumberText.count(arm.units), NumberText.percent(arm.plannedShare, places: 2), observed,
      ].map { Phrase($0) }
    }
    let columns = [
      Table.Column("variant"), .init("rows", .right), .init("units", .right),
      .init("planned", .right), .init("observed", .right),
    ]
    return Table(columns: columns, rows: rows)
  }

  private var sampleNotes: [Phrase] {
    var notes: [Phrase] = []
    if let ratio = decision.sampleRatio {
      let mismatch = ratio.sequentialPValue <= ratio.significance
      let text =
        "Sample ratio: anytime p \(NumberText.pEquals(ratio.sequentialPValue)) "
        + "(mismatch at \(NumberText.pValue(ratio.significance)) or below); "
        + "single-look chi-square p \(NumberText.pEquals(ratio.fixedPValue))."
      notes.append(Phrase(text, mismatch ? .bad : .plain))
    }
    let sample = decision.sample
    if let labels = sample.labels { notes.append(Phrase(JoinText.labels(labels))) }
    if let before = sample.prePeriod { notes.append(Phrase(JoinText.prePeriod(before))) }
    if sample.unitsInSeveralVariants > 0 {
      let count = NumberText.count(sample.unitsInSeveralVariants)
      notes.append(Phrase("Units in several variants: \(count).", .caution))
    }
    notes += sample.assignment.map(AssignmentText.notes) ?? []
    for (name, rows) in sample.unknownVariants.sorted(by: { $0.key < $1.key }).prefix(5) {
      let text = "Not judged: \(InertText.name(name)), \(NumberText.count(rows, "row", "rows"))."
      notes.append(Phrase(text, .caution))
    }
    notes += PredictionText.notes(sample)
    notes += sample.rowErrors.examples.prefix(3).map { example in
      Phrase("Unreadable row: \(RowErrorText.sentence(example))", .caution)
    }
    return notes
  }

  private func title(_ treatment: TreatmentAnalysis) -> String {
    let control = decision.sample.arms.first?.variant
    let name = InertText.name(treatment.variant)
    guard let control, control != treatment.variant else { return name }
    return "\(name) against \(InertText.name(control))"
  }

  private var estimands: [Phrase] {
    (decision.treatments.first?.metrics ?? []).map { Phrase(EstimandText.sentence($0)) }
  }

  private func step(_ ramp: RampStep) -> String {
    let current = NumberText.significant(ramp.current, digits: 4)
    let next = NumberText.significant(ramp.next, digits: 4)
    let when = ramp.earliest.map { ", no earlier than \(TimeText.minute($0))" } ?? ""
    if ramp.next == ramp.current { return "Stay at \(current)% of traffic\(when)." }
    let direction = ramp.next > ramp.current ? "Next step" : "Step back"
    return "\(direction): from \(current)% to \(next)% of traffic\(when)."
  }

  private var order: String {
    let rules = decision.rules.map(\.words).joined(separator: ", ")
    return "The rules in their order, the first that applies decides: \(rules)."
  }
}

extension Verdict {
  /// How it is coloured.
  var tone: Phrase.Tone {
    switch self {
    case .promote: .good
    case .continue: .caution
    case .stop, .rollback, .invalid: .bad
    }
  }
}

extension Rule {
  fileprivate var words: String {
    switch self {
    case .harm, .validity, .deterioration, .success, .futility, .checks, .undecided: rawValue
    case .minimumSample: "minimum sample"
    case .stage: "stage of the rollout"
    }
  }
}
