// Answers "family operation parameters… x" lines with assay's value; see accuracy_table.py.
import Stats

/// A number of a line; a count beyond 2⁵³ has no double.
struct Number {
  let value: Double
  let count: Int

  init?(_ word: Substring) {
    guard let value = Double(word) else { return nil }
    self.value = value
    count = Int(word) ?? Int(exactly: value.rounded()) ?? .max
  }
}

func continuous(_ name: String, _ p: [Double]) -> (any ContinuousDistribution)? {
  switch name {
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

func discrete(_ name: String, _ p: [Number]) -> (any DiscreteDistribution)? {
  switch name {
  case "binomial": Binomial(trials: p[0].count, probability: p[1].value)
  case "poisson": Poisson(mean: p[0].value)
  case "negbinomial": NegativeBinomial(size: p[0].value, probability: p[1].value)
  case "hypergeometric":
    Hypergeometric(successes: p[0].count, failures: p[1].count, draws: p[2].count)
  default: nil
  }
}

func evaluate(
  _ name: String, _ operation: String, _ p: [Number], _ x: Number
) throws -> String? {
  if let d = continuous(name, p.map(\.value)) {
    let x = x.value
    let value =
      switch operation {
      case "density": try d.density(x)
      case "logDensity": try d.logDensity(x)
      case "lower": try d.lowerTail(x)
      case "upper": try d.upperTail(x)
      case "logLower": try d.logLowerTail(x)
      case "logUpper": try d.logUpperTail(x)
      case "qlower": try d.quantile(lowerTail: x)
      default: try d.quantile(upperTail: x)
      }
    return "\(value)"
  }
  guard let d = discrete(name, p) else { return nil }
  return switch operation {
  case "density": "\(try d.mass(x.count))"
  case "logDensity": "\(try d.logMass(x.count))"
  case "lower": "\(try d.lowerTail(x.count))"
  case "upper": "\(try d.upperTail(x.count))"
  case "logLower": "\(try d.logLowerTail(x.count))"
  case "logUpper": "\(try d.logUpperTail(x.count))"
  case "qlower": "\(try d.quantile(lowerTail: x.value))"
  default: "\(try d.quantile(upperTail: x.value))"
  }
}

while let line = readLine() {
  let words = line.split(separator: " ")
  let numbers = words.dropFirst(2).compactMap(Number.init)
  guard words.count > 2, let x = numbers.last else { continue }
  let value = try? evaluate(String(words[0]), String(words[1]), Array(numbers.dropLast()), x)
  print(value ?? "error")
}
