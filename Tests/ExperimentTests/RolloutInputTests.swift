import AssayTestSupport
import Experiment
import Foundation
import Testing

/// What a switch may rest on beside its log: labels of their own, cases, evidence, and quantiles of blocks.
@Suite struct RolloutInputTests {
  /// 2026-03-02T06:00:00Z, when blue gives way to green.
  private static let six = 1_772_431_200.0

  private var end: Timestamp { Timestamp(seconds: Int64(Self.six) + 3600) }

  /// Rows of two hours, so many a minute.
  private func log(
    _ header: String, perMinute: Int, _ row: (_ minute: Int, _ index: Int) -> String
  ) throws -> TemporaryLog {
    var lines = ["time,variant,\(header)"]
    for minute in -60..<60 {
      for index in 0..<perMinute {
        let second = Double(index * 60 / perMinute)
        let time = Date(timeIntervalSince1970: Self.six + Double(minute * 60) + second)
        lines.append(
          "\(time.formatted(.iso8601)),\(minute < 0 ? "blue" : "green"),\(row(minute, index))")
      }
    }
    return try TemporaryLog(lines.joined(separator: "\n") + "\n")
  }

  private func decide(
    _ log: TemporaryLog, columns: String, metric: String, labels: String = "",
    switched: String = "", folder: String? = nil
  ) async throws -> Decision {
    let plan = try Plan(
      yaml: """
        name: switch
        strategy: blue-green
        log: {time: time, unit: none, variant: variant, \(columns)}
        \(labels)
        variants: {control: blue, treatments: [green]}
        switch: {monitoring: 1h\(switched)}
        metrics:
          - \(metric)
        """, file: "switch.yaml")
    return try await Gate(plan, asOf: end, completeUntil: end, folder: folder)
      .decide([.path(log.path)])
  }

  // MARK: Quantiles

