/// Counts by cell: open addressing, a power of two of slots.
struct CellTable: Sendable {
  /// What is read together lies together.
  private struct Slot {
    var key: Int64 = 0
    var count = 0
  }

  private var slots: [Slot] = []
  private(set) var used = 0

  /// Creates a table with room for so many cells.
  init(capacity: Int = 0) {
    guard capacity > 0 else { return }
    var count = 32
    while count < 2 * (capacity + 1) { count *= 2 }
    slots = Array(repeating: Slot(), count: count)
  }

  /// Counts `times` more in a cell.
  mutating func add(_ key: Int64, _ times: Int) {
    // Little enough for short walks; and what has a power of two of cells, and a batch more, does not double.
    if 8 * (used + 1) > 5 * slots.count { grow() }
    let mask = slots.count &- 1
    var slot = Self.hash(key) & mask
    while slots[slot].count != 0 {
      if slots[slot].key == key {
        slots[slot].count &+= times
        return
      }
      slot = (slot &+ 1) & mask
    }
    slots[slot] = Slot(key: key, count: times)
    used &+= 1
  }

  private mutating func grow() {
    var larger = CellTable(capacity: max(15, slots.count - 1))
    forEach { key, times in larger.add(key, times) }
    self = larger
  }

  func forEach(_ body: (Int64, Int) -> Void) {
    for slot in slots where slot.count != 0 { body(slot.key, slot.count) }
  }

  private static func hash(_ key: Int64) -> Int {
    let mixed = UInt64(bitPattern: key ^ key >> 32) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 32)
  }
}
