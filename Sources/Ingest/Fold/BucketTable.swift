internal import Summaries

/// The sums of the units of one partition by time bucket.
///
/// A unit is an `Entry` with the time and variant of its first row whose payload is a piece: the rows and
/// sums of the bucket its last row fell into, the bucket, and a state. When a row falls into another
/// bucket, the piece is put away: rows come mostly in the order of time, so it is rarely added to again,
/// and if it should have been, there are two pieces of that bucket.
final class BucketTable: TotalledTable {
  /// What one unit did in one bucket, or in a part of it.
  struct Piece {
    /// The rows, the sums, the bucket, then the state: from the lowest bit the unit's number in 40 bits,
    /// the variant of the first row in 16, and whether there are rows of other variants.
    var words: Lane<UInt64>
    var measures: Int

    private static let several: UInt64 = 1 << 56

    var rows: Int { Int(words[0]) }
    var sums: Lane<Double> { words.from(1).doubles }
    var bucket: Int { Int(Int64(bitPattern: words[1 &+ measures])) }
    /// The unit's place in the order in which units first came.
    var unit: Int { Int(words[2 &+ measures] & (1 << 40 - 1)) }

    /// Whether some row is of another variant.
    func isElsewhere(than variant: UInt16) -> Bool {
      let state = words[2 &+ measures]
      return state & Self.several != 0 || UInt16(truncatingIfNeeded: state &>> 40) != variant
    }

    /// Begins anew with the rows and sums there are.
    @inline(__always)
    func begin(bucket: Int, unit: Int, variant: UInt16) {
      words[1 &+ measures] = UInt64(bitPattern: Int64(bucket))
      words[2 &+ measures] = UInt64(truncatingIfNeeded: unit) | UInt64(variant) &<< 40
    }

    /// Adds a row.
    @inline(__always)
    func add(_ row: Lane<UInt64>, _ variant: UInt16) {
      words[0] &+= row[0]
      let (sums, values) = (sums, row.from(1).doubles)
      for m in 0..<measures { sums[m] += values[m] }
      if isElsewhere(than: variant) { words[2 &+ measures] |= Self.several }
    }
  }

  private let measures: Int
  private var cursor: BucketCursor
  private let units: KeyTable
  private let putAway: WordArena

  init(_ plan: ScanPlan, in pages: LargePages) {
    (units, putAway) = (KeyTable(extraWords: 2, in: pages), WordArena(in: pages))
    (measures, cursor) = (plan.measures.count, BucketCursor(plan.buckets))
  }

  var arenas: [WordArena] { [units.arena, putAway] }
  var keyTable: KeyTable { units }
  var flaw: UnitFlaw? { nil }

  /// Adds the rows of a batch, in order.
  func fold(_ batch: RecordBatch) {
    var cursor = cursor
    defer { self.cursor = cursor }
    units.fold(batch) { unit in
      let piece = Piece(words: unit.from(Entry.payload(unit[2])), measures: measures)
      piece.begin(
        bucket: cursor.bucket(of: unit[1]), unit: units.count - 1, variant: Entry.variant(unit[2]))
    } _: { record, unit in
      let variant = Entry.variant(record[2])
      if Int64(bitPattern: record[1]) < Int64(bitPattern: unit[1]) {
        unit[1] = record[1]
        unit[2] = Entry.shape(unit[2], variant: variant)
      }
      let row = record.from(Entry.payload(record[2]))
      let piece = Piece(words: unit.from(Entry.payload(unit[2])), measures: measures)
      let bucket = cursor.bucket(of: record[1])
      if piece.bucket == bucket {
        piece.add(row, variant)
      } else {
        putAway(piece)
        for i in 0...measures { piece.words[i] = row[i] }
        piece.begin(bucket: bucket, unit: piece.unit, variant: variant)
      }
    }
  }

  private func putAway(_ piece: Piece) {
    let position = putAway.append(3 + measures)
    let copy = WordArena.at(position, in: putAway.bases)
    for i in 0..<3 + measures { copy[i] = piece.words[i] }
  }

  /// Calls `body` with every piece.
  func forEachPiece(_ body: (Piece) -> Void) {
    putAway.forEachSegment { words, count, _ in
      for at in stride(from: 0, to: count, by: 3 + measures) {
        body(Piece(words: words.from(at), measures: measures))
      }
    }
    units.forEach { unit, _ in
      body(Piece(words: unit.from(Entry.payload(unit[2])), measures: measures))
    }
  }
}

/// The bucket looked up last: rows come mostly in the order of time.
private struct BucketCursor {
  private let buckets: TimeBuckets?
  private var bucket = 0
  private var range: ClosedRange<Int64>?

  init(_ buckets: TimeBuckets?) { self.buckets = buckets }

  /// The bucket of an instant, given as its bits.
  @inline(__always)
  mutating func bucket(of time: UInt64) -> Int {
    let time = Int64(bitPattern: time)
    if let range, range.contains(time) { return bucket }
    bucket = buckets?.index(of: Timestamp(microseconds: time)) ?? 0
    range = buckets.range(around: time, of: bucket)
    return bucket
  }
}
