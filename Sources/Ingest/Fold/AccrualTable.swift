internal import Summaries

/// The sums of the units of one partition by time bucket.
///
/// A unit is an `Entry` with the time and variant of its first row whose payload is a piece: the rows and
/// sums of one bucket, the bucket, and a state. Pieces of other buckets follow as a list, the newest
/// first. The state is, from the lowest bit: the position of the next piece plus one in 40 bits, the
/// variant of the piece's first row in 16, and whether the piece has rows of other variants.
final class AccrualTable: RecordTable {
  /// So many pieces are looked at for a row's bucket; rows come mostly in the order of time.
  private static let lookedAt = 8
  private static let positionMask: UInt64 = (1 << 40) - 1
  private static let several: UInt64 = 1 << 56
  private let measures: Int
  private let buckets: TimeBuckets?
  private let units = KeyTable(extraWords: 2)
  private let pieces = WordArena()
  /// The bucket looked up last.
  private var bucket: Int?
  private var range: ClosedRange<Int64> = 0...0

  init(measures: Int, buckets: TimeBuckets?) {
    (self.measures, self.buckets) = (measures, buckets)
  }

  /// How many units there are.
  var count: Int { units.count }

  /// Adds the rows of a batch, in order.
  func fold(_ batch: RecordBatch) {
    units.fold(batch) { unit in
      let piece = unit.from(Entry.payload(unit[2]))
      piece[1 + measures] = bucket(of: unit[1])
      piece[2 + measures] = UInt64(Entry.variant(unit[2])) << 40
    } _: { record, unit in
      let variant = Entry.variant(record[2])
      if Int64(bitPattern: record[1]) < Int64(bitPattern: unit[1]) {
        unit[1] = record[1]
        unit[2] = Entry.shape(unit[2], variant: variant)
      }
      let row = record.from(Entry.payload(record[2]))
      let first = unit.from(Entry.payload(unit[2]))
      let bucket = bucket(of: record[1])
      if let piece = piece(of: bucket, from: first) {
        if UInt16(truncatingIfNeeded: piece[2 + measures] >> 40) != variant {
          piece[2 + measures] |= Self.several
        }
        piece[0] &+= row[0]
        let (sums, values) = (piece.from(1).doubles, row.from(1).doubles)
        for m in 0..<measures { sums[m] += values[m] }
      } else {
        append(row, bucket, variant, behind: first)
      }
    }
  }

  private func bucket(of time: UInt64) -> UInt64 {
    let time = Int64(bitPattern: time)
    if let bucket, range.contains(time) { return UInt64(bitPattern: Int64(bucket)) }
    let found = buckets?.index(of: Timestamp(microseconds: time)) ?? 0
    (bucket, range) = (found, buckets.range(around: time, of: found))
    return UInt64(bitPattern: Int64(found))
  }

  private func next(_ piece: Lane<UInt64>) -> Lane<UInt64>? {
    let link = piece[2 + measures] & Self.positionMask
    return link == 0 ? nil : WordArena.at(Int(link) - 1, in: pieces.bases)
  }

  private func piece(of bucket: UInt64, from first: Lane<UInt64>) -> Lane<UInt64>? {
    if first[1 + measures] == bucket { return first }
    var candidate = next(first)
    for _ in 0..<Self.lookedAt {
      guard let piece = candidate else { return nil }
      if piece[1 + measures] == bucket { return piece }
      candidate = next(piece)
    }
    return nil
  }

  private func append(
    _ row: Lane<UInt64>, _ bucket: UInt64, _ variant: UInt16, behind first: Lane<UInt64>
  ) {
    let position = pieces.append(3 + measures)
    let piece = WordArena.at(position, in: pieces.bases)
    for i in 0...measures { piece[i] = row[i] }
    piece[1 + measures] = bucket
    let link = first[2 + measures] & Self.positionMask
    piece[2 + measures] = link | UInt64(variant) << 40
    first[2 + measures] = first[2 + measures] & ~Self.positionMask | UInt64(position + 1)
  }

  /// What one unit did in one bucket.
  struct Piece {
    /// The unit's place in the order in which units first came.
    var unit: Int
    /// The variant of the unit's first row.
    var variant: Int
    var bucket: Int
    var rows: Int
    /// Some row of the piece is of another variant than the unit.
    var isElsewhere: Bool
    var sums: Lane<Double>
  }

  /// Calls `body` with each unit's pieces.
  func forEachPiece(_ body: (Piece) -> Void) {
    var index = 0
    units.forEach { unit, _ in
      let variant = Entry.variant(unit[2])
      var piece: Lane<UInt64>? = unit.from(Entry.payload(unit[2]))
      while let current = piece {
        let state = current[2 + measures]
        body(
          Piece(
            unit: index, variant: Int(variant),
            bucket: Int(Int64(bitPattern: current[1 + measures])), rows: Int(current[0]),
            isElsewhere: state & Self.several != 0
              || UInt16(truncatingIfNeeded: state >> 40) != variant,
            sums: current.from(1).doubles))
        piece = next(current)
      }
      index += 1
    }
  }
}
