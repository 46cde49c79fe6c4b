internal import CScan

/// The scanner in Swift alone: for machines the C one does not know, and its oracle in tests.
struct PortableScan {
  let delimiter: UInt8

  /// As `DelimitedStructure.scan`; eight bytes at a time.
  func scan(
    _ p: Bytes, count n: Int, offsets: Lane<UInt32>?, quotes: Lane<UInt32>?
  ) -> DelimitedStructure.Found {
    var found = DelimitedStructure.Found()
    let delimiters = UInt64(delimiter) &* 0x0101_0101_0101_0101
    var inside: UInt64 = 0
    var (mayOpen, closed, closedThenReturn) = (UInt64(1), UInt64(0), UInt64(0))
    var irregular: UInt64 = 0
    var (i, lineCount) = (0, 0)
    while i < n {
      var (d, w, q, r) = (UInt64(0), UInt64(0), UInt64(0), UInt64(0))
      for z in 0..<8 {
        let word = p.load64(i &+ 8 &* z)
        let shift = UInt64(truncatingIfNeeded: 8 &* z)
        d |= Self.equal(word, delimiters) &<< shift
        w |= Self.equal(word, 0x0A0A_0A0A_0A0A_0A0A) &<< shift
        q |= Self.equal(word, 0x2222_2222_2222_2222) &<< shift
        r |= Self.equal(word, 0x0D0D_0D0D_0D0D_0D0D) &<< shift
      }
      let valid =
        i &+ 64 > n ? ~UInt64(0) &>> UInt64(truncatingIfNeeded: 64 &- (n &- i)) : ~UInt64(0)
      (d, w, q, r) = (d & valid, w & valid, q & valid, r & valid)
      let allNewlines = w
      let within = Self.prefixXor(q) ^ inside
      let (opening, closing) = (q & within, q & ~within)
      var structure = (d | w) & ~within
      w &= ~within
      let ended = structure | closing
      let afterClose = closing &<< 1 | closed
      let afterReturn = (afterClose & r) &<< 1 | closedThenReturn
      irregular |= opening & ~(ended &<< 1 | mayOpen)
      irregular |= afterClose & ~(structure | opening | r) & valid
      irregular |= afterReturn & ~w & valid
      var listed = opening & (found.listsAll ? .max : afterClose)
      if let quotes, listed != 0 {
        while listed != 0 {
          quotes[found.listed] = UInt32(truncatingIfNeeded: i &+ listed.trailingZeroBitCount)
          found.listed &+= 1
          listed &= listed &- 1
        }
        if found.listed >= CSCAN_FEW_QUOTES { found.listsAll = false }
      }
      inside = UInt64(bitPattern: Int64(bitPattern: within) &>> 63)
      (mayOpen, closed) = (ended &>> 63, closing &>> 63)
      closedThenReturn = (afterClose & r) &>> 63
      found.quotes &+= q.nonzeroBitCount
      found.newlines &+= w.nonzeroBitCount
      if w != 0 {
        let after = UInt64(truncatingIfNeeded: w.leadingZeroBitCount)
        found.lastRowEnd = i &+ 64 &- w.leadingZeroBitCount
        found.lines = lineCount &+ (allNewlines &<< after).nonzeroBitCount
      }
      lineCount &+= allNewlines.nonzeroBitCount
      if let offsets {
        while structure != 0 {
          offsets[found.offsets] = UInt32(
            truncatingIfNeeded: i &+ structure.trailingZeroBitCount)
          found.offsets &+= 1
          structure &= structure &- 1
        }
      }
      i &+= 64
    }
    found.irregular = irregular != 0
    found.openQuote = inside != 0
    return found
  }

  /// One bit for each of eight bytes, set where the bytes are equal.
  @inline(__always)
  private static func equal(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let x = a ^ b
    let low7: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    let same = ~(((x & low7) &+ low7) | x) & 0x8080_8080_8080_8080
    return (same &* 0x0002_0408_1020_4081) &>> 56
  }

  /// The parities of the bits up to each bit.
  @inline(__always)
  private static func prefixXor(_ x: UInt64) -> UInt64 {
    var y = x
    y ^= y &<< 1
    y ^= y &<< 2
    y ^= y &<< 4
    y ^= y &<< 8
    y ^= y &<< 16
    return y ^ (y &<< 32)
  }
}
