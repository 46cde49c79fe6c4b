import Summaries
import Testing

@testable import Judge

/// What lint says of plans from a few rollouts through the analysis and the rules of a gate.
@Suite struct SimulationLintTests {
  /// One metric, so that rollouts are quick.
  private func plan(_ change: (inout Plan) -> Void) -> Plan {
    var plan = Plan.simulated
    (plan.log.time, plan.duration.maximum) = ("time", 14 * 86_400)
    change(&plan)
    return plan
  }

  private func finding(_ code: String, of plan: Plan) -> LintFinding? {
    PlanLint(plan).simulated().first { $0.code == code }
  }

  @Test("X2 lint tells how often a test of one look promotes, read at each of the plan's looks")
  func peeking() throws {
    let fixed = plan {
      $0.inference.success = .fixed
      $0.inference.looks = 6 * 3600
      $0.metrics.removeLast(2)
    }
    let found = try #require(finding("peeking-promotes", of: fixed))
    guard
      case .peekingPromotes(let promoted, let rollouts, let least, let looks, _, _) = found.issue
    else { return #expect(Bool(false)) }
    #expect(found.severity == .warning && found.path == "inference.success")
    // A z-test at 5 % that is read 56 times crosses in more than one of ten, as Armitage, McPherson & Rowe
    // (1969) have it for ten looks (.19 two-sided).
    #expect(looks == 56 && rollouts == 100 && promoted > 10 && least > 0.05)
    #expect(found.description.contains("\(promoted) of 100 simulated treatments"))
    let daily = plan {
      $0.inference.success = .fixed
      $0.metrics.removeLast(2)
    }
    #expect(finding("peeking-promotes", of: daily).map { $0.severity == .note } ?? true)
    var sequential = fixed
    sequential.inference.success = .alwaysValid
    #expect(finding("peeking-promotes", of: sequential) == nil)
  }

  @Test("X3 lint tells how often rule estimate promotes at the minimum, and rule lower bound")
  func estimates() throws {
    var estimate = plan {
      $0.metrics.removeLast(2)
      $0.inference.plannedSample = 800
      $0.metrics[0].rule = .estimate
    }
    let found = try #require(finding("estimate-promotes", of: estimate))
    guard case .estimatePromotes(let promoted, let rollouts, let least, let strict) = found.issue
    else { return #expect(Bool(false)) }
    // An unbiased estimate is above its own truth half of the time, at some look more often.
    #expect(Double(promoted) > 0.25 * Double(rollouts) && least > 0.05)
    // Five per cent and 3.1 standard errors of them.
    #expect(
      Double(strict) <= 0.05 * Double(rollouts) + 3.1 * (0.0475 * Double(rollouts)).squareRoot())
    estimate.metrics[0].rule = .lowerBound
    #expect(finding("estimate-promotes", of: estimate) == nil)
  }

  @Test("X7 lint tells how often requests mislead where users were randomised")
  func rowsForUsers() throws {
    var rows = plan {
      $0.log.unit = nil
      $0.inference.plannedSample = 4000
    }
    let found = try #require(finding("rows-mislead", of: rows))
    guard case .rowsMislead(_, _, let least, let promise) = found.issue else {
      return #expect(Bool(false))
    }
    #expect(least > 0.1 && promise == 0.05 && found.path == "log.unit")
    rows.assignment.kind = .perRequest
    #expect(finding("rows-mislead", of: rows) == nil)
  }

  @Test("X8 lint tells that a ramp never brings the minimum sample")
  func slowRamp() throws {
    var slow = plan {
      $0.log.unit = nil
      $0.assignment.kind = .perRequest
      $0.metrics.removeLast(2)
      $0.inference.plannedSample = 1000
      $0.inference.minimumSample = 100
      $0.ramp = RampPlan(initial: 1, step: 1, maximum: 50, every: 86_400)
    }
    let found = try #require(finding("sample-rarely-reached", of: slow))
    guard case .sampleRarelyReached(let short, let rollouts, let units, let required) = found.issue
    else { return #expect(Bool(false)) }
    // 1 to 14 % of 1000/14 units a day are 75 on average; 25 more are three standard deviations.
    #expect(short > rollouts * 9 / 10 && units < 100 && units > 60 && required == 100)
    slow.ramp = RampPlan(initial: 50, step: 1, maximum: 50, every: 86_400)
    #expect(finding("sample-rarely-reached", of: slow) == nil)
  }

  @Test("Lint simulates no more than it can at once, unless it is asked to")
  func effort() {
    let large = plan {
      $0.inference.plannedSample = 300_000
      $0.inference.success = .fixed
    }
    #expect(PlanLint(large).simulated() == [])
    let small = SimulationLint(large, mostValues: 100)
    #expect(small.findings == [])
  }
}
