import AssayTestSupport
import Summaries

@testable import Judge

/// A rollout of two arms whose users return on later days, drawn user by user, looked at once a day.
struct SimulatedRollout {
  /// One 0/1 metric: its probability in the control and what the treatment adds.
  struct Outcome {
    var probability: Double
    var effect: Double
    /// Half the distance between the two kinds of users.
    var spread: Double
  }

  var outcomes: [Outcome]
  /// New users an arm and day.
  var arrivals = 40
  /// The chance that a known user comes back on a day.
  var returning = 0.3
  var days = 14

  /// One row a visit: the summaries of each day's look.
  func looks(seed: UInt64, plan: Plan) -> [LogSummary] {
    var random = SplitMix64(seed: seed)
    var arms = [Arm(outcomes: outcomes.count), Arm(outcomes: outcomes.count)]
    var looks: [LogSummary] = []
    for day in 1...days {
      for arm in arms.indices {
        for user in 0..<arms[arm].users.count where random.uniform() < returning {
          visit(&arms[arm], user: user, treated: arm == 1, &random)
        }
        for _ in 0..<arrivals {
          arms[arm].add(kind: random.uniform() < 0.5 ? 1 : -1)
          visit(&arms[arm], user: arms[arm].users.count - 1, treated: arm == 1, &random)
        }
      }
      looks.append(summary(arms, day: day, plan: plan))
    }
    return looks
  }

  private func visit(_ arm: inout Arm, user: Int, treated: Bool, _ random: inout SplitMix64) {
    for (index, outcome) in outcomes.enumerated() {
      let p =
        outcome.probability + arm.users[user].kind * outcome.spread + (treated ? outcome.effect : 0)
      arm.record(random.uniform() < p, outcome: index, user: user)
    }
    arm.users[user].rows += 1
    arm.rows += 1
  }

  private func summary(_ arms: [Arm], day: Int, plan: Plan) -> LogSummary {
    var summary = LogSummary()
    summary.variants = plan.variants
    summary.firstTime = Timestamp(seconds: 0)
    summary.lastTime = Timestamp(seconds: Int64(day) * 86_400)
    for (index, arm) in arms.enumerated() {
      summary.rows.read += arm.rows
      summary.rows.used += arm.rows
      summary.cells.append(
        LogSummary.Cell(
          variant: index, bucket: 0, rows: arm.rows, units: arm.users.count,
          pairs: arm.pairs(of: ScanLayout(plan)), distributions: []))
    }
    return summary
  }
}

extension SimulatedRollout {
  struct User {
    var kind: Double
    var rows = 0.0
    var hits: [Double]
  }

  struct Arm {
    var users: [User] = []
    var rows = 0
    let outcomes: Int

    init(outcomes: Int) { self.outcomes = outcomes }

    mutating func add(kind: Double) {
      users.append(User(kind: kind, hits: Array(repeating: 0, count: outcomes)))
    }

    mutating func record(_ hit: Bool, outcome: Int, user: Int) {
      if hit { users[user].hits[outcome] += 1 }
    }

    /// The plan's metrics are outcome 0, 1, … in order; each has a pair of sums, a rate also its events.
    func pairs(of layout: ScanLayout) -> [BivariateMoments] {
      var pairs = Array(repeating: BivariateMoments(), count: layout.scan.pairs.count)
      for (outcome, slot) in layout.slots.enumerated() {
        guard case .ratio(let pair, let events) = slot else { continue }
        pairs[pair] = moments { ($0.hits[outcome], $0.rows) }
        if let events { pairs[events] = moments { ($0.hits[outcome] > 0 ? 1 : 0, 1) } }
      }
      return pairs
    }

    /// Users are few kinds of small counts: each kind enters once, with its multiplicity.
    private func moments(_ value: (User) -> (x: Double, y: Double)) -> BivariateMoments {
      var kinds: [Int: Int] = [:]
      for user in users {
        let (x, y) = value(user)
        kinds[Int(x) << 16 | Int(y), default: 0] += 1
      }
      var sums = [Double](repeating: 0, count: 15)
      for (kind, count) in kinds.sorted(by: { $0.key < $1.key }) {
        var powerX = Double(count)
        for p in 0...4 {
          var product = powerX
          for q in 0...(4 - p) {
            sums[BivariateMoments.index(p, q)] += product
            product *= Double(kind & 0xffff)
          }
          powerX *= Double(kind >> 16)
        }
      }
      return BivariateMoments(count: users.count, shiftX: 0, shiftY: 0) {
        sums[BivariateMoments.index($0, $1)]
      }
    }
  }
}
