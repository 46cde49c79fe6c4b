import AssayTestSupport
import Foundation
import Testing

@Suite struct RolloutCommandTests {
  private func gate(_ plan: String, _ log: String, _ more: String...) throws -> CommandLineRun {
    try CommandLineRun.assay(
      ["gate", "fixtures/plans/\(plan).yaml", "--log", "fixtures/logs/rollout/\(log).csv"] + more)
  }

  private func canary(
    _ log: String, at time: String, _ starts: [String], _ more: String...
  ) throws
    -> CommandLineRun
  {
    let now = "2026-03-02T\(time)"
    return try CommandLineRun.assay(
      [
        "gate", "fixtures/plans/canary.yaml", "--log", "fixtures/logs/rollout/\(log).csv",
        "--until", now, "--as-of", now, "--stage-started",
      ] + starts.map { "2026-03-02T\($0)" } + more)
  }

  @Test("C1 a pipeline is told by the code whether the next stage may come")
  func canaryCodes() throws {
    let all = ["10:00", "10:06", "10:12", "10:18"]
    for (time, stages, code, word) in [
      ("10:03", 1, Int32(10), "HOLD (10)"), ("10:06", 1, 0, "ADVANCE (0)"),
      ("10:18", 3, 0, "ADVANCE (0)"), ("10:24", 4, 0, "PROMOTE (0)"),
    ] {
      let run = try canary("canary", at: time, Array(all.prefix(stages)))
      #expect(run.code == code, "\(run.output) \(run.error)")
      #expect(run.output.hasPrefix(word))
    }
    #expect(try canary("canary-worse", at: "10:04", ["10:00"]).code == 21)
  }

  @Test("C1 the report of a canary, as text, Markdown and JSON")
  func canaryReports() throws {
    let starts = ["10:00", "10:06"]
    let text = try canary("canary", at: "10:12", starts)
    #expect(try text.output == golden("canary.txt", for: text.output))
    for (flag, name) in [("--markdown", "canary.md"), ("--json", "canary.json")] {
      let run = try canary("canary", at: "10:12", starts, flag, "-")
      #expect(try run.output == golden(name, for: run.output))
    }
  }

  @Test("C1 errors of the last stage alone are rolled back, and the report says against what")
  func allTraffic() throws {
    let starts = ["10:00", "10:06", "10:12", "10:18"]
    let run = try canary("canary-late", at: "10:23", starts)
    #expect(run.code == 21)
    #expect(run.output.contains("It is held against the control's rows of the stages before it"))
    #expect(try run.output == golden("canary-late.txt", for: run.output))
    let json = try canary("canary-late", at: "10:23", starts, "--json", "-")
    #expect(json.output.contains("\"comparison\": \"before\""))
  }

  @Test("C1 the report of a canary that is rolled back for what it does by itself")
  func levels() throws {
    func gate(_ more: String...) throws -> CommandLineRun {
      let now = "2026-03-02T10:04"
      return try CommandLineRun.assay(
        [
          "gate", "fixtures/plans/canary-levels.yaml", "--log",
          "fixtures/logs/rollout/canary-worse.csv", "--until", now, "--as-of", now,
          "--stage-started", "2026-03-02T10:00",
        ] + more)
    }
    let run = try gate()
    #expect(run.code == 21, "\(run.error)")
    #expect(try run.output == golden("canary-levels.txt", for: run.output))
    #expect(try gate("--json", "-").output.contains("\"level\": \"above 5%\""))
  }

  @Test("B1 a replay of a switch finds the evidence where its gate does: beside the plan")
  func replayedChecks() throws {
    let folder = TemporaryFolder()
    _ = try folder.file("scan.json", "{\"status\": \"passed\"}")
    let plan = try folder.file(
      "plan.yaml",
      """
      name: switched
      strategy: blue-green
      log: {time: time, variant: variant, error: error, weight: count}
      variants: {control: blue, treatments: [green]}
      switch: {monitoring: 1h, evidence: [{name: scan, file: scan.json, field: status, equals: passed}]}
      tolerated_missing: 1pp
      metrics:
        - {name: errors, kind: rate, role: guardrail, margin: 2pp}
      """)
    let history = try CommandLineRun.assay(
      "replay", plan, "--log", "fixtures/logs/rollout/blue-green.csv")
    #expect(history.code == 0, "\(history.error)")
    // An hour, looked at every ten minutes: the last look is the gate's own.
    #expect(history.output.contains("every 10 min"))
    #expect(history.output.contains("would have said promote green"))
    let servers = try CommandLineRun.assay(
      "replay", "fixtures/plans/rolling.yaml", "--log", "fixtures/logs/rollout/rolling.csv")
    #expect(servers.code == 0, "\(servers.error)")
    #expect(servers.output.contains("advance"))
    let shadow = try CommandLineRun.assay(
      "replay", "fixtures/plans/shadow.yaml", "--log", "fixtures/logs/rollout/blue-green.csv")
    #expect(shadow.code == 78)
  }

  @Test("C1 a replay of a canary tells the action at each look, as text, JSON and a page")
  func replay() throws {
    let arguments = [
      "replay", "fixtures/plans/canary.yaml", "--log", "fixtures/logs/rollout/canary-late.csv",
      "--every", "3m", "--stage-started", "2026-03-02T10:00", "2026-03-02T10:06",
      "2026-03-02T10:12", "2026-03-02T10:18",
    ]
    let run = try CommandLineRun.assay(arguments)
    #expect(run.code == 0)
    #expect(try run.output == golden("canary-replay.txt", for: run.output))
    let json = try CommandLineRun.assay(arguments + ["--json", "-"])
    #expect(json.output.contains("\"action\": \"advance\""))
    let page = try CommandLineRun.assay(arguments + ["--html", "-"])
    #expect(page.output.contains("<td") && page.output.contains("advance"))
    let other = try CommandLineRun.assay(
      "replay", "fixtures/plans/small.yaml", "--log", "fixtures/logs/good.csv", "--stage-started",
      "2026-03-02")
    #expect(other.code == 78)
    #expect(other.error.contains("no canary"))
  }

