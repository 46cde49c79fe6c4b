public import Judge
internal import Summaries

/// A classical test as a report: the groups, what was found, and what it means.
public struct TestReport: Sendable {
  private let finding: ClassicalFinding

  /// Creates the report of a finding.
  public init(_ finding: ClassicalFinding) { self.finding = finding }

  /// The first line of the report.
  public var line: String { "\(finding.method): \(evidence)" }

  /// The report.
  public var report: Report {
    var blocks: [Report.Block] = [
      .headline(
        Phrase(finding.method, .strong), "\(evidence), \(outcome)"),
      .facts(facts), .heading("Groups"), .table(groups.withoutEmptyColumns),
    ]
    if !finding.warnings.isEmpty {
      blocks += [
        .heading("Before you believe it"),
        .list(finding.warnings.map { Phrase(Self.words($0), .caution) }),
      ]
    }
    return Report(blocks: blocks)
  }

  private var text: HypothesisText { HypothesisText(finding) }

  /// The p-value, or the interval where it is all there is.
  private var evidence: String {
    finding.pValue.map { "p \(NumberText.pEquals($0))" } ?? interval ?? ""
  }

  /// Whether the null falls at the significance that goes with the level.
  private var outcome: String {
    let level = NumberText.percent(finding.significance)
    return finding.rejectsNull
      ? "at level \(level) the null falls: \(text.conclusion)" : "at level \(level) the null stands"
  }

  private var facts: [Fact] {
    var facts = [
      Fact("estimate", "\(number(finding.estimate))  (\(finding.estimateName)\(direction))")
    ]
    if let interval { facts.append(Fact("interval", interval)) }
    if let error = finding.standardError { facts.append(Fact("standard error", number(error))) }
    if let statistic = finding.statistic { facts.append(Fact("statistic", text(of: statistic))) }
    facts += [
      Fact("null", text.null), Fact("alternative", text.alternative),
    ]
    if let source = finding.source { facts += sourceFacts(source) }
    if let call = finding.equivalentInR { facts.append(Fact("in R", call)) }
    return facts
  }

  private var direction: String {
    let isComparison =
      finding.groups.count == 2 && finding.categories.isEmpty
      && finding.hypothesis.comparesGroups && finding.estimateName.hasPrefix("difference")
    guard isComparison else { return "" }
    return ", \(InertText.name(finding.groups[1].name)) - \(InertText.name(finding.groups[0].name))"
  }

  private var interval: String? {
    guard let bounds = finding.interval else { return nil }
    let (lower, upper) = (number(bounds.lower), number(bounds.upper))
    let range =
      bounds.lower == -.infinity
      ? "at most \(upper)"
      : bounds.upper == .infinity ? "at least \(lower)" : "\(lower) to \(upper)"
    return "\(range)  (\(NumberText.percent(finding.level)))"
  }

  private func text(of statistic: ClassicalFinding.Statistic) -> String {
    let value = number(statistic.value)
    func degrees(_ value: Double) -> String { NumberText.significant(value, digits: 6) }
    return switch statistic.reference {
    case .normal: "z = \(value)"
    case .studentT(let df): "t = \(value), \(degrees(df)) degrees of freedom"
    case .chiSquared(let df): "chi-square = \(value), \(degrees(df)) degrees of freedom"
    case .fisherF(let numerator, let denominator):
      "F = \(value), \(degrees(numerator)) and \(degrees(denominator)) degrees of freedom"
    case .kolmogorov: "√N·D = \(value), Kolmogorov's distribution"
    case .cramerVonMises: "\(value), the limit of Cramér & von Mises"
    case .andersonDarling: "\(value), the limit of Anderson & Darling"
    case .exact: "\(value), p-value exact"
    case .sampled(let error): "\(value), p-value known with a standard error of \(number(error))"
    }
  }

  private func sourceFacts(_ source: TestSource) -> [Fact] {
    let columns = source.columns
    let read = NumberText.count(source.rows.read)
    var facts = [Fact("rows", "\(NumberText.count(source.rows.used)) used of \(read) read")]
    if let unit = columns.unit {
      let isJoined = ClassicalTest.named(finding.test)?.shape.joinsUnits ?? false
      let rows =
        isJoined
        ? "the \(columns.unitValue.rawValue) of its rows" : "its rows may depend on each other"
      facts.append(Fact("unit", "\(InertText.name(unit)); \(rows)"))
    }
    return facts
  }

  private var groups: Table {
    let categories = finding.categories.map { Table.Column(InertText.name($0), .right) }
    let columns =
      [
        Table.Column("group"), Table.Column("n", .right), Table.Column("successes", .right),
        Table.Column("share", .right), Table.Column("mean", .right), Table.Column("sd", .right),
      ] + categories
    let rows = finding.groups.map { group -> [Phrase] in
      let share = group.successes.map { Double($0) / Double(group.count) }
      let counts =
        group.categoryCounts.map { $0.map { NumberText.count($0) } }
        ?? categories.map { _ in "" }
      let cells =
        [
          InertText.name(group.name), NumberText.count(group.count),
          group.successes.map(NumberText.count) ?? "",
          share.map { NumberText.percent($0, places: 2) } ?? "", group.mean.map(number) ?? "",
          group.standardDeviation.map(number) ?? "",
        ] + (categories.isEmpty ? [] : counts)
      return cells.map { Phrase($0) }
    }
    return Table(columns: columns, rows: rows)
  }

  private func number(_ value: Double) -> String { NumberText.significant(value, digits: 5) }

  static func words(_ warning: ClassicalFinding.Warning) -> String {
    switch warning {
    case .smallExpectations(let cells, let least):
      "\(cells) cells expect fewer than five under the null, the least "
        + "\(NumberText.significant(least, digits: 2)); an exact test does not rest on them"
    case .fewObservations(let group, let count):
      "\(InertText.name(group)) has \(NumberText.count(count, "observation", "observations")); so few have to be close to normal"
    case .ties: "some values are equal; the interval is that of values without ties"
    case .leftOut(let rows):
      "\(NumberText.count(rows, "row or pair lacks a value and is", "rows or pairs lack a value and are")) left out"
    }
  }
}

extension ClassicalFinding {
  /// The error probability at which the test is judged.
  var significance: Double {
    switch hypothesis {
    // Their interval has the level of both one-sided tests together.
    case .equivalence: (1 - level) / 2
    default: 1 - level
    }
  }

  /// Whether the null falls at that probability, by the interval where there is no p-value.
  var rejectsNull: Bool {
    if let pValue { return pValue < significance }
    guard let interval else { return false }
    return nullValue < interval.lower || nullValue > interval.upper
  }
}

extension ClassicalTest.Hypothesis {
  /// Whether it is about a difference of two groups.
  var comparesGroups: Bool {
    if case .statement = self { false } else { true }
  }
}
