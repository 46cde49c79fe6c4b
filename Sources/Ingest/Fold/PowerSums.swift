internal import Summaries

/// Sums of the powers of pairs about a shift, up to order four: what `BivariateMoments` is made of.
///
/// In memory: the count, the shift of x, that of y, then the fourteen sums by total order, then by the
/// order of y. The shift is near the pairs, by itself the first of them, so that a common offset takes no
/// digits.
enum PowerSums {
  static let width = 17

  @inline(__always)
  static func add(_ sums: Lane<Double>, x: Double, y: Double, times: Double) {
    if sums[0] == 0 { (sums[1], sums[2]) = (x, y) }
    add(aboutShift: sums, x: x, y: y, times: times)
  }

  /// Adds a pair to sums that have their shift.
  @inline(__always)
  static func add(aboutShift sums: Lane<Double>, x: Double, y: Double, times: Double) {
    sums[0] += times
    let (u, v) = (x - sums[1], y - sums[2])
    let (u2, uv, v2) = (u * u, u * v, v * v)
    sums[3] += times * u
    sums[4] += times * v
    sums[5] += times * u2
    sums[6] += times * uv
    sums[7] += times * v2
    sums[8] += times * (u2 * u)
    sums[9] += times * (u2 * v)
    sums[10] += times * (u * v2)
    sums[11] += times * (v2 * v)
    sums[12] += times * (u2 * u2)
    sums[13] += times * (u2 * uv)
    sums[14] += times * (u2 * v2)
    sums[15] += times * (uv * v2)
    sums[16] += times * (v2 * v2)
  }

  /// Adds the pairs of some rows.
  static func add(
    _ sums: Lane<Double>, x: Lane<Double>, y: Lane<Double>, rows: Lane<UInt32>, count: Int
  ) {
    for i in 0..<count {
      let row = Int(rows[i])
      add(sums, x: x[row], y: y[row], times: 1)
    }
  }

  /// Adds pairs of which y is always one: the sums it has a part in stay zero.
  static func add(_ sums: Lane<Double>, x: Lane<Double>, rows: Lane<UInt32>, count: Int) {
    guard count > 0 else { return }
    if sums[0] == 0 { (sums[1], sums[2]) = (x[Int(rows[0])], 1) }
    let shift = sums[1]
    var (s1, s2, s3, s4) = (sums[3], sums[5], sums[8], sums[12])
    for i in 0..<count {
      let u = x[Int(rows[i])] - shift
      let u2 = u * u
      s1 += u
      s2 += u2
      s3 += u2 * u
      s4 += u2 * u2
    }
    sums[0] += Double(count)
    (sums[3], sums[5], sums[8], sums[12]) = (s1, s2, s3, s4)
  }

  /// Adds pairs of which both are 0 or 1: what is added is whole, so that counting gives the same bits.
  static func addIndicators(
    _ sums: Lane<Double>, x: Lane<Double>, y: Lane<Double>, rows: Lane<UInt32>, count: Int
  ) {
    guard count > 0 else { return }
    if sums[0] == 0 { (sums[1], sums[2]) = (x[Int(rows[0])], y[Int(rows[0])]) }
    var (onlyX, onlyY, both) = (0, 0, 0)
    for i in 0..<count {
      let row = Int(rows[i])
      let (u, v) = (bit(x[row]), bit(y[row]))
      onlyX &+= u & ~v
      onlyY &+= v & ~u
      both &+= u & v
    }
    add(aboutShift: sums, x: 1, y: 0, times: Double(onlyX))
    add(aboutShift: sums, x: 0, y: 1, times: Double(onlyY))
    add(aboutShift: sums, x: 1, y: 1, times: Double(both))
    add(aboutShift: sums, x: 0, y: 0, times: Double(count - onlyX - onlyY - both))
  }

  /// Adds pairs of which x is 0 or 1, and y always one.
  static func addIndicators(
    _ sums: Lane<Double>, x: Lane<Double>, rows: Lane<UInt32>, count: Int
  ) {
    guard count > 0 else { return }
    if sums[0] == 0 { (sums[1], sums[2]) = (x[Int(rows[0])], 1) }
    var both = 0
    for i in 0..<count { both &+= bit(x[Int(rows[i])]) }
    add(aboutShift: sums, x: 1, y: 1, times: Double(both))
    add(aboutShift: sums, x: 0, y: 1, times: Double(count - both))
  }

  /// Adds pairs of ones.
  static func addOnes(_ sums: Lane<Double>, count: Int) {
    add(sums, x: 1, y: 1, times: Double(count))
  }

  /// 1 for one, 0 for zero.
  @inline(__always)
  private static func bit(_ x: Double) -> Int {
    Int(truncatingIfNeeded: x.bitPattern &>> 61) & 1
  }

  /// The summary that the sums make.
  static func moments(_ sums: Lane<Double>) -> BivariateMoments {
    BivariateMoments(count: Int(sums[0]), shiftX: sums[1], shiftY: sums[2]) { p, q in
      sums[2 + (p + q) * (p + q + 1) / 2 + q]
    }
  }
}
