import Foundation
import Stats

/// A point of `fixtures/reference/distributions/grid.json`, whose script says how it was made.
struct ReferencePoint: Decodable, CustomStringConvertible {
  let family: String
  let parameters: [Double]
  /// The parameters and x of a discrete family without rounding.
  let counts: [Int]
  let x: Double
  let lower: Double
  let upper: Double
  let density: Double?
  let logSmaller: Double?
  /// How far, relative to x, the quantile of the rounded smaller tail lies from x.
  let quantileShift: Double?

  init(from decoder: any Decoder) throws {
    var columns = try decoder.unkeyedContainer()
    family = try columns.decode(String.self)
    if ReferenceGrid.discrete.contains(family) {
      let numbers = try columns.decode([Number].self) + [columns.decode(Number.self)]
      parameters = numbers.dropLast().map(\.value)
      counts = numbers.map(\.count)
      x = Double(counts[counts.count - 1])
    } else {
      parameters = try columns.decode([Double].self)
      counts = []
      x = try columns.decode(Double.self)
    }
    lower = try columns.decode(Double.self)
    upper = try columns.decode(Double.self)
    density = try columns.decodeIfPresent(Double.self)
    logSmaller = try columns.decodeIfPresent(Double.self)
    quantileShift = try columns.decodeIfPresent(Double.self)
  }

  var description: String { "\(family)\(parameters) at \(x)" }

  var smallerTail: Double { min(lower, upper) }
  var lowerIsSmaller: Bool { lower <= upper }

  /// A number that is read as a count as well where it is one: not every count has a double.
  private struct Number: Decodable {
    let value: Double
    let count: Int

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      value = try container.decode(Double.self)
      count = (try? container.decode(Int.self)) ?? 0
    }
  }
}

enum ReferenceGrid {
  static let discrete = ["binomial", "poisson", "negbinomial", "hypergeometric"]

  private struct File: Decodable {
    let rows: [ReferencePoint]
  }

  static let points: [String: [ReferencePoint]] = {
    let url = URL(filePath: #filePath)
      .deletingLastPathComponent().appending(path: "../../../fixtures/reference/distributions")
      .appending(path: "grid.json")
    guard let data = try? Data(contentsOf: url),
      let file = try? JSONDecoder().decode(File.self, from: data)
    else { return [:] }
    return Dictionary(grouping: file.rows, by: \.family)
  }()

  static func continuous(_ family: String, _ p: [Double]) -> (any ContinuousDistribution)? {
    switch family {
    case "normal": Normal()
    case "t": StudentT(degreesOfFreedom: p[0])
    case "chi2": ChiSquared(degreesOfFreedom: p[0])
    case "gamma": GammaDistribution(shape: p[0], scale: p[1])
    case "beta": BetaDistribution(alpha: p[0], beta: p[1])
    case "f": FDistribution(numerator: p[0], denominator: p[1])
    case "kolmogorov": Kolmogorov()
    case "ncchi2": NoncentralChiSquared(degreesOfFreedom: p[0], noncentrality: p[1])
    case "ncf": NoncentralF(numerator: p[0], denominator: p[1], noncentrality: p[2])
    case "nct": NoncentralT(degreesOfFreedom: p[0], noncentrality: p[1])
    case "tukey": StudentizedRange(means: Int(p[0]), degreesOfFreedom: p[1])
    default: nil
    }
  }

  static func discrete(_ point: ReferencePoint) -> (any DiscreteDistribution)? {
    let (counts, p) = (point.counts, point.parameters)
    return switch point.family {
    case "binomial": Binomial(trials: counts[0], probability: p[1])
    case "poisson": Poisson(mean: p[0])
    case "negbinomial": NegativeBinomial(size: p[0], probability: p[1])
    case "hypergeometric":
      Hypergeometric(successes: counts[0], failures: counts[1], draws: counts[2])
    default: nil
    }
  }
}
