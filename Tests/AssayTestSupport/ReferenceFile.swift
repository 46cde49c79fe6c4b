import Foundation

/// Values computed elsewhere, committed beside the script that made them.
public enum ReferenceFile {
  /// Reads `fixtures/reference/NAME.json`.
  public static func load<Values: Decodable>(
    _ name: String, as type: Values.Type = Values.self
  ) throws -> Values {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../fixtures/reference/\(name).json")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Inf", negativeInfinity: "-Inf", nan: "NaN")
    return try decoder.decode(type, from: Data(contentsOf: url))
  }
}

/// Whether two numbers agree to a relative tolerance, or absolutely to a floor near zero.
public func agree(
  _ found: Double, _ expected: Double, relative: Double, floor: Double = 0
) -> Bool {
  found == expected || abs(found - expected) <= max(relative * abs(expected), floor)
}

/// The largest share of `runs` that a true error rate can plausibly show: three standard errors up,
/// which a correct procedure exceeds once in seven hundred seeds.
public func binomialBound(_ rate: Double, runs: Int) -> Double {
  rate + 3 * (rate * (1 - rate) / Double(runs)).squareRoot()
}
