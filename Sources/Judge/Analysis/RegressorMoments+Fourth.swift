internal import Stats
internal import Summaries

/// How much of an adjusted metric its few largest residuals carry.
extension RegressorMoments {
  /// Units that the adjusted variance effectively rests on: (Σd²)² ÷ Σd⁴ of the residuals d − θᵀx.
  ///
  /// For means and one column it is exact. Otherwise no pair has the joint fourth moments, and they are bounded
  /// from above: the answer is then too small, and holds back rather than lets pass.
  func effectiveUnits(_ slopes: [Double]) -> Double {
    let n = Double(base.units)
    let squares = n * (n - 1) * adjustedVariance(slopes)
    let fourths = fourthPowers(slopes) ?? fourthPowersAtMost(slopes)
    return fourths > 0 ? min(n, squares * (squares / fourths)) : 0
  }

  /// Σ (d − θᵀx)⁴ for a mean and one column: over the units that have its value, and over the others.
  private func fourthPowers(_ slopes: [Double]) -> Double? {
    guard let (all, present) = outcome else { return nil }
    let (theta, jump) = (slopes[0], slopes[1])
    let center = all.meanX - shift(slopes)
    let withValue = Self.fourthPowers(
      (2...4).map { present.residualSum(slope: theta, order: $0) }, count: present.count,
      about: center + jump - (present.meanX - theta * present.meanY))
    func ofOutcome(_ pair: BivariateMoments) -> Double {
      Self.fourthPowers(
        (2...4).map { pair.centralSum($0, 0) }, count: pair.count, about: center - pair.meanX)
    }
    return withValue + max(0, ofOutcome(all) - ofOutcome(present))
  }

  /// Σ (e − ē − a)⁴ from Σ (e − ē)ᵏ for k from two to four.
  private static func fourthPowers(
    _ central: [Double], count: Int, about a: Double
  ) -> Double {
    central[2] - 4 * a * central[1] + 6 * a * a * central[0] + Double(count) * a * a * a * a
  }

  /// No less than Σ (d − θᵀx)⁴.
  ///
  /// By Minkowski's inequality the fourth root is no more than the sum of those of the outcome and of what
  /// each column explains. Where the outcome and one column are bounded together, more tightly, those take
  /// the place of the two.
  func fourthPowersAtMost(_ slopes: [Double]) -> Double {
    guard base.effectiveUnits > 0 else { return 0 }
    let n = Double(base.units)
    let outcome = n * (n - 1) * base.standardError * base.standardError
    let outcomeFourths = outcome * (outcome / base.effectiveUnits)
    let norms = columns.indices.map { fourthRoot(ofColumn: $0, slopes) }
    let explained = norms.reduce(0, +)
    var norm = outcomeFourths.root4 + explained
    // A column that some units lack has a part for that, too, which no pair holds.
    for column in columns.indices where slopes[2 * column + 1] == 0 && slopes[2 * column] != 0 {
      let slope = slopes[2 * column]
      let joint = [
        jointFourthPowersAtMost(column, slope: slope),
        residualFourthPowersAtMost(column, slope: slope, outcomeFourths),
      ].compactMap(\.self).min()
      guard let joint else { continue }
      norm = min(norm, joint.root4 + explained - norms[column])
    }
    return norm * norm * norm * norm
  }

  private func fourthRoot(ofColumn column: Int, _ slopes: [Double]) -> Double {
    let (theta, jump) = (slopes[2 * column], slopes[2 * column + 1])
    let fourths =
      theta == 0
      ? columns[column].centralSum(0, 4)
      : columns[column].residualSum(slope: -jump / theta, order: 4)
    return (theta == 0 ? abs(jump) : abs(theta)) * fourths.root4
  }