  @Test("X9 C1 a canary is simulated stage by stage, with rules on estimates beside it")
  func simulate() throws {
    let arguments = [
      "simulate", "fixtures/plans/canary-minutes.yaml", "--rollouts", "3", "--looks", "1",
      "--units", "700", "--beside-rules",
    ]
    let run = try CommandLineRun.assay(arguments)
    #expect(run.code == 10, "\(run.error)")
    for words in [
      "Stages begun", "Beside rules on estimates", "accuracy is worse by twice its limit",
      "the treatment is the same as the control",
    ] { #expect(run.output.contains(words), "\(run.output)") }
    let one = try CommandLineRun.assay(arguments + ["--json", "-", "--threads", "1"])
    let two = try CommandLineRun.assay(arguments + ["--json", "-", "--threads", "2"])
    #expect(one.output == two.output)
    #expect(one.output.contains("\"rulesOnEstimates\""))
    let page = try CommandLineRun.assay(arguments + ["--html", "-"])
    #expect(page.output.contains("Stages begun"))
    let other = try CommandLineRun.assay(
      "simulate", "fixtures/plans/small.yaml", "--beside-rules")
    #expect(other.code == 78)
  }

  @Test("C1 stages in the wrong order, too many of them, or of another strategy are 78")
  func badStarts() throws {
    for starts in [["10:06", "10:00"], ["10:00", "10:01", "10:02", "10:03", "10:04"]] {
      #expect(try canary("canary", at: "10:12", starts).code == 78)
    }
    let other = try gate("blue-green", "blue-green", "--stage-started", "2026-03-02T06:00")
    #expect(other.code == 78)
    #expect(other.error.contains("no canary"))
  }

  @Test("B1 the report of a switch says that time is confounded with it")
  func blueGreen() throws {
    let run = try gate("blue-green", "blue-green", "--as-of", "2026-03-02T07:00")
    #expect(run.code == 0)
    #expect(run.output.contains("Time is confounded with the switch"))
    #expect(try run.output == golden("blue-green.txt", for: run.output))
    let json = try gate("blue-green", "blue-green", "--as-of", "2026-03-02T07:00", "--json", "-")
    #expect(json.output.contains("\"confounded\": \"time\""))
    #expect(
      try gate("blue-green", "blue-green-worse", "--as-of", "2026-03-02T07:00").code == 21)
  }

  @Test("B1 S1 the report of a switch tells its smoke cases and its evidence, as text and JSON")
  func checks() throws {
    let run = try gate("blue-green-checks", "blue-green", "--as-of", "2026-03-02T07:00")
    #expect(run.code == 0)
    #expect(try run.output == golden("blue-green-checks.txt", for: run.output))
    let json = try gate(
      "blue-green-checks", "blue-green", "--as-of", "2026-03-02T07:00", "--json", "-")
    #expect(try json.output == golden("blue-green-checks.json", for: json.output))
  }

  @Test("L1 the report of a rolling update tells each server")
  func rolling() throws {
    let time = "2026-03-02T06:23"
    let run = try gate("rolling", "rolling", "--as-of", time, "--until", time)
    #expect(run.code == 0)
    #expect(try run.output == golden("rolling.txt", for: run.output))
    #expect(try gate("rolling", "rolling-two", "--as-of", time, "--until", time).code == 10)
    #expect(try gate("rolling", "rolling-worse", "--as-of", time, "--until", time).code == 21)
  }

  @Test("X8 M1 a ramp answers 0 on its first step, without a log")
  func ramp() throws {
    let plan = "fixtures/plans/ramp-schedule.yaml"
    let first = try CommandLineRun.assay(
      "ramp", plan, "--at", "2026-03-02T06:00:00Z", "--json", "-")
    #expect(first.code == 0)
    #expect(try first.output == golden("ramp.json", for: first.output))
    let text = try CommandLineRun.assay("ramp", plan, "--at", "2026-03-02T06:00:00Z")
    #expect(text.output.hasPrefix("START (0): from 0% to 5% of traffic"))
    let none = try CommandLineRun.assay("ramp", "fixtures/plans/small.yaml")
    #expect(none.code == 78)
    #expect(none.error.contains("no ramp"))
  }

  @Test("K6 a rollback's time is read from the log")
  func rollback() throws {
    let plan = try String(
      contentsOf: repositoryRoot.appending(path: "fixtures/plans/blue-green.yaml"),
      encoding: .utf8)
    let folder = TemporaryFolder()
    let timed = try folder.file("plan.yaml", plan + "rollback_sla: 2m\n")
    // Blue and green change roles: the log shows blue's last row a minute and a half after the switch.
    let back = try folder.file(
      "back.yaml",
      (plan + "rollback_sla: 2m\n").replacing(
        "{control: blue, treatments: [green]}", with: "{control: green, treatments: [blue]}"))
    let log = "fixtures/logs/rollout/blue-green.csv"
    func run(_ plan: String) throws -> CommandLineRun {
      try CommandLineRun.assay(
        "rollback", plan, "--log", log, "--ordered", "2026-03-02T06:00:00Z")
    }
    let finished = try run(back)
    #expect(finished.code == 0)
    #expect(
      finished.output.contains("its last row 1 min 30 s after the order, where 2 min is allowed"))
    #expect(try run(timed).code == 20)
    #expect(try run("fixtures/plans/blue-green.yaml").code == 78)
  }
}
