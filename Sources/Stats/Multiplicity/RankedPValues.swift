/// P-values with their ascending order, which every step-wise correction walks along.
struct RankedPValues {
  let values: [Double]
  /// The positions of the p-values from smallest to largest; ties keep their order.
  let order: [Int]

  init(_ values: [Double]) throws(StatsError) {
    for value in values {
      guard value >= 0, value <= 1 else {
        throw .invalidParameter(name: "pValue", value: value, expected: "within [0, 1]")
      }
    }
    self.values = values
    order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
  }

  var ascending: [Double] { order.map { values[$0] } }

  /// Each p-value times its factor, made non-decreasing from the smallest p-value up.
  func steppedDown(by factor: (_ rank: Int, _ count: Int) -> Double) -> [Double] {
    var running = 0.0
    return unsorted(
      order.indices.map { rank in
        running = max(running, min(1, factor(rank, order.count) * values[order[rank]]))
        return running
      })
  }

  /// Each p-value times its factor, made non-decreasing from the largest p-value down.
  func steppedUp(by factor: (_ rank: Int, _ count: Int) -> Double) -> [Double] {
    var running = 1.0
    return unsorted(
      order.indices.reversed().map { rank in
        running = min(running, factor(rank, order.count) * values[order[rank]])
        return running
      }.reversed())
  }

  /// Puts values that stand in ascending order of the p-values back into the order given.
  func unsorted(_ ascending: [Double]) -> [Double] {
    var result = ascending
    for (rank, position) in order.enumerated() { result[position] = ascending[rank] }
    return result
  }
}
