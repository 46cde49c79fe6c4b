internal import Summaries

extension SplitMix64 {
  /// An unbiased draw from 0 ..< `bound`, by multiplication with rejection.
  ///
  /// Reference: Lemire (2019), ACM Transactions on Modeling and Computer Simulation 29, 3.
  mutating func index(below bound: Int) -> Int {
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// A Poisson draw of mean one, by inversion.
  mutating func poissonOfMeanOne() -> Int {
    let word = next()
    var count = 0
    while count < Self.poissonTails.count, word < Self.poissonTails[count] { count += 1 }
    return count
  }

  /// P(X > 0), P(X > 1), … of a Poisson X of mean one, in units of 2⁻⁶⁴, down to the last unit.
  private static let poissonTails: [UInt64] = {
    // Summed from the far end, where terms are small: upper tails keep their relative accuracy.
    var terms = [0.36787944117144233]
    while terms.count < 24 { terms.append(terms[terms.count - 1] / Double(terms.count)) }
    var tails: [UInt64] = []
    var tail = 0.0
    for term in terms.dropFirst().reversed() {
      tail += term
      tails.append(UInt64(tail * 0x1p64))
    }
    return tails.reversed().filter { $0 > 0 }
  }()
}
