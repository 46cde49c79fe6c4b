internal import Foundation

/// Which place of a picture stands for a number.
struct Scale: Equatable, Sendable {
  /// How numbers are spread.
  enum Kind: Sendable {
    case linear
    /// Room near zero for small numbers beside large ones; numbers are not negative.
    case squareRoot
  }

  /// The numbers that are shown; outside of them, a number is at the end it lies beyond.
  var domain: ClosedRange<Double>
  /// Where the least and the greatest of them are.
  var from: Double
  var to: Double
  var kind = Kind.linear

  /// Where a number is.
  func position(_ value: Double) -> Double {
    let (low, high) = (spread(domain.lowerBound), spread(domain.upperBound))
    guard high > low, !value.isNaN else { return (from + to) / 2 }
    let inside = min(max(value, domain.lowerBound), domain.upperBound)
    // Halves first: the width of a domain may exceed the greatest double.
    let share = (spread(inside) / 2 - low / 2) / (high / 2 - low / 2)
    return from + (to - from) * share
  }

  /// Whether a number is shown at a place of its own.
  func shows(_ value: Double) -> Bool { domain.contains(value) }

  private func spread(_ value: Double) -> Double {
    switch kind {
    case .linear: value
    case .squareRoot: max(0, value).squareRoot()
    }
  }

  /// Round numbers within the domain, about as many as asked for.
  func ticks(_ count: Int) -> [Double] {
    let (low, high) = (domain.lowerBound, domain.upperBound)
    let step = Self.roundStep((high / 2 - low / 2) / Double(max(1, count)) * 2)
    guard high > low, step.isFinite, step > 0 else { return [low] }
    let first = (low / step - 1e-9).rounded(.up)
    let last = (high / step + 1e-9).rounded(.down)
    guard last >= first, last - first < 100 else { return [low] }
    return stride(from: first, through: last, by: 1).map { index in
      // Dividing by a whole number gives the round number itself, multiplying by a fraction near it.
      step < 1 ? index / (1 / step).rounded() : index * step
    }.map { $0 == 0 ? 0 : $0 }
  }

  /// The least of 1, 2, 5 times a power of ten that is no less.
  static func roundStep(_ raw: Double) -> Double {
    guard raw > 0, raw.isFinite else { return 0 }
    let power = pow(10, floor(log10(raw)))
    let factor = [1, 2, 5, 10].first { $0 * power >= raw * (1 - 1e-9) } ?? 10
    return factor * power
  }
}
