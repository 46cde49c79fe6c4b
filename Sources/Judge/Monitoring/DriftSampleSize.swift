internal import Foundation
internal import Stats

/// How many rows a drift report takes for what, and what so many rows can show.
///
/// Two samples of n rows each from one population have a PSI of which PSI·n/2 follows chi-square with as
/// many degrees of freedom as there are bins less one (Yurdakul, 2018).
struct DriftSampleSize {
  var significance: Double
  /// Into how many bins numbers are cut, where there are rows enough for each.
  var bins: Int
  /// How often an unchanged column is meant to be shown within its tolerance.
  static let power = 0.9

  /// Rows of either log that show an unchanged column within a PSI, nine times in ten.
  func rows(forIndex psi: Double) -> Int? { rows(forIndex: psi, logs: 2) }

  /// Rows of one log that do so, were the other one infinite: fewer are never enough.
  func leastRows(forIndex psi: Double) -> Int? { rows(forIndex: psi, logs: 1) }

  private func rows(forIndex psi: Double, logs: Double) -> Int? {
    guard psi > 0 else { return nil }
    // Fewer rows are cut into fewer bins, each of which must expect rows enough.
    for count in 2...max(2, min(bins, 1000)) {
      guard let noncentrality = noncentrality(bins: count) else { return nil }
      let needed = max(
        Double(count) * DriftTable.leastExpected, (logs * noncentrality / psi).rounded(.up))
      if count >= bins || needed < Double(count + 1) * DriftTable.leastExpected {
        return Int(exactly: needed)
      }
    }
    return nil
  }

  /// The noncentrality at which an index as large as an unchanged column's, nine times in ten, is rare.
  private func noncentrality(bins: Int) -> Double? {
    let degrees = Double(bins - 1)
    do throws(StatsError) {
      let usual = try ChiSquared(degreesOfFreedom: degrees).quantile(upperTail: 1 - Self.power)
      return try Self.crossing(below: usual + 20 * (usual + 10).squareRoot() + 200) {
        (noncentrality) throws(StatsError) in
        try NoncentralChiSquared(degreesOfFreedom: degrees, noncentrality: noncentrality)
          .lowerTail(usual) > significance
      }
    } catch {
      return nil
    }
  }

  /// Rows of either log without one missing value that show the missing share to have changed by less.
  func rows(forShare tolerance: Double) -> Int? {
    guard tolerance > 0, tolerance < 1 else { return nil }
    return Int(exactly: (log(significance) / log1p(-tolerance)).rounded(.up))
  }

  /// The smallest PSI of two logs of so many rows that is shown to be beyond the tolerance, as the first of
  /// all columns' tests: of the index, of missing values and of shares.
  func indexSeen(_ tolerance: Double, rows: Int, columns: Int) -> Double? {
    guard rows > 0, let degrees = degrees(rows) else { return nil }
    let noise = 2 / Double(rows)
    let level = significance * SecondaryDivergence.indexShare / Double(3 * columns)
    do throws(StatsError) {
      let distribution = NoncentralChiSquared(
        degreesOfFreedom: degrees, noncentrality: tolerance / noise)
      let mean = degrees + tolerance / noise
      let most = mean + 60 * (mean + 1).squareRoot() + 200
      return try noise
        * Self.crossing(below: most) { (x) throws(StatsError) in
          try distribution.upperTail(x) > level
        }
    } catch {
      return nil
    }
  }

  /// The PSI below which no number of looks raises an alarm: the tolerance, and as distances what the
  /// reference's rows may be away.
  func indexSeenByLooks(_ tolerance: Double, rows: Int, columns: Int) -> Double? {
    guard rows > 0, let degrees = degrees(rows) else { return nil }
    let share = LookEvidence.referenceError / Double(3 * columns)
    guard let away = try? ChiSquared(degreesOfFreedom: degrees).quantile(upperTail: share) else {
      return nil
    }
    let root = tolerance.squareRoot() + (away / Double(rows)).squareRoot()
    return root * root
  }

  /// Where a condition that holds at zero ceases to hold.
  private static func crossing(
    below most: Double, _ holds: (Double) throws(StatsError) -> Bool
  ) throws(StatsError) -> Double {
    var (low, high) = (0.0, most)
    // Sixty halvings leave no more than rounding.
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if try holds(middle) { low = middle } else { high = middle }
    }
    return high
  }

  private func degrees(_ rows: Int) -> Double? {
    let used = min(bins, Int(Double(rows) / DriftTable.leastExpected))
    return used > 1 ? Double(used - 1) : nil
  }
}
