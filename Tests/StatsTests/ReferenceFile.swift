import Foundation

/// Values computed elsewhere, committed beside the script that made them.
enum ReferenceFile {
  static func load<Values: Decodable>(_ name: String, as type: Values.Type) throws -> Values {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../fixtures/reference/\(name).json")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Inf", negativeInfinity: "-Inf", nan: "NaN")
    return try decoder.decode(type, from: Data(contentsOf: url))
  }
}

/// Whether two numbers agree to a relative tolerance, or absolutely to a floor near zero.
func agree(_ found: Double, _ expected: Double, relative: Double, floor: Double = 0) -> Bool {
  found == expected || abs(found - expected) <= max(relative * abs(expected), floor)
}

/// A small seeded generator (Steele, Lea & Flood 2014), so that a simulation is the same everywhere.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number uniform on the open interval (0, 1).
  mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

  /// A standard normal number, by Box & Muller (1958).
  mutating func normal() -> Double {
    (-2 * log(uniform())).squareRoot() * cos(2 * Double.pi * uniform())
  }
}

/// The largest share of `runs` that a true error rate can plausibly show: three standard errors up,
/// which a correct procedure exceeds once in seven hundred seeds.
func binomialBound(_ rate: Double, runs: Int) -> Double {
  rate + 3 * (rate * (1 - rate) / Double(runs)).squareRoot()
}
