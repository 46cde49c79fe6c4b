internal import Foundation
internal import Summaries

/// When units arrive and return, when one looks, and which variant a new unit gets.
struct RolloutTraffic: Equatable, Sendable {
  /// A Monday midnight, so that daily looks and weeks fall where calendars have them.
  static let monday = Timestamp(seconds: 1_772_409_600)
  static let day = 86_400.0
  /// More units than this in one rollout take minutes.
  static let mostUnits = 2_000_000

  let start: Timestamp
  /// Seconds from the start to the last look.
  let duration: Double
  /// Seconds from the start, ascending.
  let looks: [Double]
  let units: Int
  let settings: SimulationSettings
  /// Units return.
  let returns: Bool
  /// The mean of the exponential time, in seconds, from a row to its label, and the longest that counts; nil
  /// where labels are there at once.
  let labelDelay: LabelDelay?
  private let stretches: [Stretch]

  /// A stretch of constant allocation.
  private struct Stretch: Equatable {
    var start: Double
    /// Running sums of the variants' shares.
    var sums: [Double]
  }

  init(_ plan: Plan, _ settings: SimulationSettings) throws(SimulationProblem) {
    self.settings = settings
    start = plan.phases.first?.start ?? Self.monday
    let origin = start
    let phases = plan.phases.map {
      (start: origin.seconds(to: $0.start), shares: plan.shares(of: $0.traffic))
    }
    let planned =
      plan.duration.extend?.to ?? plan.duration.maximum
      ?? max(plan.duration.minimum ?? 0, 14 * Self.day)
    let whole = phases.last.map { max(planned, $0.start + Self.day) } ?? planned
    let spacing = settings.looks.map { whole / Double($0) } ?? plan.inference.looks ?? Self.day
    let count = settings.looks ?? max(1, Int((whole / spacing).rounded(.down)))
    guard count <= 10_000 else {
      throw .setting(name: "the number of looks", value: Double(count), expected: "at most 10000")
    }
    var times = (1...count).map { spacing * Double($0) }
    times[count - 1] = whole
    (duration, looks) = (whole, times)
    units = settings.units ?? Self.plannedUnits(plan)
    guard units <= Self.mostUnits else { throw .tooManyUnits(units, most: Self.mostUnits) }
    returns = plan.unitColumn != nil && settings.returning > 0
    labelDelay = plan.labels.flatMap { labels in
      labels.time == nil ? nil : LabelDelay(maturity: labels.maturity)
    }
    let shares =
      phases.count > 1
      ? phases : plan.ramp.map { Self.ramp($0, plan) } ?? [(start: 0, shares: plan.shares)]
    stretches = shares.map { stretch in
      var sum = 0.0
      return Stretch(
        start: stretch.start,
        sums: stretch.shares.map {
          sum += $0; return sum
        })
    }
  }

  /// The planned sample, or twice the smallest that may be judged.
  ///
  /// Where the maximum may be extended, they go on coming as before it.
  private static func plannedUnits(_ plan: Plan) -> Int {
    let smallest = plan.shares.filter { $0 > 0 }.min() ?? 1
    var units =
      plan.inference.plannedSample.map(Double.init)
      ?? 2 * Double(plan.inference.minimumSample) / smallest
    if let maximum = plan.duration.maximum, let extend = plan.duration.extend {
      units *= extend.to / maximum
    }
    return Int(exactly: units.rounded(.up)) ?? .max
  }

  private static func ramp(_ ramp: RampPlan, _ plan: Plan) -> [(start: Double, shares: [Double])] {
    let weights = plan.shares.dropFirst()
    let sum = weights.reduce(0, +)
    var start = 0.0
    return ramp.path.map { percent in
      let treated = percent / 100
      defer { start += ramp.length(at: percent) }
      return (start, [1 - treated] + weights.map { $0 / sum * treated })
    }
  }

  /// The variant of a unit that arrives at a time, from a uniform draw.
  func variant(at time: Double, draw: Double) -> Int {
    let stretch = stretches.last { $0.start <= time } ?? stretches[0]
    let variant = stretch.sums.firstIndex { draw < $0 } ?? stretch.sums.count - 1
    return variant
  }

  /// The look at which a row of this time is first seen.
  func look(at time: Double) -> Int {
    var (low, high) = (0, looks.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if looks[middle] > time { high = middle } else { low = middle + 1 }
    }
    return low
  }

  func instant(_ time: Double) -> Timestamp {
    Timestamp(microseconds: start.microseconds + Int64((time * 1e6).rounded()))
  }

  /// The times of a returning unit's rows after its first.
  func laterTimes(first: Double, _ random: inout SplitMix64) -> [Double] {
    var times: [Double] = []
    if settings.shape == .clustered {
      let rows = random.zipfSize(cap: 1000)
      for _ in 1..<max(rows, 2) where rows > 1 {
        times.append(first + (duration - first) * random.uniform())
      }
    } else {
      var time = first + Self.day
      while time < duration {
        if random.uniform() < settings.returning { times.append(time) }
        time += Self.day
      }
    }
    return times
  }
}
