/// The keys seen in JSON Lines, as a tree: what a key inside nested objects means, found again quickly.
struct JSONColumns {
  /// The most keys that are told apart; more are read as if nobody wanted them.
  static let limit = 4096

  private struct Node {
    var name: [UInt8]
    /// The name's first bytes, compared before the rest.
    var start: UInt64
    var length: Int
    /// The names from the root, joined by points.
    var path: String
    var children: [Int] = []
    var slot: Int?
    /// Scalars have been seen here.
    var isColumn = false
  }

  private var nodes = [Node(name: [], start: 0, length: 0, path: "")]

  /// Wants the values of a column in a slot.
  ///
  /// A dotted name reaches into nested objects, and also is a key of its own.
  mutating func want(_ column: String, slot: Int) {
    var node = 0
    for part in column.split(separator: ".", omittingEmptySubsequences: false) {
      node = child(of: node, Array(part.utf8))
    }
    nodes[node].slot = slot
    nodes[child(of: 0, Array(column.utf8))].slot = slot
  }

  private mutating func child(of parent: Int, _ name: [UInt8]) -> Int {
    if let known = nodes[parent].children.first(where: { nodes[$0].name == name }) { return known }
    return append(to: parent, name)
  }

  private mutating func append(to parent: Int, _ name: [UInt8]) -> Int {
    let text = String(decoding: name, as: UTF8.self)
    let path = parent == 0 ? text : nodes[parent].path + "." + text
    let start = name.prefix(8).enumerated().reduce(UInt64(0)) {
      $0 | UInt64($1.element) << UInt64(8 * $1.offset)
    }
    nodes.append(Node(name: name, start: start, length: name.count, path: path))
    nodes[parent].children.append(nodes.count - 1)
    return nodes.count - 1
  }

  /// The node of a key in an object, `guess` being where it is to be looked for first.
  mutating func find(_ parent: Int, _ p: Bytes, _ key: Range<Int>, guess: inout Int) -> Int? {
    if let known = known(parent, p, key, guess: &guess) { return known }
    guard nodes.count < Self.limit else { return nil }
    return append(to: parent, p.array(key))
  }

  private func known(_ parent: Int, _ p: Bytes, _ key: Range<Int>, guess: inout Int) -> Int? {
    let length = key.count
    let start = p.load64(key.lowerBound, length: length)
    let count = nodes[parent].children.count
    var at = guess < count ? guess : 0
    for _ in 0..<count {
      let child = nodes[parent].children[at]
      at = at &+ 1 == count ? 0 : at &+ 1
      guard nodes[child].length == length, nodes[child].start == start,
        length <= 8 || hasSameEnd(child, p, key)
      else { continue }
      guess = at
      return child
    }
    return nil
  }

  private func hasSameEnd(_ node: Int, _ p: Bytes, _ key: Range<Int>) -> Bool {
    for i in 8..<key.count where nodes[node].name[i] != p[key.lowerBound + i] { return false }
    return true
  }

  func slot(_ node: Int) -> Int? { nodes[node].slot }

  func path(_ node: Int) -> String { nodes[node].path }

  mutating func setSlot(_ node: Int, _ slot: Int) { nodes[node].slot = slot }

  /// Notes that a scalar stands here; returns whether that is new.
  mutating func markColumn(_ node: Int) -> Bool {
    guard !nodes[node].isColumn else { return false }
    nodes[node].isColumn = true
    return true
  }

  /// The slots below a node.
  func slotsBelow(_ node: Int) -> [Int] {
    nodes[node].children.flatMap { child in
      (nodes[child].slot.map { [$0] } ?? []) + slotsBelow(child)
    }
  }

  func hasChildren(_ node: Int) -> Bool { !nodes[node].children.isEmpty }
}
