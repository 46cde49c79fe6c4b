import AssayTestSupport
import Summaries
import Testing

@testable import Judge

@Suite struct ClusterAnalyzerTests {
  private struct Reference: Decodable {
    struct Tests: Decodable {
      var effect: Double
      var standardError: Double
      var nonInferiority: Double
      var harm: Double
    }
    var look: Int
    var control: [[Double]]
    var treatment: [[Double]]
    var degreesOfFreedom: Double
    var values: [Double]
    var standardErrors: [Double]
    var onePoint: Tests
    var half: Tests
    struct Quiet: Decodable {
      var rows: [Double]
      var margin: Double
      var pValue: Double
      var limit: Double
    }
    var present: [[Double]]
    var changed: [[Double]]
    var missing: Double
    var quiet: Quiet
  }

  private func sums(_ clusters: [[Double]]) -> [ClusterSum] {
    clusters.map { ClusterSum(x: $0[0], y: $0[1]) }
  }

  private func plan(_ margin: String) throws -> Plan {
    try Plan(
      yaml: """
        name: servers
        strategy: rolling
        log: {time: time, unit: server, variant: variant, error: error}
        variants: {control: old, treatments: [new]}
        rolling: {servers: 12}
        metrics:
          - {name: errors, kind: rate, role: guardrail, margin: \(margin), harm: \(margin), critical: true}
        """, file: "rolling.yaml")
  }

  private func analysis(
    _ margin: String, _ control: [ClusterSum], _ treatment: [ClusterSum], look: Int = 1
  ) throws -> MetricAnalysis {
    let share = ClusterAnalyzer.share(ofLook: look)
    return ClusterAnalyzer(
      plan: try plan(margin), control: [control], treatment: [treatment], harmShare: share,
      promotionShare: share
    ).analyze(metric: 0)
  }

