internal import Summaries

/// A scan under way over simulated units, each with all of its rows at once.
struct SimulatedFold {
  let scan: ScanPlan
  private let measures: CompiledMeasures
  private let columns: Int
  private let distributions: [Int?]
  private let since: Timestamp?
  private let until: Timestamp?
  private var cells: [RolloutCell] = []
  private var cellIndex: [Int: Int] = [:]
  private var origins: [RunningMoments.Origin?]
  private var sums: [Double]
  private var values: [Double]
  private(set) var rows = 0

  /// Creates a scan before its first row.
  init(_ scan: ScanPlan, _ model: OutcomeModel) {
    self.scan = scan
    measures = CompiledMeasures(scan, model)
    columns = model.columns.count
    distributions = scan.distributions.map { model.index(of: .column($0.column)) }
    (since, until) = (scan.sources.first?.since, scan.sources.first?.until)
    origins = Array(repeating: nil, count: scan.pairs.count)
    (sums, values) = (
      Array(repeating: 0, count: measures.count), Array(repeating: 0, count: measures.count)
    )
  }

  /// Adds a unit's rows, one value a column each; where rows are the units, each of them is one.
  mutating func add(_ rows: UnsafeBufferPointer<Double>, variant: Int, time: Timestamp) {
    if let since, time < since { return }
    if let until, time >= until { return }
    let cell = self.cell(variant, scan.buckets?.index(of: time) ?? 0)
    for start in stride(from: 0, to: rows.count, by: columns) {
      let row = UnsafeBufferPointer(rebasing: rows[start..<start + columns])
      if start == 0 || scan.key == .none {
        for index in sums.indices { sums[index] = 0 }
        cells[cell].units += 1
      }
      addMeasures(row)
      addDistributions(row, cell)
      if scan.key == .none || start + columns == rows.count { takePairs(cell) }
      cells[cell].rows += 1
      self.rows += 1
    }
  }

  private mutating func addMeasures(_ row: UnsafeBufferPointer<Double>) {
    values.withUnsafeMutableBufferPointer { values in
      sums.withUnsafeMutableBufferPointer { sums in
        measures.add(row, age: 0, values: values, to: sums)
      }
    }
  }

  private mutating func addDistributions(_ row: UnsafeBufferPointer<Double>, _ cell: Int) {
    for (index, column) in distributions.enumerated() {
      guard let column else { continue }
      let holds = measures.holds(
        scan.distributions[index].conditions, UnsafeMutableBufferPointer(mutating: row))
      if holds { cells[cell].add(row[column], distribution: index) }
    }
  }

  private mutating func takePairs(_ cell: Int) {
    for (index, pair) in scan.pairs.enumerated() {
      let found = sums.withUnsafeMutableBufferPointer { sums in
        (CompiledMeasures.value(pair.x, sums), CompiledMeasures.value(pair.y, sums))
      }
      guard let x = found.0, let y = found.1 else { continue }
      let origin = origins[index] ?? RunningMoments.Origin(x: x, y: y)
      origins[index] = origin
      cells[cell].add(x, y, weight: 1, pair: index, origin: origin)
    }
  }

  private mutating func cell(_ variant: Int, _ bucket: Int) -> Int {
    let key = bucket << 8 | variant
    if let known = cellIndex[key] { return known }
    cells.append(RolloutCell(variant: variant, bucket: bucket, scan))
    cellIndex[key] = cells.count - 1
    return cells.count - 1
  }

  /// What the scan would have found, of a log that is whole up to an instant.
  mutating func summary(from first: Timestamp, through last: Timestamp) -> LogSummary {
    var summary = LogSummary()
    summary.variants = scan.variants
    (summary.rows.read, summary.rows.used) = (rows, rows)
    (summary.firstTime, summary.lastTime) = (first, last)
    summary.cells = cells.indices.map { cells[$0].cell(origins) }
      .sorted { ($0.variant, $0.bucket) < ($1.variant, $1.bucket) }
    return summary
  }
}
