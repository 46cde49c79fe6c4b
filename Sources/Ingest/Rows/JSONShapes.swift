/// The shapes of rows seen so far, the likeliest first tried.
struct JSONShapes {
  /// A row is held against no more shapes than these.
  private static let most = 4

  private let scanner: DelimitedStructure.Scanner
  private var known: [JSONShape] = []
  /// The shape of the last row, and its place among the known ones.
  private var likeliest: JSONShape.View?
  private var last = 0
  private var rowsRead = 0
  private var learnt = 0
  private var leaves: [JSONShape.Leaf] = []
  private var isLearning = false
  /// The slots of the row read last whose values have escapes.
  private(set) var escaped: [Int] = []

  init(_ scanner: DelimitedStructure.Scanner) { self.scanner = scanner }

  /// Reads rows of the likeliest shape as `JSONShape.readPlain` does.
  mutating func readPlain(
    _ p: Bytes, _ start: Int, count: Int, into edges: Lane<UInt32>, slots: Int, rows: Int
  ) -> (rows: Int, next: Int) {
    guard let likeliest else { return (0, start) }
    let read = likeliest.readPlain(
      p, start, count: count, into: edges, slots: slots, rows: rows, scanner)
    rowsRead &+= read.rows
    return read
  }

  /// Reads a row as `JSONShape.read` does, if it has one of the shapes.
  mutating func read(
    _ p: Bytes, _ start: Int, count: Int, into edges: Lane<UInt32>
  ) -> Int? {
    if !escaped.isEmpty { escaped.removeAll(keepingCapacity: true) }
    if let end = likeliest?.read(p, start, count: count, into: edges, escaped: &escaped) {
      rowsRead &+= 1
      return end
    }
    for k in 1..<max(known.count, 1) {
      let shape = (last + k) % known.count
      escaped.removeAll(keepingCapacity: true)
      if let end = known[shape].view.read(p, start, count: count, into: edges, escaped: &escaped) {
        turn(to: shape)
        rowsRead &+= 1
        return end
      }
    }
    return nil
  }

  private mutating func turn(to shape: Int) { (last, likeliest) = (shape, known[shape].view) }

  /// Begins a row that has none of the shapes; where rows differ too much, nothing is learnt from it.
  mutating func begin() {
    leaves.removeAll(keepingCapacity: true)
    isLearning = learnt < 2 * Self.most || rowsRead > 32 * learnt
  }

  /// Notes a scalar or an array of the row.
  mutating func add(_ leaf: JSONShape.Leaf) {
    guard isLearning else { return }
    leaf.slot.map { note($0) }
    if isLearning { leaves.append(leaf) }
  }

  /// Notes that a slot gets a value, or loses it: where that happens twice in a row, order matters, and
  /// the row is no model for others.
  mutating func note(_ slot: Int) {
    if isLearning, leaves.contains(where: { $0.slot == slot }) { isLearning = false }
  }

  /// Learns the shape of the row, which is well-formed.
  mutating func learn(_ p: Bytes, row: Range<Int>) {
    guard isLearning else { return }
    let shape = JSONShape(p, row: row, leaves)
    learnt += 1
    if known.count < Self.most {
      known.append(shape)
      turn(to: known.count - 1)
    } else {
      // What was found last may come again; the shape behind it has waited longest.
      let replaced = (last + 1) % known.count
      known[replaced] = shape
      turn(to: replaced)
    }
  }
}
