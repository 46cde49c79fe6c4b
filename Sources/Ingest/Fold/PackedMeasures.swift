internal import Summaries

/// How measures travel and are kept where every row counts once: those that are 0 or 1 as counts, so that a
/// unit takes two cache lines where doubles would take three.
///
/// In a record the payload is a word with a bit for each of them, then the numbers. In a unit's entry it is
/// two counts of 32 bits, the numbers' sums, then the other counts, two a word. The second bit, and count,
/// is that of rows; counts are whole, so nothing is rounded.
struct PackedMeasures {
  /// A bit and its measure.
  struct Indicator {
    var bit: Int
    var measure: Int
  }

  /// More rows of one unit are not counted.
  static let mostRows = UInt64(UInt32.max >> 1)
  /// In the first word of an entry: rows of other variants were seen, too.
  static let several: UInt64 = 1 << 63
  private static let rowBit = 1

  /// The measures that are kept as doubles.
  let numbers: [Int]
  let indicators: [Indicator]
  /// How many words hold counts.
  let countWords: Int

  /// The layout of a plan's measures; `nil` where rows have weights, where windows leave
  /// rows out of some measures, where units are kept apart by bucket, or where there are too many of these for one word.
  init?(_ plan: CompiledPlan) {
    guard plan.plan.key == .unit, plan.plan.unitRows == .all, plan.weight == nil,
      !plan.handsOver, plan.measures.count < 64,
      plan.plan.measures.allSatisfy({ $0.window == nil })
    else { return nil }
    self.init(areIndicators: plan.measures.map(\.isIndicator))
  }

  /// The layout of measures of which some are 0 or 1.
  init(areIndicators: [Bool]) {
    numbers = areIndicators.indices.filter { !areIndicators[$0] }
    var found: [Indicator] = []
    for measure in areIndicators.indices where areIndicators[measure] {
      let bit = found.isEmpty ? 0 : found.count + Self.rowBit
      found.append(Indicator(bit: bit, measure: measure))
    }
    indicators = found
    countWords = max(found.count, 1) / 2 + 1
  }

  /// How many words a record's payload has.
  var recordWords: Int { 1 + numbers.count }

  /// How many more an entry's has.
  var extraWords: Int { countWords - 1 }

  /// Writes the bits of some rows.
  func mark(_ rows: Range<Int>, _ measures: [Lane<Double>], to bits: Lane<UInt64>) {
    bits.fill(rows, 1 << Self.rowBit)
    for indicator in indicators {
      let (values, shift) = (measures[indicator.measure], UInt64(indicator.bit))
      // One is the only value with this bit.
      for row in rows { bits[row] |= (values[row].bitPattern &>> 61 & 1) &<< shift }
    }
  }

  /// The two counts of a word that a row's lowest two bits add to.
  @inline(__always)
  private static func counts(_ bits: UInt64) -> UInt64 { bits & 1 | (bits & 2) &<< 31 }

  /// Makes the payload of a unit's first record that of its entry.
  @inline(__always)
  static func begin(_ entry: Lane<UInt64>, _ numbers: Int, _ countWords: Int) {
    let bits = entry[0]
    entry[0] = counts(bits)
    for k in 1..<max(countWords, 1) {
      entry[numbers &+ k] = counts(bits &>> UInt64(truncatingIfNeeded: 2 &* k))
    }
  }

  /// Adds the payload of a record to that of its unit's entry.
  @inline(__always)
  static func add(
    _ record: Lane<UInt64>, to entry: Lane<UInt64>, _ numbers: Int, _ countWords: Int
  ) {
    let bits = record[0]
    entry[0] &+= counts(bits)
    let (values, sums) = (record.doubles, entry.doubles)
    for i in 1..<numbers &+ 1 { sums[i] += values[i] }
    for k in 1..<countWords {
      entry[numbers &+ k] &+= counts(bits &>> UInt64(truncatingIfNeeded: 2 &* k))
    }
  }

  /// The rows of an entry's payload.
  @inline(__always)
  static func rows(_ entry: Lane<UInt64>) -> UInt64 { entry[0] &>> 32 & mostRows }

  /// Writes the sum of every measure.
  func unpack(_ entry: Lane<UInt64>, to sums: Lane<Double>) {
    for (i, measure) in numbers.enumerated() { sums[measure] = entry.doubles[1 + i] }
    for indicator in indicators {
      let word = indicator.bit < 2 ? entry[0] : entry[numbers.count + indicator.bit / 2]
      sums[indicator.measure] = Double(word &>> UInt64(32 * (indicator.bit & 1)) & 0xFFFF_FFFF)
    }
  }
}
