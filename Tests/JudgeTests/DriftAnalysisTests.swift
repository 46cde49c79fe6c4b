import Stats
import AssayTestSupport
import Judge
import Summaries
import Testing

@Suite struct DriftAnalysisTests {
  private func normals(_ count: Int, seed: UInt64, shift: Double = 0) -> [Double] {
    var draws = SplitMix64(seed: seed)
    return (0..<count).map { _ in draws.normal() + shift }
  }

  @Test("D1 a log against itself is stable from a few hundred rows on")
  func selfComparison() throws {
    for rows in [300, 1_000, 8_645] {
      let columns = [
        DriftSample.numbers(normals(rows, seed: 1), named: "normal"),
        DriftSample.numbers((1...rows).map(Double.init), named: "instant"),
        DriftSample.numbers((1...rows).map { Double($0 % 4) }, named: "season"),
        DriftSample.categories(["a": rows], named: "constant"),
        DriftSample.categories(
          Dictionary(uniqueKeysWithValues: (1...rows).map { ("id-\($0)", 1) }), named: "request"),
      ]
      let decision = try DriftSample.decide(columns, columns)
      let statuses = Dictionary(
        uniqueKeysWithValues: decision.columns.map { ($0.column, $0.status) })
      // Below 400 values one cannot know an identifier from a column of many categories.
      #expect(statuses["request"] == (rows < 400 ? .cannotTell : .noChangeSeen))
      #expect(decision.columns.allSatisfy { $0.column == "request" || $0.status == .noChangeSeen })
      #expect(decision.verdict == (rows < 400 ? .cannotTell : .stable))
    }
  }

  @Test("D1 too few rows are neither drift nor stable")
  func tooFewRows() throws {
    for rows in [0, 1, 5, 19, 30] {
      let decision = try DriftSample.decide(
        [DriftSample.numbers(normals(rows, seed: 2))],
        [DriftSample.numbers(normals(rows, seed: 3, shift: 0.2))])
      #expect(decision.verdict == .cannotTell, "\(rows) rows")
      #expect(decision.verdict.exitCode == 10)
    }
  }

  @Test("D1 one outlier cannot flip the verdict")
  func outlier() throws {
    let reference = normals(500, seed: 4)
    for current in [normals(500, seed: 5), normals(500, seed: 6, shift: 3)] {
      let clean = try DriftSample.decide(
        [DriftSample.numbers(reference)], [DriftSample.numbers(current)])
      for outlier in [1e300, -1e300, 0] {
        let spoiled = try DriftSample.decide(
          [DriftSample.numbers(reference)], [DriftSample.numbers(current + [outlier])])
        #expect(spoiled.verdict == clean.verdict)
        let inReference = try DriftSample.decide(
          [DriftSample.numbers(reference + [outlier])], [DriftSample.numbers(current)])
        #expect(inReference.verdict == clean.verdict)
      }
      #expect(clean.verdict != .cannotTell)
    }
  }

  @Test("D1 a shift is found and a shift within tolerance is not called drift")
  func shifts() throws {
    let reference = DriftSample.numbers(normals(5_000, seed: 7))
    let status = { (shift: Double) in
      try DriftSample.column(reference, DriftSample.numbers(normals(5_000, seed: 8, shift: shift)))?
        .status
    }
    #expect(try status(0) == .noChangeSeen)
    // The PSI of a normal shifted by d is about d²: .04 and 1 against a tolerance of .2.
    #expect(try status(0.2) == .withinTolerance)
    #expect(try status(1) == .drift)
    #expect(try status(0.45) == .cannotTell)
  }

  @Test("D1 all columns and measures share one error budget")
  func manyColumns() throws {
    let columns = (0..<40).map { "x\($0)" }
    let sample = { (seed: UInt64, shift: Double) in
      columns.enumerated().map { index, name in
        DriftSample.numbers(
          self.normals(400, seed: seed + UInt64(index), shift: index == 7 ? shift : 0), named: name)
      }
    }
    let decision = try DriftSample.decide(sample(100, 0), sample(900, 1.5))
    #expect(decision.columns.filter { $0.status == .drift }.map(\.column) == ["x7"])
    #expect(decision.columns.first?.column == "x7")
    #expect(decision.verdict == .drift)
  }

  @Test("the scan reads every column, or those the plan names")
  func scanPlan() {
    var plan = Plan(name: "drift", strategy: .drift, control: nil, treatments: [])
    plan.log.missing = ["-"]
    plan.log.weight = "times"
    plan.log.time = "at"
    plan.log.filter = [Condition("model", .isOneOf(["a"]))]
    let all = plan.driftScanPlan(role: .reference)
    #expect(all.sources.map(\.role) == [.reference])
    #expect(all.sources.first?.missing == ["-"])
    #expect(all.sources.first?.weight == "times")
    #expect(all.sources.first?.filter == plan.log.filter)
    #expect(all.sources.first?.time == nil)
    #expect(all.everyColumn != nil)
    #expect(all.distributions.isEmpty)
    plan.drift.columns = ["a", "b"]
    let named = plan.driftScanPlan(role: .current)
    #expect(named.sources.map(\.role) == [.current])
    #expect(named.everyColumn == nil)
    #expect(named.distributions.map(\.column) == ["a", "b"])
  }

  @Test("damaged input and row errors over the tolerated share are invalid")
  func invalid() throws {
    var plan = Plan(name: "drift", strategy: .drift, control: nil, treatments: [])
    plan.toleratedRowErrors = 0.01
    let identity = PlanIdentity(name: plan.name, strategy: .drift, hash: "")
    let analysis = DriftAnalysis(plan, identity: identity)
    let good = DriftSample.log([DriftSample.categories(["a": 500, "b": 500])])
    #expect(try analysis.decide(reference: good, current: good).verdict == .stable)
    var failing = good
    failing.rows.failed = 10
    #expect(try analysis.decide(reference: good, current: failing).verdict == .stable)
    failing.rows.failed = 11
    let rejected = try analysis.decide(reference: good, current: failing)
    #expect(rejected.verdict == .invalid)
    #expect(rejected.reasons == [.rowErrors(rows: 11, share: 0.011, tolerated: 0.01)])
    var torn = good
    torn.damage = [LogSummary.Damage(file: "a.gz", byte: 7, cause: "ends early")]
    #expect(try analysis.decide(reference: torn, current: good).verdict == .invalid)
  }

  @Test("the plan's time and weight columns are no features, ignored columns are left out")
  func roles() throws {
    var plan = Plan(name: "drift", strategy: .drift, control: nil, treatments: [])
    plan.log.time = "at"
    plan.drift.ignore = ["skip"]
    let identity = PlanIdentity(name: plan.name, strategy: .drift, hash: "")
    let log = { (shift: Double) in
      DriftSample.log(
        ["at", "skip", "x"].map { name in
          DriftSample.numbers(
            self.normals(1_000, seed: 9, shift: name == "x" ? 0 : shift), named: name)
        })
    }
    let decision = try DriftAnalysis(plan, identity: identity)
      .decide(reference: log(0), current: log(9))
    #expect(decision.columns.map(\.column) == ["x"])
    #expect(decision.verdict == .stable)
  }
}
