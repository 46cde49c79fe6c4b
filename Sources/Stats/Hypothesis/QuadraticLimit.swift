internal import Foundation

/// The limit of a statistic that squares a weighted empirical process: Y = ½ Σⱼ wⱼ χ²ⱼ, w₁ = 1.
///
/// Its transform E e^(sY) = g(s)^(ν/2) is known in closed form for both families of weights, with
/// branch points at 1/wⱼ. P(Y > x) is the integral of g^(ν/2) e^(−sx)/(2πi s) along a line that
/// passes between the pole at 0 and the branch points. It is bent into a hyperbola about them,
/// where the trapezoidal rule converges geometrically, and passes near the saddle point, so that
/// the tail keeps its relative accuracy however far out.
///
/// Reference: Anderson & Darling (1952), Annals of Mathematical Statistics 23, 193–212; the
/// contour: Weideman & Trefethen (2007), Mathematics of Computation 76, 1341–1356.
struct QuadraticLimit {
  private enum Weights {
    /// wⱼ = 1/j²: Y is π²/2 times Cramér & von Mises' ω².
    case cramerVonMises
    /// wⱼ = 2/(j(j + 1)): Y is Anderson & Darling's A².
    case andersonDarling
  }

  private let weights: Weights
  /// ν, the degrees of freedom of each chi-square.
  private let degreesOfFreedom: Double
  /// The mean of Y.
  private let mean: Double
  /// The statistic at Y = 0, and how it grows with Y.
  private let origin: Double
  private let unit: Double

  /// The limit of ω².
  static let cramerVonMises = QuadraticLimit(
    weights: .cramerVonMises, degreesOfFreedom: 1, mean: .pi * .pi / 12, origin: 0,
    unit: 2 / (.pi * .pi))

  /// The limit of A² less its mean ν and over its standard deviation.
  static func andersonDarling(
    degreesOfFreedom: Double
  ) throws(StatsError) -> QuadraticLimit {
    try Domain.positive("degreesOfFreedom", degreesOfFreedom)
    let deviation = (degreesOfFreedom * 2 * (.pi * .pi / 3 - 3)).squareRoot()
    return QuadraticLimit(
      weights: .andersonDarling, degreesOfFreedom: degreesOfFreedom, mean: degreesOfFreedom,
      origin: -degreesOfFreedom / deviation, unit: 1 / deviation)
  }

  /// The probability of a larger statistic.
  func upperTail(of statistic: Double) throws(StatsError) -> Double {
    try Domain.argument(statistic)
    return upperTail((statistic - origin) / unit)
  }

  /// The statistic whose upper tail is `probability`, strictly between 0 and 1.
  func quantile(upperTail probability: Double) throws(StatsError) -> Double {
    guard probability > 0, probability < 1 else {
      throw .invalidParameter(name: "probability", value: probability, expected: "within (0, 1)")
    }
    var high = mean + 1
    while upperTail(high) > probability { high *= 2 }
    let x = try BracketedRoot.find(in: 0...high, accuracy: 1e-14) { x in
      log(probability) - log(upperTail(x))
    }
    return origin + unit * x
  }

  /// P(Y > x).
  private func upperTail(_ x: Double) -> Double {
    guard x > 0 else { return 1 }
    guard x < .infinity else { return 0 }
    // Where the contour crosses the axis: about the saddle point of the first term, above zero.
    let half = degreesOfFreedom / 2
    let saddle = x > mean ? 1 - half / (x - mean + half) : 0
    let crossing = max(saddle, 0.3 / degreesOfFreedom.squareRoot())
    let slope = Double(0.5).squareRoot()
    let scale = (1 - crossing) / (1 - slope)
    // The rule's error is e^(−2π·strip/step). The strip reaches to the pole or the real axis, on
    // which the integrand grows with ν; with this step values agree with 45 digits to 1e-13.
    let toPole = scale > 0.5 ? .pi / 4 - asin(1 - 1 / scale) : .pi / 4
    let step = 2 * .pi * min(.pi / 4, toPole) / 38 / (1 + degreesOfFreedom / 4).squareRoot()
    var sum = 0.0
    var (u, first) = (0.0, 0.0)
    while true {
      let s = Complex(1 - scale * (1 - slope * cosh(u)), scale * slope * sinh(u))
      let velocity = Complex(scale * slope * sinh(u), scale * slope * cosh(u))
      let (root, end) = (logTransform(s), (s.log, velocity.log))
      let size = half * root.re - s.re * x - end.0.re + end.1.re
      let angle = half * root.im - s.im * x - end.0.im + end.1.im
      if u == 0 { first = size }
      sum += (u == 0 ? 0.5 : 1) * exp(size) * sin(angle)
      if size < first - 42 { break }
      u += step
    }
    return min(1, max(0, step * sum / .pi))
  }

  /// ln g(s) in the upper half plane, by ζ with s = ζ² or ζ(ζ + 1)/2: g = πζ/sin πζ, times ζ + 1.
  private func logTransform(_ s: Complex) -> Complex {
    let root: Complex
    switch weights {
    case .cramerVonMises: root = s.squareRoot
    case .andersonDarling:
      let twice = Complex(1 + 8 * s.re, 8 * s.im).squareRoot
      root = Complex((twice.re - 1) / 2, twice.im / 2)
    }
    let (a, b) = (Double.pi * root.re, Double.pi * root.im)
    // sin πζ = e^(−iπζ)(1 − e^(2iπζ))·i/2, in which no logarithm crosses its cut.
    let fading = exp(-2 * b)
    let rest = Complex(1 - fading * cos(2 * a), -fading * sin(2 * a)).log
    let sine = Complex(b - log(2) + rest.re, .pi / 2 - a + rest.im)
    let factor = weights == .andersonDarling ? Complex(root.re + 1, root.im).log : Complex(0, 0)
    let numerator = root.log
    return Complex(
      log(.pi) + numerator.re + factor.re - sine.re, numerator.im + factor.im - sine.im)
  }

  private struct Complex {
    let re: Double
    let im: Double

    init(_ re: Double, _ im: Double) { (self.re, self.im) = (re, im) }

    var log: Complex { Complex(Foundation.log(hypot(re, im)), atan2(im, re)) }

    /// The root with a real part that is not negative.
    var squareRoot: Complex {
      let (size, angle) = (hypot(re, im).squareRoot(), atan2(im, re) / 2)
      return Complex(size * cos(angle), size * sin(angle))
    }
  }
}
