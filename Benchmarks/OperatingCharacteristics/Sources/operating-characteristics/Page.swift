import Experiment
import Foundation

/// The page, section by section.
struct Page {
  let harness: Harness
  private var seed: UInt64 { harness.seeds[0] }

  func introduction() -> String {
    """
    # What assay's gate really does

    A gate promises error rates: 5 % false promotions, 5 % false rollbacks, 5 % false stops, and for each test
    of the data's integrity 0.1 % false alarms, over all looks together. This page measures them. Every rollout
    goes through the plan's own scan, analysis and rules; nothing is a model of them. It is made by

    ```sh
    make operating-characteristics                  # 1,000 rollouts a cell
    make operating-characteristics ROLLOUTS=10000   # ten times as long
    ```

    This page: \(harness.rollouts) rollouts a cell and seed (at most 1,000 with hundreds of looks), every row of them
    drawn, seven looks unless more are named. Each cell is run under two seeds, \(harness.seeds.map(String.init).joined(separator: " and ")),
    and both rates are told. A rate that exceeds its promise beyond chance is **bold ↑**: its
    one-sided limit by Clopper & Pearson (1934) lies above the promise at 5 % shared over all \(harness.comparisons) rates
    of the page (Bonferroni). The other column, *interval*, is the share of rollouts in which the 95 % confidence
    sequence held the truth at every look: that of the guardrail at its margin in (b), else of the first metric.

    *Truths.* (a) the success metric is exactly at its minimum, guardrails far inside; (b) one guardrail is
    exactly at its margin, success far beyond; (c) everything is exactly at its harm limit, independent or
    with correlation .8 behind the values; (d) one of three treatments is better, the others at the minimum.
    An A/A test alone is easy to pass: these are the truths under which a promise is hardest to keep.
    Of events the first guardrail is a rate, judged by the exact process, the second a proportion. Rows of zeros
    are cells in which no verdict may rest on so few effective units (fewer than 50 in an arm): there the gate
    waits, and the last row of *Gates with a mistake* shows what it would do if it did not. Rates lie well below
    their promises because bounds that hold at every look also pay for looks that are not taken.
    """
  }

  /// Tells each row at once: a table takes its time.
  func table(
    _ title: String, _ cells: [Cell], write: @Sendable (String) -> Void
  ) async throws {
    write("\n## \(title)\n")
    write(
      "| cell | truth | rollouts | false promotion | false rollback | false stop | false invalid | interval |"
    )
    write("|---|---|--:|--:|--:|--:|--:|--:|")
    for cell in cells {
      let began = ContinuousClock.now
      let result = try await harness.run(cell)
      let rates = SimulatedError.allCases.map { harness.text($0, in: result) }
      write(
        "| \(cell.name) | \(Self.truth(cell.scenario)) | \(result.rollouts) | "
          + rates.joined(separator: " | ") + " | \(result.coverage) |")
      let seconds = (ContinuousClock.now - began).components.seconds
      FileHandle.standardError.write(
        Data("\(cell.name) \(Self.truth(cell.scenario)): \(seconds) s\n".utf8))
    }
  }

  func mutants(_ mutants: [Mutant]) async throws -> String {
    var lines = [
      """

      ## Gates with a mistake

      The same harness must reject gates that are wrong. Each differs from assay's in one thing; beside it assay's
      own rate in the very same rollouts, under both seeds.

      | mistake | error | promise | with the mistake | without |
      |---|---|--:|--:|--:|
      """
    ]
    for mutant in mutants {
      let wrong = try await harness.run(mutant.cell, judge: mutant.judge)
      let right = try await harness.run(mutant.cell)
      let promise = wrong.first?.errors.first { $0.error == mutant.error }?.promise ?? 0
      lines.append(
        "| \(mutant.name) | \(Self.words(mutant.error)) | \(String(format: "%.1f", 100 * promise)) | "
          + "\(harness.text(mutant.error, in: wrong)) | \(harness.text(mutant.error, in: right)) |")
      FileHandle.standardError.write(Data("\(mutant.name)\n".utf8))
    }
    lines.append(retuned())
    return lines.joined(separator: "\n")
  }

  /// Needs so many more units than others that sums are drawn in place of rows.
  private func retuned() -> String {
    let mixture = RetunedMixture()
    let rollouts = min(2000, 2 * harness.rollouts)
    let rates = [RetunedMixture.Tuning.atEachLook, .once].map { tuning in
      harness.seeds.map { seed in
        harness.text(
          mixture.promotions(rollouts: rollouts, seed: seed, tuned: tuning), of: rollouts,
          promise: mixture.promise)
      }.joined(separator: " · ")
    }
    return
      "| the mixture tuned anew at each of 160 looks, 100 to 10⁸ units | false promotion | "
      + String(format: "%.1f", 100 * mixture.promise) + " | \(rates.joined(separator: " | ")) |"
  }