  /// No less than Σ (aS + bN + cx)⁴, S, N and x being numerator, denominator and column, each from its mean.
  ///
  /// The binomial theorem asks for three sums that no pair holds, S²Nx, SN²x and SNx². Cauchy and Schwarz's
  /// inequality bounds each by those that pairs do hold, in two ways. Nil where the pairs are not of the same
  /// units, or too large for their powers.
  private func jointFourthPowersAtMost(_ column: Int, slope: Double) -> Double? {
    let (sx, sn) = (numeratorAndValue[column], ratio)
    guard sn.meanY != 0, sx.count == sn.count, sn.count == base.units else { return nil }
    let (a, b, c) = (1 / sn.meanY, -base.value / sn.meanY, -slope)
    guard !denominatorAndValue.isEmpty else {
      // The denominator is one, and has nothing to add.
      return sn.centralSum(0, 2) == 0 ? sx.quartic(a, c) : nil
    }
    let nx = denominatorAndValue[column]
    guard nx.count == sn.count else { return nil }
    func of(_ pair: BivariateMoments, _ p: Int, _ q: Int) -> Double { pair.centralSum(p, q) }
    // What stands in two of the three quartics is taken off once.
    let known =
      sn.quartic(a, b) + sx.quartic(a, c) + nx.quartic(b, c)
      - power4(a) * of(sn, 4, 0) - power4(b) * of(sn, 0, 4) - power4(c) * of(sx, 0, 4)
    let (s2n2, s2x2, n2x2) = (of(sn, 2, 2), of(sx, 2, 2), of(nx, 2, 2))
    let s2nx = min((s2n2 * s2x2).squareRoot(), (of(sn, 4, 0) * n2x2).squareRoot())
    let sn2x = min((s2n2 * n2x2).squareRoot(), (of(sn, 0, 4) * s2x2).squareRoot())
    let snx2 = min((s2x2 * n2x2).squareRoot(), (of(sx, 0, 4) * s2n2).squareRoot())
    let unknown = 12 * abs(a * b * c) * (abs(a) * s2nx + abs(b) * sn2x + abs(c) * snx2)
    // Rounding may leave a sum of fourth powers below zero, or hide that it is not.
    let total = known + unknown
    return total.isFinite && total > 1e-9 * unknown ? total : nil
  }

  /// No less than Σ (d − θx)⁴, by the moments of the outcome's residuals d, of which fewer are known.
  ///
  /// Σd⁴, Σdx³ and Σx⁴ are; Cauchy and Schwarz's inequality bounds Σd²x² and then Σd³x. Tighter where numerator
  /// and denominator all but follow each other.
  private func residualFourthPowersAtMost(
    _ column: Int, slope: Double, _ fourths: Double
  ) -> Double? {
    let (sx, sn) = (numeratorAndValue[column], ratio)
    guard sn.meanY != 0, sx.count == sn.count, sn.count == base.units,
      !denominatorAndValue.isEmpty
    else { return nil }
    let nx = denominatorAndValue[column]
    guard nx.count == sn.count else { return nil }
    let (a, b, t) = (1 / sn.meanY, -base.value / sn.meanY, abs(slope))
    let x4 = sx.centralSum(0, 4)
    let spread =
      abs(a) * sx.centralSum(2, 2).squareRoot() + abs(b) * nx.centralSum(2, 2).squareRoot()
    let d2x2 = min((fourths * x4).squareRoot(), spread * spread)
    let dx3 = a * sx.centralSum(1, 3) + b * nx.centralSum(1, 3)
    let positive =
      fourths + 4 * t * (fourths * d2x2).squareRoot() + 6 * t * t * d2x2 + power4(t) * x4
    let total = positive - 4 * slope * slope * slope * dx3
    return total.isFinite && total > 1e-9 * positive ? total : nil
  }

  private func power4(_ value: Double) -> Double { value * value * value * value }
}

extension BivariateMoments {
  /// Σ (a·x + b·y)⁴ of the deviations from the means.
  fileprivate func quartic(_ a: Double, _ b: Double) -> Double {
    a == 0
      ? b * b * b * b * centralSum(0, 4)
      : a * a * a * a * residualSum(slope: -b / a, order: 4)
  }
}

extension Double {
  fileprivate var root4: Double { squareRoot().squareRoot() }
}
