public import Judge
internal import Summaries

/// What a plan's rollouts came to: its error rates beside their promises, its power and its stopping time.
public struct SimulationReport: Sendable {
  private let result: SimulationResult

  /// Creates the report of a simulation.
  public init(_ result: SimulationResult) { self.result = result }

  /// One line: whether the promises are kept.
  public var line: String { InertText.line("\(title): \(sentence)") }

  /// The whole report.
  public var report: Report {
    var blocks: [Report.Block] = [
      .headline(Phrase(title, tone), sentence), .facts(facts), .heading("Errors over all looks"),
      .table(errors),
      .paragraph(
        Phrase(
          "Of each error the share of rollouts in which some look made it, with one-sided 99 % limits. It is kept "
            + "where the share is at most the promise and the upper limit at most twice that, or one point "
            + "above a promise below 1 %.", .quiet)),
      .heading("Verdicts"), .table(verdicts),
    ]
    blocks += SimulatedStageTables(result).blocks
    blocks += [.heading("What was drawn"), .list(drawn.map { Phrase($0) })]
    return Report(blocks: blocks)
  }

  private var title: String {
    switch result.standing {
    case .kept: "KEPT"
    case .open: "OPEN"
    case .broken: "BROKEN"
    }
  }

  private var tone: Phrase.Tone {
    switch result.standing {
    case .kept: .good
    case .open: .caution
    case .broken: .bad
    }
  }

  private var sentence: String {
    switch result.standing {
    case .kept: return "no error is made more often than the plan promises."
    case .open: return "more rollouts are needed to tell whether the plan keeps its promises."
    case .broken:
      let broken = result.scenarios.compactMap { scenario in
        scenario.errors.first { $0.standing == .broken }.map { (scenario, $0) }
      }
      guard let (scenario, error) = broken.first else { return "" }
      return "\(name(error.error)) in \(share(error.count, scenario.rollouts)) of rollouts where "
        + "\(SimulationText.truth(scenario.scenario)); promised are \(NumberText.percent(error.promise))."
    }
  }

  private var facts: [Fact] {
    let plan = result.plan
    let count = result.scenarios.map(\.rollouts).max() ?? 0
    return [
      Fact("plan", "\(InertText.name(plan.name)), SHA-256 \(plan.hash.prefix(12))"),
      Fact("rollouts", "\(NumberText.count(count)) of each scenario, seed \(result.settings.seed)"),
      Fact("units", "\(NumberText.count(result.units)) in all variants by the last look"),
      Fact(
        "looks",
        "\(NumberText.count(result.looks.count)), the last after \(TimeText.duration(result.looks.last ?? 0))"
      ),
    ]
  }

  private var errors: Table {
    let kinds = SimulatedError.allCases
    return Table(
      columns: [.init("where")] + kinds.map { .init(name($0), .right) },
      rows: result.scenarios.map { scenario in
        [Phrase(SimulationText.truth(scenario.scenario))]
          + scenario.errors.map { error in
            Phrase(
              "\(share(error.count, scenario.rollouts)) (\(limit(error.lower))–\(limit(error.upper))) of "
                + NumberText.percent(error.promise), tone(error.standing))
          }
      })
  }

  private func tone(_ standing: ScenarioResult.Standing) -> Phrase.Tone {
    switch standing {
    case .kept: .plain
    case .open: .caution
    case .broken: .bad
    }
  }

  private var verdicts: Table {
    Table(
      columns: [
        .init("where"), .init("promoted rightly", .right), .init("stop", .right),
        .init("rollback", .right), .init("undecided", .right), .init("ends after", .right),
        .init("units", .right), .init("interval holds", .right), .init("at every look", .right),
      ],
      rows: result.scenarios.map { scenario in
        let count = scenario.rollouts
        func verdict(_ verdict: Verdict) -> Phrase {
          Phrase(share(scenario.verdicts[verdict] ?? 0, count))
        }
        return [
          Phrase(SimulationText.truth(scenario.scenario)), Phrase(share(scenario.promoted, count)),
          verdict(.stop), verdict(.rollback), verdict(.continue),
          Phrase(time(scenario.stoppingTime)),
          Phrase(NumberText.count(Int(scenario.meanUnits.rounded()))),
          Phrase(scenario.intervals > 0 ? share(scenario.covered, scenario.intervals) : ""),
          Phrase(scenario.intervals > 0 ? share(scenario.alwaysCovered, scenario.intervals) : ""),
        ]
      })
  }

  private var drawn: [String] {
    let settings = result.settings
    if let log = result.source {
      return [
        "Units of the log: \(NumberText.count(log.units)) with \(NumberText.count(log.rows, "row", "rows")), whole, their "
          + "variants exchanged \(log.phases == 1 ? "over the whole log" : "within its \(NumberText.count(log.phases)) phases").",
        "Each enters with all its rows at the first look behind its first one; a label counts from then on.",
        "Effects are put on every unit of a treatment: numbers and shares are moved by the same amount or factor, "
          + "events of rates come or go one by one.",
        "No calendar forbids to act.",
        Self.interval,
      ]
    }
    if result.plan.strategy == .canary { return SimulatedStageTables(result).drawn }
    var sentences = [SimulationText.shape(settings.shape)]
    sentences.append(
      result.unitsReturn
        ? "Units and their rows: a unit carries \(NumberText.percent(settings.unitShare)) of a value's variance "
          + "and "
          + (settings.shape == .clustered
            ? "has n rows with probability about 1/n², at most 1,000."
            : "returns on each later day with probability \(NumberText.percent(settings.returning)).")
        : "Units of one row each.")
    if result.labelsAreLate {
      sentences.append(
        "A label becomes known after an exponential time, in the mean a quarter of the plan's maturity, or 2 d."
      )
    }
    sentences += [
      "Units stay in the variant of their first row, no value is missing, and no calendar forbids to act.",
      "Correlated are the normal values behind all metrics, in a row and in a unit.",
      Self.interval,
    ]
    return sentences
  }

  private static let interval =
    "An interval holds when the true difference lies in it: of the guardrail that is at its margin, else of "
    + "the first deciding metric."

  private func time(_ time: ScenarioResult.StoppingTime?) -> String {
    guard let time else { return "" }
    return "\(TimeText.duration(time.median)) (\(TimeText.duration(time.lowerQuartile))–"
      + "\(TimeText.duration(time.upperQuartile)))"
  }

  private func share(_ count: Int, _ total: Int) -> String {
    NumberText.percent(Double(count) / Double(max(1, total)), places: 1)
  }

  private func limit(_ share: Double) -> String { NumberText.decimal(share * 100, places: 1) }

  private func name(_ error: SimulatedError) -> String {
    switch error {
    case .falsePromotion: "false promotion"
    case .falseRollback: "false rollback"
    case .falseStop: "false stop"
    case .falseInvalid: "false invalid"
    }
  }
}
