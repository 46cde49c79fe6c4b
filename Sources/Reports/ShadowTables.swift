internal import Judge

/// How a shadow's answers compare with those of the model in service, as text and tables.
struct ShadowTables {
  private let shadow: ShadowComparison
  private let level: String
  /// How many slices are shown.
  private static let sliceLimit = 10

  init(_ shadow: ShadowComparison, level: Double) {
    self.shadow = shadow
    self.level = NumberText.percent(level)
  }

  var blocks: [Report.Block] {
    var blocks: [Report.Block] = [.heading("Answers to the same requests"), .facts(facts)]
    if !shadow.discordance.isEmpty { blocks.append(.table(discordance)) }
    if !shadow.slices.isEmpty {
      blocks += [.heading("Where they disagree"), .table(slices)]
    }
    blocks += shadow.unslicedColumns.map {
      .paragraph(Phrase("\(InertText.name($0)) has too many values to slice by.", .caution))
    }
    return blocks
  }

  private var facts: [Fact] {
    let pairs = shadow.pairs
    var lacking = "\(NumberText.count(pairs.logOnly)) lack the shadow's"
    if let only = pairs.shadowOnly { lacking += ", \(NumberText.count(only)) the other" }
    var facts = [
      Fact(
        "pairs",
        "\(NumberText.count(pairs.both, "request", "requests")) with both answers; \(lacking) "
          + "(\(NumberText.percent(pairs.missingShare)) of all, "
          + "\(NumberText.percent(pairs.tolerated)) tolerated)")
    ]
    if let agreement = shadow.agreement {
      let required = agreement.required.map { ", \(NumberText.percent($0)) required" } ?? ""
      facts.append(
        Fact(
          "agreement",
          "\(percent(agreement.share.value)) alike (anytime \(level): "
            + "\(interval(agreement.share.interval))), "
            + "\(percent(1 - agreement.share.value)) divergent\(required)"))
    }
    for (name, found) in [
      ("score change", shadow.scoreDifference), ("score distance", shadow.scoreDistance),
    ] {
      guard let found else { continue }
      let places = NumberText.places(standardError: found.standardError) ?? 4
      let sign = name == "score change"
      let value =
        sign
        ? NumberText.signed(found.value, places: places)
        : NumberText.decimal(found.value, places: places)
      facts.append(Fact(name, "\(value) on average"))
    }
    if let areas = shadow.areas {
      facts.append(
        Fact(
          "AUC",
          "\(NumberText.decimal(areas.treatment, places: 4)) against "
            + "\(NumberText.decimal(areas.control, places: 4)) in service, "
            + "\(NumberText.signed(areas.difference, places: 4))"
            + (areas.lower.map { ", at least \(NumberText.signed($0, places: 4)) at any look" }
              ?? "")
        ))
    }
    if let answers = shadow.answers, let psi = answers.psi {
      let kl = answers.klDivergence.map { ", KL \(NumberText.decimal($0, places: 3))" } ?? ""
      facts.append(
        Fact(
          "answers",
          "PSI \(NumberText.decimal(psi, places: 3))\(kl): \(DriftText.words(answers.status))"))
    }
    return facts
  }

  private var discordance: Table {
    let columns = [
      Table.Column("counted by one only"), .init("the shadow", .right),
      .init("in service", .right), .init("McNemar p", .right), .init("anytime p", .right),
    ]
    let rows = shadow.discordance.map { row in
      [
        InertText.name(row.metric, limit: 40), NumberText.count(row.more),
        NumberText.count(row.less), row.pValue.map(NumberText.pValue) ?? "",
        row.anytimePValue.map(NumberText.pValue) ?? "",
      ].map { Phrase($0) }
    }
    return Table(columns: columns, rows: rows).withoutEmptyColumns
  }

  private var slices: Table {
    let columns = [
      Table.Column("column"), .init("value"), .init("requests", .right),
      .init("disagree", .right), .init("all at \(level)", .right),
    ]
    let rows = shadow.slices.prefix(Self.sliceLimit).map { slice in
      [
        InertText.name(slice.column, limit: 40), InertText.name(slice.value, limit: 40),
        NumberText.count(slice.requests), percent(slice.disagreement.value),
        interval(slice.disagreement.interval),
      ].map { Phrase($0) }
    }
    return Table(columns: columns, rows: rows)
  }

  private func percent(_ share: Double) -> String { NumberText.percent(share, places: 2) }

  private func interval(_ bounds: Bounds) -> String {
    guard bounds.lower.isFinite || bounds.upper.isFinite else { return "unbounded" }
    return "\(percent(max(0, bounds.lower))) to \(percent(min(1, bounds.upper)))"
  }
}
