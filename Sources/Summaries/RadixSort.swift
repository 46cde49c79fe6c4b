/// Sorts by whole numbers, digit by digit: no comparison to be mispredicted.
enum RadixSort {
  private static let digitBits = 11
  private static let digits = 6
  private static let radix = 1 << digitBits
  /// Fewer are sorted sooner by comparing them.
  private static let fewest = 512

  /// Sorts elements by ascending codes; those of one code keep their order.
  static func sort<Element>(_ elements: inout [Element], by code: (Element) -> UInt64) {
    guard elements.count >= fewest else { return elements.sort { code($0) < code($1) } }
    var counts = [Int](repeating: 0, count: digits * radix)
    for element in elements {
      let code = code(element)
      for digit in 0..<digits { counts[digit * radix + Self.digit(digit, of: code)] += 1 }
    }
    var other = elements
    for digit in 0..<digits {
      let first = digit * radix
      // A digit that is the same everywhere orders nothing.
      if counts[first + Self.digit(digit, of: code(elements[0]))] == elements.count { continue }
      var start = 0
      for place in first..<first + radix { (counts[place], start) = (start, start + counts[place]) }
      for element in elements {
        let place = first + Self.digit(digit, of: code(element))
        other[counts[place]] = element
        counts[place] += 1
      }
      swap(&elements, &other)
    }
  }

  @inline(__always)
  private static func digit(_ index: Int, of code: UInt64) -> Int {
    Int(truncatingIfNeeded: code &>> UInt64(index * digitBits)) & (radix - 1)
  }
}