  @Test("L1 t on clusters, in points and in per cent, is that of scipy")
  func reference() throws {
    let reference: Reference = try ReferenceFile.load("clusters")
    for (margin, expected) in [("1pp", reference.onePoint), ("50%", reference.half)] {
      let found = try analysis(
        margin, sums(reference.control), sums(reference.treatment), look: reference.look)
      // Closed forms: some roundings of sums of squares.
      #expect(agree(found.control?.value ?? 0, reference.values[0], relative: 1e-12))
      #expect(agree(found.treatment?.value ?? 0, reference.values[1], relative: 1e-12))
      #expect(
        agree(found.treatment?.standardError ?? 0, reference.standardErrors[1], relative: 1e-10))
      let test = try #require(found.test(.nonInferiority))
      #expect(agree(test.effect, expected.effect, relative: 1e-12))
      #expect(agree(test.standardError, expected.standardError, relative: 1e-10))
      #expect(agree(test.pValue, expected.nonInferiority, relative: 1e-9))
      #expect(agree(try #require(found.test(.harm)).pValue, expected.harm, relative: 1e-9))
    }
  }

  @Test(
    "L1 the looks' parts of an error rate sum to the whole, and a limit holds where its test does")
  func looks() throws {
    let sum = (1...100_000).reduce(0) { $0 + ClusterAnalyzer.share(ofLook: $1) }
    // What looks beyond the last one would hold is about 6/(π² · 100,000).
    #expect(sum < 1 && sum > 1 - 1e-5)
    let reference: Reference = try ReferenceFile.load("clusters")
    for look in [1, 2, 5] {
      let test = try #require(
        try analysis("1pp", sums(reference.control), sums(reference.treatment), look: look)
          .test(.harm))
      #expect(test.holds == ((test.limit ?? 0) < test.nullEffect), "\(look)")
    }
    // 0.0813 over both looks was 0.0124 at this one: above 0.05 in the second, not in the first.
    let first = try analysis("1pp", sums(reference.control), sums(reference.treatment))
    #expect(first.test(.harm)?.holds == true)
  }

  @Test("B1 L1 rows that miss values are compared by t over clusters, as by scipy")
  func missing() throws {
    let reference: Reference = try ReferenceFile.load("clusters")
    let plan = try plan("1pp")
    func counts(_ clusters: [[Double]]) -> [ClusterSum] {
      clusters.map { ClusterSum(presence: .init(rows: $0[0], of: $0[1])) }
    }
    func found(_ control: [[Double]], _ treatment: [[Double]]) -> MissingValues? {
      let sides = (counts(control), counts(treatment))
      return MissingValues(
        .noValue, of: plan.metrics[0], plan,
        ClusterReading(plan.metrics[0], plan, control: sides.0, treatment: sides.1), sides: sides,
        lookShare: ClusterAnalyzer.share(ofLook: reference.look))
    }
    for (a, b) in [
      (reference.present, reference.changed), (reference.changed, reference.present),
    ] {
      let pValue = try #require(found(a, b)).pValue
      // Closed forms: some roundings of sums of squares.
      #expect(agree(pValue, reference.missing, relative: 1e-9))
    }
    // Without variance a difference is there, or it is not.
    let (all, none) = ([[9.0, 9], [8, 8], [5, 5]], [[0.0, 9], [0, 8], [0, 5]])
    #expect(found(all, none)?.pValue == 0)
    #expect(found(all, all)?.pValue == 1)
    // Where most of the control's rows are blank, a blank is a no.
    #expect(found(none, all) == nil)
    #expect(found(all, Array(none.prefix(2))) == nil)
  }

  @Test("B1 sides without an event are bounded by the number of their clusters")
  func flawless() throws {
    let quiet = try (ReferenceFile.load("clusters") as Reference).quiet
    let clusters = quiet.rows.map { ClusterSum(x: 0, y: $0) }
    let found = try analysis("50pp", Array(clusters.prefix(5)), clusters, look: 2)
    let test = try #require(found.test(.nonInferiority))
    #expect(test.method == .flawlessClusters)
    #expect(agree(test.pValue, quiet.pValue, relative: 1e-12))
    #expect(agree(-(test.limit ?? 0), quiet.limit, relative: 1e-12))
    #expect(!test.holds)
    #expect(found.test(.harm)?.holds == false)
    // A change in per cent of nothing is not bounded at all.
    let relative = try #require(try analysis("50%", clusters, clusters).test(.nonInferiority))
    #expect(relative.pValue == 1 && relative.limit == nil)
    // One event, and t decides as before.
    let one = clusters.dropLast() + [ClusterSum(x: 1, y: 190)]
    #expect(try analysis("50pp", clusters, Array(one)).test(.nonInferiority)?.method == .clusters)
  }

  @Test(
    "B1 the clusters that a margin takes are those with which it holds",
    arguments: [("1pp", 299), ("5pp", 59), ("0.1pp", 2995)])
  func needed(margin: String, clusters: Int) throws {
    // ln 0.05 / ln(1 − margin), rounded up.
    let sums = (0..<clusters).map { _ in ClusterSum(x: 0, y: 100) }
    let analyzer = ClusterAnalyzer(
      plan: try plan(margin), control: [sums], treatment: [sums], harmShare: 1, promotionShare: 1)
    #expect(analyzer.clustersNeeded(metric: 0) == clusters)
    #expect(analyzer.analyze(metric: 0).test(.nonInferiority)?.holds == true)
    #expect(
      try analysis(margin, sums, Array(sums.dropLast())).test(.nonInferiority)?.holds == false)
  }

  @Test("L1 fewer than three clusters on a side cannot tell")
  func tooFew() throws {
    let many = (0..<9).map { ClusterSum(x: Double($0 % 3), y: 100) }
    for few in 0...2 {
      let found = try analysis("1pp", many, Array(many.prefix(few)))
      #expect(found.tests.isEmpty)
      #expect(
        found.result
          == .notComputable(
            few == 0 ? .noRows(variant: "new") : .tooFewUnits(variant: "new", units: few)))
      #expect(try analysis("1pp", Array(many.prefix(few)), many).tests.isEmpty)
    }
    #expect(try !analysis("1pp", many, Array(many.prefix(3))).tests.isEmpty)
  }

  @Test(
    "B1 L1 what these strategies cannot honour is refused",
    arguments: [
      ("rolling", "rolling: {servers: 5}", "never three updated beside three that are not"),
      ("rolling", "rolling: {servers: 12}\ntraffic: {old: 1, new: 1}", "traffic is not used"),
      ("rolling", "rolling: {servrs: 12}", "did you mean \"servers\"?"),
      ("rolling", "switch: {monitoring: 1h}", "switch is not used"),
      ("blue-green", "switch: {monitoring: 2m}", "fewer than three blocks"),
      ("blue-green", "switch: {monitoring: 1h, at: noon}", "not a day or an instant"),
      ("blue-green", "switch: {at: 2026-03-02}", "has no \"monitoring\""),
      ("blue-green", "switch: {monitoring: 1h}\ninference: {minimum_sample: 10}", "is not used"),
      ("blue-green", "switch: {monitoring: 1h, smoke: {file: a.csv}}", "has no \"expected\""),
      (
        "rolling", "rolling: {servers: 12, evidence: [{name: a, file: a.json, same: version}]}",
        "compares with the manifest, and there is none"
      ),
      (
        "rolling",
        "rolling: {servers: 12, evidence: [{name: a, file: a.json}, {name: a, file: b.json}]}",
        "2 checks are called \"a\""
      ),
      (
        "blue-green",
        "switch: {monitoring: 1h}\nlabels: {file: l.csv, key: id, value: y, time: t, maturity: 1d}",
        "labels.maturity is not supported by strategy blue-green"
      ),
    ])
  func refused(strategy: String, lines: String, expected: String) throws {
    let error = try #require(throws: PlanError.self) {
      try Plan(
        yaml: """
          name: few
          strategy: \(strategy)
          log: {time: time, unit: \(strategy == "rolling" ? "server" : "none"), variant: v, error: error}
          variants: {control: old, treatments: [new]}
          metrics:
            - {name: errors, kind: rate, role: guardrail, margin: 1pp}
          \(lines)
          """, file: "few.yaml")
    }
    #expect(error.description.contains(expected), "\(error)")
  }
}
