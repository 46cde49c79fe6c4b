internal import Summaries

/// The people who send the requests of a simulated log.
///
/// Activity is heavy-tailed: weights follow P(w ≥ x) = 1/x up to a cap, so that most users come
/// once or twice and a few come forty times as often. Attributes are drawn from a stream of the
/// user's own and are not stored.
struct SimulatedUsers: Sendable {
  private static let activityCap = 40.0
  private static let countries: [(String, Int)] = [
    ("US", 34), ("GB", 18), ("DE", 15), ("FR", 13), ("BR", 12), ("IN", 8),
  ]
  private static let devices: [(String, Int)] = [("mobile", 58), ("desktop", 35), ("tablet", 7)]

  private let seed: UInt64
  /// Running sums of the activity weights, for choosing a user by bisection.
  private let activitySums: [Double]

  init(seed: UInt64, count: Int) {
    self.seed = seed
    var sum = 0.0
    activitySums = (0..<count).map { index in
      var generator = SplitMix64(seed: seed, family: 1, index: index)
      sum += min(Self.activityCap, 1 / (1 - generator.share()))
      return sum
    }
  }

  /// The user at a fraction of the total activity in [0, 1).
  func index(atActivity fraction: Double) -> Int {
    let target = fraction * (activitySums.last ?? 0)
    var low = 0
    var high = activitySums.count - 1
    while low < high {
      let middle = (low + high) / 2
      if activitySums[middle] > target { high = middle } else { low = middle + 1 }
    }
    return low
  }

  func user(_ index: Int) -> SimulatedUser {
    var generator = SplitMix64(seed: seed, family: 2, index: index)
    let country = Self.choose(from: Self.countries, &generator)
    let device = Self.choose(from: Self.devices, &generator)
    let age = 18 + Int(62 * generator.share() * generator.share())
    let ageIsKnown = generator.share() >= 0.03
    return SimulatedUser(
      name: "u" + PortableMath.padded(index + 1, width: 5), country: country, device: device,
      age: ageIsKnown ? age : nil, riskEffect: 1.5 * generator.roughNormal(),
      blindSpot: generator.roughNormal(), latencyEffect: generator.roughNormal())
  }

  private static func choose(
    from table: [(String, Int)], _ generator: inout SplitMix64
  ) -> String {
    var rest = Int(generator.share() * 100)
    for (name, percent) in table {
      if rest < percent { return name }
      rest -= percent
    }
    return table[0].0
  }
}

/// One person: what the log shows of them, and the effects that make their requests alike.
struct SimulatedUser: Sendable {
  let name: String
  let country: String
  let device: String
  /// Whole years; nil where the log does not know it.
  let age: Int?
  /// Shift of the latent risk of all their requests.
  let riskEffect: Double
  /// A standard normal share of every model's score noise: what no model sees about this person.
  let blindSpot: Double
  /// A standard normal shift of the log of their latency: their network.
  let latencyEffect: Double
}