  /// Power beside a single look at the end, which no sequential gate can beat.
  func power() async throws -> String {
    var lines = [
      """

      ## Power, and what looking costs

      A success metric of 5 % events that truly rises by twice its minimum of a point, 14 looks with bounds that hold at
      any; *in groups* the same looks with bounds of their own; *one look* is the same plan judged once, at the end.

      | units an arm | promoted | median end | in groups | median end | one look |
      |--:|--:|--:|--:|--:|--:|
      """
    ]
    for units in [4000, 8000, 16_000] {
      var plan = Plan.cell()
      plan.inference.plannedSample = units
      plan.duration.maximum = 14 * 86_400
      plan.metrics[1].margin = Threshold(value: 0.02, unit: .absolute, text: "2pp")
      let cell = Cell(plan, .cell(seed, looks: 14), .improvement)
      let result = try await harness.run(cell)
      let fixed = try await harness.run(cell, judge: plan.judge { $0.inference.success = .fixed })
      let groups = try await harness.run(
        cell,
        judge: plan.judge {
          ($0.inference.success, $0.inference.looks) = (.groupSequential, 86_400)
          $0.log.time = "time"
        })
      func share(_ results: [ScenarioResult]) -> String {
        String(format: "%.1f", 100 * results.share(\.promoted))
      }
      func days(_ results: [ScenarioResult]) -> String {
        results.first?.stoppingTime.map { String(format: "day %.0f", $0.median / 86_400) } ?? "–"
      }
      lines.append(
        "| \(units / 2) | \(share(result)) | \(days(result)) | \(share(groups)) | \(days(groups)) | "
          + "\(share(fixed)) |")
    }
    return lines.joined(separator: "\n")
  }

  /// 0.1 % → 1 % errors within an hour, looked at each minute.
  func detection() async throws -> String {
    var lines = [
      """

      ## How soon errors are seen

      The error rate of treatment is 1 %, that of the concurrent control 0.1 %; a look each minute for an hour,
      requests assigned one by one, this guardrail holding all of α_R = 5 %, h = 0. The share of rollouts that were
      rolled back within the hour, and the median minute in which a rollout ended.

      | requests a minute, both arms | control / treatment | rolled back | ended in minute |
      |--:|---|--:|--:|
      """
    ]
    let rows: [(Int, Double)] = [
      (20, 50), (20, 10), (40, 50), (100, 50), (100, 10), (200, 50), (200, 10),
    ]
    for (requests, share) in rows {
      var plan = Plan.cell()
      plan.traffic = ["a": 100 - share, "b": share]
      plan.metrics = [
        .make("errors", .rate, role: .guardrail), .make("value", .proportion, role: .success),
      ]
      plan.metrics[0].critical = true
      plan.metrics[0].baseline = 0.001
      plan.metrics[0].margin = Threshold(value: 0.009, unit: .absolute, text: "0.9pp")
      plan.metrics[1].role = .success
      plan.duration.maximum = 3600
      let cell = Cell(
        plan, .cell(seed, units: requests * 60, looks: 60), .guardrailAtMargin(metric: "errors"))
      let result = try await harness.run(cell)
      let minute = result.first?.stoppingTime.map { String(format: "%.0f", $0.median / 60) } ?? "–"
      lines.append(
        "| \(requests) | \(Int(100 - share)) / \(Int(share)) | "
          + String(format: "%.1f", 100 * result.share(.rollback)) + " | \(minute) |")
    }
    return lines.joined(separator: "\n")
  }

  func canaries() -> String {
    var lines = [
      """

      ## Rules on estimates

      Canary rules as operations documents write them compare estimates with thresholds. The new model is the same
      as the old: 90 % accurate, 1 % errors, log-normal latency (median 40 ms, σ .3). Thresholds are held against the
      old model's requests in the same stage, or against what it is known to do. assay's promise is 5 %.

      | rules | rolled back although identical | against known levels |
      |---|--:|--:|
      """
    ]
    for rules in [CanaryRules.minutes, .hours] {
      let shares = [CanaryRules.Comparison.concurrent, .known].map {
        let share = rules.falseRollback(
          against: $0, rollouts: min(2000, harness.rollouts), seed: seed)
        return String(format: "%.0f", 100 * share)
      }
      lines.append("| \(rules.name) | \(shares.joined(separator: " | ")) |")
    }
    return lines.joined(separator: "\n")
  }

  static func truth(_ kind: SimulationScenario.Kind) -> String {
    switch kind {
    case .successAtMinimum: "(a)"
    case .guardrailAtMargin: "(b)"
    case .atHarmLimit(let correlation): correlation == 0 ? "(c)" : "(c), .8"
    case .oneWinner: "(d)"
    case .improvement: "(e)"
    case .identical: "the same"
    case .beyondLimit: "beyond a limit"
    }
  }

  static func words(_ error: SimulatedError) -> String {
    switch error {
    case .falsePromotion: "false promotion"
    case .falseRollback: "false rollback"
    case .falseStop: "false stop"
    case .falseInvalid: "false invalid"
    }
  }
}
