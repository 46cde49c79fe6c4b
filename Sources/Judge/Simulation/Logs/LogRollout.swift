internal import Summaries

/// One rollout of a log's units: what the plan's scan would have found by each look.
struct LogRollout {
  private let units: LogUnits
  private let columns: UnitColumns
  private let scan: ScanPlan
  private let variants: [Int]
  private let effects: [[LogEffect]]
  private var random: SplitMix64
  private let origins: [RunningMoments.Origin?]
  private var cells: [RolloutCell] = []
  private var cellIndex: [Int: Int] = [:]
  private var taken = 0
  private var rows = 0
  private var look = 0

  /// Creates a rollout that knows all units by a look; by the last one unless another is given.
  init(
    _ units: LogUnits, _ columns: UnitColumns, _ scan: ScanPlan, variants: [Int],
    effects: [[LogEffect]], random: SplitMix64, through look: Int? = nil
  ) {
    (self.units, self.columns, self.scan) = (units, columns, scan)
    (self.variants, self.effects, self.random) = (variants, effects, random)
    origins = columns.pairs.map { pair in
      let (x, y) = (columns.values[pair.x], columns.values[pair.y])
      return x.isNaN || y.isNaN ? .init() : .init(x: x, y: y)
    }
    advance(to: look ?? units.looks.count - 1)
  }

  /// Adds the units that a look knows and the one before it did not.
  mutating func advance(to look: Int) {
    self.look = look
    let width = columns.count
    withUnsafeTemporaryAllocation(of: Double.self, capacity: width) { values in
      for unit in taken..<units.ends[look] {
        let variant = variants[unit]
        for column in 0..<width { values[column] = columns.values[unit * width + column] }
        if variant < effects.count { change(values, unit, effects[variant]) }
        add(values, unit, variant)
      }
    }
    taken = units.ends[look]
  }

  private mutating func change(
    _ values: UnsafeMutableBufferPointer<Double>, _ unit: Int, _ effects: [LogEffect]
  ) {
    var sums: [Double]?
    for case .events(let change) in effects {
      var own =
        sums ?? Array(units.sums[unit * units.measures..<(unit + 1) * units.measures])
      if change.apply(to: &own, phase: units.phases[unit], &random) { sums = own }
    }
    if var sums { columns.fill(values, from: &sums) }
    for effect in effects {
      switch effect {
      case .events: break
      case .scale(let numerators, let factor):
        for column in numerators { values[column] *= factor }
      case .shift(let numerators, let amount, let denominator):
        let change = amount * values[denominator]
        for column in numerators { values[column] += change }
      }
    }
  }

  private mutating func add(
    _ values: UnsafeMutableBufferPointer<Double>, _ unit: Int, _ variant: Int
  ) {
    let key = units.buckets[unit] << 8 | variant
    let cell: Int
    if let known = cellIndex[key] {
      cell = known
    } else {
      cell = cells.count
      cells.append(RolloutCell(variant: variant, bucket: units.buckets[unit], scan))
      cellIndex[key] = cell
    }
    cells[cell].units += 1
    cells[cell].rows += units.rows[unit]
    rows += units.rows[unit]
    for (index, pair) in columns.pairs.enumerated() {
      let (x, y) = (values[pair.x], values[pair.y])
      guard !x.isNaN, !y.isNaN, let origin = origins[index] else { continue }
      cells[cell].add(x, y, weight: 1, pair: index, origin: origin)
    }
  }

  /// What the scan would have found by the look that was last advanced to.
  mutating func summary() -> LogSummary {
    var summary = LogSummary()
    summary.variants = scan.variants
    (summary.rows.read, summary.rows.used) = (rows, rows)
    (summary.firstTime, summary.lastTime) = (units.start, units.looks[look])
    summary.cells = cells.indices.map { cells[$0].cell(origins) }
      .sorted { ($0.variant, $0.bucket) < ($1.variant, $1.bucket) }
    return summary
  }
}