  @Test("B1 a quantile is compared as the mean of its blocks' quantiles")
  func quantile() async throws {
    // Three kinds of minutes, 0, 1 and 2 ms slower; green is 5 ms slower in all of them.
    let log = try log("latency", perMinute: 300) { minute, index in
      let value = Double(100 + abs(minute % 3) + (minute < 0 ? 0 : 5)) + Double(index) / 10
      return "\(value)"
    }
    let decision = try await decide(
      log, columns: "latency: latency",
      metric:
        "{name: p95, kind: quantile, q: 0.95, column: latency, better: lower, role: guardrail, margin: 10%}"
    )
    let metric = try #require(decision.treatments.first?.metrics.first)
    // The 95 % quantile of 0, 0.1 … 29.9 lies at 0.95·299 = 284.05 tenths: 28.405. Minutes average to 1.
    #expect(agree(metric.control?.value ?? 0, 129.405, relative: 1e-12))
    #expect(agree(metric.treatment?.value ?? 0, 134.405, relative: 1e-12))
    // Sixty blocks, twenty each of -1, 0 and 1 about their mean: √(40/59/60).
    #expect(agree(metric.control?.standardError ?? 0, 0.106_298_800_3, relative: 1e-6))
    #expect(metric.estimand.definition.contains("mean over clusters of the quantile 0.95"))
    #expect(decision.verdict == .promote)
    let narrow = try await decide(
      log, columns: "latency: latency",
      metric:
        "{name: p95, kind: quantile, q: 0.95, column: latency, better: lower, role: guardrail, margin: 3%}"
    )
    #expect(narrow.verdict == .stop)
    // Ten values beyond a 99 % quantile take a thousand rows a block.
    let thin = try await decide(
      log, columns: "latency: latency",
      metric:
        "{name: p99, kind: quantile, q: 0.99, column: latency, better: lower, role: guardrail, margin: 10%}"
    )
    #expect(thin.verdict != .promote)
    #expect(
      thin.treatments.first?.metrics.first?.result
        == .notComputable(.quantileUndetermined(probability: 0.99, units: 300)))
  }

  // MARK: Labels

  /// Every label should be 1; one, two or three of a minute's twenty answers are wrong, in either variant.
  private func labelled(
    _ labels: (_ minute: Int, _ index: Int) -> Bool, more: String = ""
  ) async throws -> Decision {
    var known = ["id,truth"]
    let log = try log("id,answer", perMinute: 20) { minute, index in
      if labels(minute, index) { known.append("r\(minute).\(index),1") }
      return "r\(minute).\(index),\(index <= abs(minute % 3) ? 0 : 1)"
    }
    let file = try TemporaryLog(known.joined(separator: "\n") + "\n")
    return try await decide(
      log, columns: "request: id, prediction: answer",
      metric: "{name: accuracy, kind: accuracy, role: guardrail, margin: 6pp}",
      labels: "labels: {file: \(file.path), key: id, value: truth\(more)}")
  }

  @Test("B1 labels from a file are joined by request, and waited for")
  func labels() async throws {
    let whole = try await labelled { _, _ in true }
    #expect(whole.verdict == .promote, "\(whole.reasons)")
    #expect(
      agree(whole.treatments.first?.metrics.first?.treatment?.value ?? 0, 0.9, relative: 1e-12))
    #expect(whole.sample.labels?.matchedRows == 2400)
    let half = try await labelled { minute, _ in minute < 30 }
    #expect(half.verdict == .continue)
    #expect(
      half.reasons.first
        == .labelsImmature(
          metric: "accuracy", treatment: "green", share: 0.5, required: 0.8))
  }

  @Test(
    "B1 labels that are missing are taken for the worst of a guardrail, unless the plan says otherwise"
  )
  func missingLabels() async throws {
    // One in ten of green's labels is missing: its accuracy may be 81 %, nine points below blue's 90 %.
    func isKnown(_ minute: Int, _ index: Int) -> Bool { minute < 0 || index % 10 != 5 }
    let bounded = try await labelled(isKnown)
    #expect(bounded.verdict == .stop)
    guard case .computed(let comparison)? = bounded.treatments.first?.metrics.first?.result else {
      Issue.record("the accuracy was not compared")
      return
    }
    let test = try #require(comparison.tests.first { $0.question == .nonInferiority })
    // Of nine known labels eight are right; were the tenth wrong, 8/9 − 8/10 lower.
    #expect(agree(test.missingBound ?? 0, 8.0 / 9 - 0.8, relative: 1e-9))
    // Believed or not, one side misses more than the other: with few clusters that is waited for.
    let ignored = try await labelled(isKnown, more: ", missing: ignorable")
    #expect(ignored.verdict == .continue)
  }

  // MARK: Results from outside

  private func checked(
    _ files: [String: String], _ switched: String
  ) async throws -> Decision {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "assay-switch-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    let log = try log("latency", perMinute: 5) { minute, index in "\(50 + abs(minute + index) % 7)"
    }
    return try await decide(
      log, columns: "latency: latency",
      metric:
        "{name: latency, kind: mean, column: latency, better: lower, role: guardrail, margin: 20%}",
      switched: switched, folder: folder.path)
  }

  private static let smoke = ", smoke: {file: cases.csv, expected: expected, actual: actual}"
  private static let passing = "expected,actual\n1,1\n0.5,0.5\n"

  @Test("B1 S1 a switch waits for its smoke cases, and stops where one failed")
  func smoke() async throws {
    let passed = try await checked(["cases.csv": Self.passing], Self.smoke)
    #expect(passed.verdict == .promote)
    #expect(passed.checks?.map(\.state) == [.passed])
    let missing = try await checked([:], Self.smoke)
    #expect(missing.verdict == .continue)
    #expect(missing.checks?.map(\.state) == [.notJudged])
    let empty = try await checked(["cases.csv": "expected,actual\n"], Self.smoke)
    #expect(empty.verdict == .continue)
    let failed = try await checked(["cases.csv": Self.passing + "1,0\n"], Self.smoke)
    #expect(failed.verdict == .stop)
    let none = try await checked([:], "")
    #expect(none.verdict == .promote)
    #expect(none.checks == nil)
    #expect(!none.rules.contains(.checks))
  }

  @Test("B1 V9 evidence for a switch is held against its digest")
  func evidence() async throws {
    let text = "{status: passed}"
    // As sha256sum has it.
    let digest = "43255a5ad93a32a3d5e7c8b179845a8684c736007bd0e67e18b51d83751a349f"
    func switched(_ digest: String) -> String {
      ", evidence: [{name: scan, file: scan.yaml, field: status, equals: passed, sha256: \(digest)}]"
    }
    #expect(try await checked(["scan.yaml": text], switched(digest)).verdict == .promote)
    #expect(try await checked([:], switched(digest)).verdict == .continue)
    let other = try await checked(["scan.yaml": text + " "], switched(digest))
    #expect(other.verdict == .stop)
  }
}
