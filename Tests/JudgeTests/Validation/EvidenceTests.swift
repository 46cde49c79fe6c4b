import Foundation
import Summaries
import Testing

@testable import Judge

/// Checks on documents.
@Suite struct EvidenceTests {
  private func finding(
    _ evidence: String, _ documents: [String: String], manifest: String? = nil
  ) throws -> (Check.Finding?, Verdict) {
    let manifests = manifest == nil ? "" : "manifest: {file: m.yaml, required: [name]}\n"
    let plan = try ValidationSample.plan("\(manifests)evidence:\n- {name: e, \(evidence)}")
    var sample = ValidationSample(columns: [:])
    sample.documents = documents
    sample.documents["m.yaml"] = manifest
    return (sample.check("e", plan)?.finding, sample.decide(plan).verdict)
  }

  @Test("V9 evidence that is missing waits, and that with another digest fails with both digests")
  func digests() throws {
    let actual = Document.digest([UInt8]("passed".utf8))
    let missing = try finding("file: a.txt", [:])
    #expect(missing.0 == .evidence(.missing(file: "a.txt")))
    #expect(missing.1 == .continue)
    let right = try finding("file: a.txt, sha256: \(actual)", ["a.txt": "passed"])
    #expect(right.0 == .evidence(.verified(file: "a.txt", digest: actual)))
    #expect(right.1 == .promote)
    let zeros = String(repeating: "0", count: 64)
    let wrong = try finding("file: a.txt, sha256: \(zeros)", ["a.txt": "passed"])
    #expect(
      wrong.0 == .evidence(.digestMismatch(file: "a.txt", expected: zeros, found: actual)))
    #expect(wrong.1 == .stop)
  }

  @Test("V9 approvals by role and by kind of change; the last word of a role counts")
  func approvals() throws {
    let roles =
      "approvals: a.yaml, change: major, roles: {major: [owner, security], minor: [owner]}"
    func state(_ text: String) throws -> Check.State? {
      try finding(roles, ["a.yaml": text]).0?.state
    }
    let owner = "- {role: owner, name: Jane, approved: true}\n"
    #expect(try state(owner + "- {role: security, name: Joe, approved: true}") == .passed)
    #expect(try state(owner) == .notJudged)
    #expect(try state(owner + "- {role: security, approved: true}") == .notJudged)
    #expect(try state(owner + "- {role: security, name: Joe, approved: false}") == .failed)
    let revoked =
      owner + "- {role: security, name: Joe, approved: true}\n"
      + "- {role: owner, name: Jane, approved: false}"
    #expect(try state(revoked) == .failed)
    let minor = roles.replacing("change: major", with: "change: minor")
    #expect(try finding(minor, ["a.yaml": owner]).1 == .promote)
  }

  @Test("V9 earlier reports of assay speak by their verdict, and for their own plan")
  func reports() throws {
    func report(_ verdict: String, kind: String = "decision") -> [String: String] {
      ["r.json": #"{"kind": "\#(kind)", "verdict": "\#(verdict)", "plan": {"hash": "abc123"}}"#]
    }
    #expect(try finding("report: r.json", report("promote")).1 == .promote)
    #expect(try finding("report: r.json", report("continue")).1 == .continue)
    #expect(try finding("report: r.json", report("stop")).1 == .stop)
    #expect(try finding("report: r.json", report("rollback")).1 == .stop)
    let drift = try finding("report: r.json, verdict: stable", report("stable", kind: "drift"))
    #expect(drift.1 == .promote)
    #expect(try finding("report: r.json, plan: abc", report("promote")).1 == .promote)
    #expect(try finding("report: r.json, plan: abd", report("promote")).1 == .stop)
    #expect(try finding("report: r.json", ["r.json": "{}"]).1 == .stop)
  }

  @Test("V9 an override names a person and a reason, is recorded, and never changes what was found")
  func overrides() throws {
    let override = "overrides: [{check: accuracy, name: Jane Doe, reason: labels are being redone}]"
    let criteria = "criteria: [{name: accuracy, kind: accuracy, at_least: 85%}]\n"
    let plan = try ValidationSample.plan(criteria + override)
    let bad = ValidationSample(columns: ValidationSample.answers(right: 700, of: 1000))
    #expect(bad.decide(try ValidationSample.plan(criteria)).verdict == .stop)
    let decision = bad.decide(plan)
    #expect(decision.verdict == .promote)
    let check = try #require(decision.checks?.first)
    #expect(check.state == .overridden)
    #expect(check.finding.state == .failed)
    #expect(check.override?.name == "Jane Doe")
    #expect(decision.reasons.contains(.check(.overridden(check))))
    #expect(plan.hash != (try ValidationSample.plan(criteria)).hash)
    // Where the check passes there is nothing to set aside.
    let good = ValidationSample(columns: ValidationSample.answers(right: 960, of: 1000))
    #expect(good.check("accuracy", plan)?.state == .passed)
    #expect(good.check("accuracy", plan)?.override == nil)
    for missing in ["name: Jane Doe", "reason: because"] {
      let error = #expect(throws: PlanError.self) {
        try ValidationSample.plan(criteria + "overrides: [{check: accuracy, \(missing)}]")
      }
      #expect(error?.description.contains("an override needs a") == true)
    }
    // A group that is not in the log: the override is no pass.
    let bias = try ValidationSample.plan(
      "bias: [{name: f, kind: accuracy, groups: g, at_least: 80%}]\n"
        + "overrides: [{check: \"f: g = none\", name: Jane, reason: because}]")
    var grouped = good
    grouped.columns["g"] = Array(repeating: "a", count: 1000)
    #expect(grouped.check("f: g = none", bias)?.finding == .unknownCheck)
    #expect(grouped.decide(bias).verdict == .continue)
  }

  @Test("V4 evidence that is too old, or about other data, is no pass")
  func stale() throws {
    // The present is 2026-03-31T23:33:20Z.
    let dated = "file: a.json, max_age: 30d"
    #expect(try finding(dated, ["a.json": "date: 2026-03-05"]).1 == .promote)
    #expect(try finding(dated, ["a.json": "date: 2026-02-05"]).1 == .continue)
    #expect(try finding(dated, ["a.json": "date: 2026-05-05"]).1 == .continue)
    #expect(try finding(dated, ["a.json": "result: fine"]).1 == .continue)
    let same = "file: a.json, same: dataset_hash"
    let manifest = "name: payments-fraud\ndataset_hash: abc\n"
    #expect(try finding(same, ["a.json": "dataset_hash: abc"], manifest: manifest).1 == .promote)
    let other = try finding(same, ["a.json": "dataset_hash: abd"], manifest: manifest)
    #expect(other.1 == .stop)
  }

  @Test("V12 a composite of records, a load test and a sign-off")
  func composite() throws {
    let plan = try ValidationSample.plan(
      """
      evidence:
        - name: promotion
          all_of:
            - {name: record, any_of: [{name: shadow, report: s.json}, {name: ab, report: ab.json}]}
            - {name: load, file: load.json, field: passed, equals: ["true", "yes"]}
            - {name: owner, approvals: a.yaml, roles: [owner]}
      """)
    func verdict(_ documents: [String: String]) -> Verdict {
      var sample = ValidationSample(columns: [:])
      sample.documents = documents
      return sample.decide(plan).verdict
    }
    func report(_ verdict: String) -> String {
      #"{"kind": "decision", "verdict": "\#(verdict)", "plan": {"hash": "a"}}"#
    }
    var documents = [
      "ab.json": report("promote"), "load.json": "passed: true",
      "a.yaml": "[{role: owner, name: Jane, approved: true}]",
    ]
    #expect(verdict(documents) == .promote)
    documents["s.json"] = report("stop")
    #expect(verdict(documents) == .promote)
    documents["ab.json"] = report("continue")
    #expect(verdict(documents) == .continue)
    documents["ab.json"] = report("stop")
    #expect(verdict(documents) == .stop)
    documents["ab.json"] = report("promote")
    documents["load.json"] = "passed: false"
    #expect(verdict(documents) == .stop)
    documents["load.json"] = nil
    #expect(verdict(documents) == .continue)
  }

  @Test("V8 a manifest has its fields, each in its form")
  func manifest() throws {
    let hash = String(repeating: "ab", count: 32)
    let whole = """
      name: payments-fraud
      version: model-v1.4.2-20260302T060000
      stage: staging
      training_run_id: run-7
      dataset_version: 12
      dataset_hash: \(hash)
      metrics: {auc: 0.95}
      signature: signature.json
      dependencies: [numpy]
      owner: payments
      changelog: first
      description: a model
      features: [age]
      """
    func issues(_ text: String?, form: String = "any") throws -> [FieldIssue] {
      let plan = try ValidationSample.plan(
        "manifest: {file: m.yaml, preset: registry, version_form: \(form)}")
      var sample = ValidationSample(columns: [:])
      sample.documents["m.yaml"] = text
      guard case .manifest(_, 13, let issues)? = sample.check("manifest", plan)?.finding else {
        return []
      }
      return issues
    }
    #expect(try issues(whole) == [])
    #expect(try issues(whole, form: "model") == [])
    #expect(
      try issues(whole, form: "semantic") == [
        .malformed(
          field: "version", found: "model-v1.4.2-20260302T060000", expected: .semanticVersion)
      ])
    let broken = whole.replacing("payments-fraud", with: "Fraud").replacing("\(hash)", with: "abc")
      .replacing("owner: payments", with: "owner: ''").replacing("0.95", with: "high")
    #expect(
      try issues(broken) == [
        .malformed(field: "name", found: "Fraud", expected: .domainAndTask),
        .malformed(field: "dataset_hash", found: "abc", expected: .sha256),
        .malformed(field: "metrics", found: "a mapping of 1", expected: .numbers),
        .missing(field: "owner"),
      ])
    #expect(try issues(nil) == [.missingFile])
    #expect(try issues("a: [") == [.unreadable(cause: "neither YAML nor JSON")])
    for version in ["7", "1.4.2", "v2"] {
      #expect(try issues(whole.replacing("model-v1.4.2-20260302T060000", with: version)) == [])
    }
  }

  @Test("V13 readiness checklists by item, and the presets of manifests")
  func readiness() throws {
    let items = "checklist: r.yaml, items: [rollback tested, model loads]"
    func result(_ text: String) throws -> Check.Finding? {
      try finding(items, ["r.yaml": text]).0
    }
    #expect(try result("rollback tested: true\nmodel loads: yes")?.state == .passed)
    #expect(try result("[rollback tested, model loads]")?.state == .passed)
    #expect(
      try result("items: [{name: rollback tested, done: true}, {name: model loads, done: false}]")
        == .evidence(.open(file: "r.yaml", items: ["model loads"])))
    #expect(
      try result("rollback tested: false")
        == .evidence(.open(file: "r.yaml", items: ["rollback tested", "model loads"])))
    #expect(ManifestPlan.Preset.training.fields.contains("git_commit"))
    #expect(ManifestPlan.Preset.release.fields.contains("language_version"))
    let plan = try ValidationSample.plan(
      "manifest: {file: m.yaml, preset: release, required: [license]}")
    var sample = ValidationSample(columns: [:])
    sample.documents["m.yaml"] = "name: a-b\nversion: 1\ngit_commit: xyz\nlicense: MIT"
    guard case .manifest(_, 9, let found)? = sample.check("manifest", plan)?.finding else {
      Issue.record("no manifest")
      return
    }
    #expect(
      found == [
        .malformed(field: "git_commit", found: "xyz", expected: .gitCommit),
        .missing(field: "trainer"), .missing(field: "dataset_sha256"),
        .missing(field: "language_version"), .missing(field: "dependencies"),
        .missing(field: "owner"),
      ])
  }
}
