/// Sorts finite numbers by the digits of their bit patterns.
///
/// A few passes over the numbers however many there are, where a comparison sort takes their logarithm.
enum RadixSort {
  /// The bits of a digit: six digits make a number, and their counts fit the first-level cache.
  private static let digitBits = 11

  /// The numbers in ascending order; zeros of either sign are equal, and stand in any order.
  static func ascending(_ numbers: [Double]) -> [Double] {
    // Below this the counts of digits cost more than comparisons.
    guard numbers.count > 1_000 else { return numbers.sorted() }
    var keys = numbers.map(key)
    var other = [UInt64](repeating: 0, count: keys.count)
    for shift in stride(from: 0, to: UInt64.bitWidth, by: digitBits) {
      var places = digitCounts(keys, shift)
      // A digit that all numbers share moves none of them.
      if places.contains(keys.count) { continue }
      var before = 0
      for digit in places.indices {
        (places[digit], before) = (before, before + places[digit])
      }
      for key in keys {
        let digit = Int(truncatingIfNeeded: key >> UInt64(shift)) & (1 << digitBits - 1)
        other[places[digit]] = key
        places[digit] += 1
      }
      swap(&keys, &other)
    }
    return keys.map(number)
  }

  private static func digitCounts(_ keys: [UInt64], _ shift: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: 1 << digitBits)
    for key in keys {
      counts[Int(truncatingIfNeeded: key >> UInt64(shift)) & (1 << digitBits - 1)] += 1
    }
    return counts
  }

  /// Bit patterns in the order of the numbers: negative ones reversed, below the positive ones.
  private static func key(_ number: Double) -> UInt64 {
    let bits = number.bitPattern
    return bits ^ (UInt64(bitPattern: Int64(bitPattern: bits) >> 63) | 1 << 63)
  }

  private static func number(_ key: UInt64) -> Double {
    let bits = key >> 63 == 1 ? key ^ (1 << 63) : ~key
    return Double(bitPattern: bits)
  }
}
