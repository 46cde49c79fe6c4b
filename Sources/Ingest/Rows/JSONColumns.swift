/// The keys seen in JSON Lines, as a tree: what a key inside nested objects means, found again quickly.
final class JSONColumns {
  /// The most keys that are told apart; more are read as if nobody wanted them.
  static let limit = 4096

  private struct Node {
    var name: [UInt8]
    /// The names from the root, joined by points.
    var path: String
    var children: [Int] = []
    var slot: Int?
    /// Scalars have been seen here.
    var isColumn = false
  }

  private var nodes = [Node(name: [], path: "")]
  private var columns = 0

  /// Wants the values of a column in a slot.
  ///
  /// A dotted name reaches into nested objects, and also is a key of its own.
  func want(_ column: String, slot: Int) {
    var node = 0
    for part in column.split(separator: ".", omittingEmptySubsequences: false) {
      node = child(of: node, Array(part.utf8))
    }
    nodes[node].slot = slot
    nodes[child(of: 0, Array(column.utf8))].slot = slot
  }

  private func child(of parent: Int, _ name: [UInt8]) -> Int {
    if let known = nodes[parent].children.first(where: { nodes[$0].name == name }) { return known }
    return append(to: parent, name)
  }

  private func append(to parent: Int, _ name: [UInt8]) -> Int {
    let text = String(decoding: name, as: UTF8.self)
    let path = parent == 0 ? text : nodes[parent].path + "." + text
    nodes.append(Node(name: name, path: path))
    nodes[parent].children.append(nodes.count - 1)
    return nodes.count - 1
  }

  /// The node of a key in an object, `guess` being where the key before it stood among its siblings.
  func find(_ parent: Int, _ p: Bytes, _ key: Range<Int>, guess: inout Int) -> Int? {
    let count = nodes[parent].children.count
    for i in 0..<count {
      var at = guess + i
      if at >= count { at -= count }
      let child = nodes[parent].children[at]
      if matches(child, p, key) {
        guess = at + 1 == count ? 0 : at + 1
        return child
      }
    }
    guard nodes.count < Self.limit else { return nil }
    return append(to: parent, p.array(key))
  }

  private func matches(_ node: Int, _ p: Bytes, _ key: Range<Int>) -> Bool {
    guard nodes[node].name.count == key.count else { return false }
    for i in 0..<key.count where nodes[node].name[i] != p[key.lowerBound + i] { return false }
    return true
  }

  func slot(_ node: Int) -> Int? { nodes[node].slot }

  func path(_ node: Int) -> String { nodes[node].path }

  func setSlot(_ node: Int, _ slot: Int) { nodes[node].slot = slot }

  /// Notes that a scalar stands here; returns whether that is new.
  func markColumn(_ node: Int) -> Bool {
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
