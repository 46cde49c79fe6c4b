// Answers "family operation parameters… x" lines with assay's value; see accuracy_table.py.
import Stats

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

func discrete(_ name: String, _ p: [Double]) -> (any DiscreteDistribution)? {
  switch name {
  case "binomial": Binomial(trials: Int(p[0]), probability: p[1])
  case "poisson": Poisson(mean: p[0])
  case "negbinomial": NegativeBinomial(size: p[0], probability: p[1])
  case "hypergeometric":
    Hypergeometric(successes: Int(p[0]), failures: Int(p[1]), draws: Int(p[2]))
  default: nil
  }
}

func evaluate(
  _ name: String, _ operation: String, _ p: [Double], _ x: Double
) throws -> Double? {
  if let d = continuous(name, p) {
    return switch operation {
    case "density": try d.density(x)
    case "logDensity": try d.logDensity(x)
    case "lower": try d.lowerTail(x)
    case "upper": try d.upperTail(x)
    case "logLower": try d.logLowerTail(x)
    case "logUpper": try d.logUpperTail(x)
    case "qlower": try d.quantile(lowerTail: x)
    default: try d.quantile(upperTail: x)
    }
  }
  guard let d = discrete(name, p) else { return nil }
  return switch operation {
  case "density": try d.mass(Int(x))
  case "logDensity": try d.logMass(Int(x))
  case "lower": try d.lowerTail(Int(x))
  case "upper": try d.upperTail(Int(x))
  case "logLower": try d.logLowerTail(Int(x))
  case "logUpper": try d.logUpperTail(Int(x))
  case "qlower": Double(try d.quantile(lowerTail: x))
  default: Double(try d.quantile(upperTail: x))
  }
}

while let line = readLine() {
  let words = line.split(separator: " ").map(String.init)
  let numbers = words.dropFirst(2).compactMap(Double.init)
  guard words.count > 2, let x = numbers.last else { continue }
  let value = try? evaluate(words[0], words[1], Array(numbers.dropLast()), x)
  print(value.map { "\($0)" } ?? "error")
}
