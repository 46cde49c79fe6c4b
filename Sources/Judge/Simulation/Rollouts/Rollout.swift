internal import Summaries

/// One simulated rollout: units arrive, get a variant, return, and are folded into what a plan's scan would
/// have found by each look.
///
/// It executes the plan's own `ScanPlan`, as a reader of files does, on rows that are never written. What is
/// drawn depends on the scenario and the seed alone, not on the scan: two plans can be asked about the same
/// rollout. Units stay in the variant of their first row.
struct Rollout {
  /// A row of a unit at a time.
  private struct Visit {
    var unit: Int
    var time: Double
  }

  let scan: ScanPlan
  private let measures: CompiledMeasures
  let traffic: RolloutTraffic
  private let source: RowSource
  /// The column whose events come in bursts.
  private let bursts: [(column: Int, bad: Double)]
  private var random: SplitMix64

  private var visits: [[Visit]]
  private var units: Units
  var cells: [RolloutCell] = []
  private var cellIndex: [Int: Int] = [:]
  private(set) var origins: [RunningMoments.Origin?]
  private(set) var rows = 0
  /// All rows so far, where a second pass needs them: of each its state, its age, one value a column.
  private(set) var kept: (states: [Int], ages: [Double], values: [Double])
  private let keepsRows: Bool
  /// By look the rows whose labels become known by it.
  private var awaited: [[AwaitedLabel]]
  private let distributionColumns: [Int?]

  /// A row that was folded without its label.
  private struct AwaitedLabel {
    var state: Int
    var age: Double
    var row: [Double]
  }

  /// Per unit, its variant, the time of its first row and what it brings to each row.
  private struct Units {
    var variants: [Int] = []
    var first: [Double] = []
    var latents: [Double] = []
    /// The state of the unit in the fold, or −1 before its first row.
    var states: [Int] = []
  }

  /// Per state (a unit, or a row where rows are the units) its cell and its sums.
  private(set) var states: (cells: [Int], sums: [Double]) = ([], [])

  /// Creates a rollout before its first row.
  init(
    _ scenario: SimulationScenario, traffic: RolloutTraffic, scan: ScanPlan,
    random: SplitMix64
  ) {
    let model = scenario.drawn.model
    (self.scan, self.traffic, self.random) = (scan, traffic, random)
    measures = CompiledMeasures(
      scan, model,
      lateLabel: traffic.labelDelay == nil ? nil : scenario.drawn.plan.labelColumn)
    awaited = Array(repeating: [], count: traffic.looks.count)
    source = RowSource(scenario)
    bursts =
      model.settings.burst < 2
      ? []
      : model.columns.indices.filter { model.columns[$0].values == .event }
        .map { ($0, model.columns[$0].sign < 0 ? 1 : 0) }
    visits = Array(repeating: [], count: traffic.looks.count)
    units = Units()
    origins = Array(repeating: nil, count: scan.pairs.count)
    kept = ([], [], [])
    keepsRows = !scan.distributions.isEmpty && scan.key == .unit
    distributionColumns = scan.distributions.map { model.index(of: .column($0.column)) }
    reserve(columns: model.columns.count)
    for index in 0..<traffic.units { arrive(index) }
  }

  private mutating func reserve(columns: Int) {
    units.variants.reserveCapacity(traffic.units)
    units.first.reserveCapacity(traffic.units)
    units.states.reserveCapacity(traffic.units)
    units.latents.reserveCapacity(traffic.units * columns)
    states.cells.reserveCapacity(traffic.units)
    states.sums.reserveCapacity(traffic.units * measures.count)
  }

  private mutating func arrive(_ index: Int) {
    let progress = (Double(index) + random.uniform()) / Double(traffic.units)
    let time = traffic.duration * progress
    let variant = traffic.variant(at: time, draw: random.uniform())
    units.variants.append(variant)
    units.first.append(time)
    units.states.append(-1)
    source.addUnit(variant: variant, progress: progress, &random, to: &units.latents)
    visits[traffic.look(at: time)].append(Visit(unit: index, time: time))
    guard traffic.returns else { return }
    for time in traffic.laterTimes(first: time, &random) {
      visits[traffic.look(at: time)].append(Visit(unit: index, time: time))
    }
  }

  /// Folds in the rows between two looks; looks are taken in order.
  mutating func advance(to look: Int) {
    let (columns, source) = (measures.columns, source)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: columns + measures.count) { room in
      let row = UnsafeMutableBufferPointer(rebasing: room[..<columns])
      let values = UnsafeMutableBufferPointer(rebasing: room[columns...])
      for visit in visits[look] {
        let unit = visit.unit
        let variant = units.variants[unit]
        let (progress, isFirst) = (units.first[unit] / traffic.duration, units.states[unit] < 0)
        units.latents.withUnsafeBufferPointer { latents in
          source.fill(
            row, variant: variant,
            unit: UnsafeBufferPointer(rebasing: latents[unit * columns..<(unit + 1) * columns]),
            progress: progress, isFirst: isFirst, &random)
        }
        let isBurst = bursts.contains { row[$0.column] == $0.bad }
        for _ in 0..<(isBurst ? source.burst : 1) { fold(visit, variant, row, values, look) }
      }
      for label in awaited[look] { learn(label, values) }
    }
    (visits[look], awaited[look]) = ([], [])
  }

  private mutating func fold(
    _ visit: Visit, _ variant: Int, _ row: UnsafeMutableBufferPointer<Double>,
    _ values: UnsafeMutableBufferPointer<Double>, _ look: Int
  ) {
    let isKnown = units.states[visit.unit] >= 0
    let isNewState = scan.key == .none || !isKnown
    let first = scan.key == .none ? visit.time : units.first[visit.unit]
    if isNewState { open(visit.unit, variant: variant, first: first) }
    let state = scan.key == .none ? states.cells.count - 1 : units.states[visit.unit]
    let cell = states.cells[state]
    let label = self.label(of: visit, state, first: first, row, look)
    // Taken out, so that the pairs may change while the sums are open.
    var all: [Double] = []
    swap(&all, &states.sums)
    all.withUnsafeMutableBufferPointer { all in
      let sums = UnsafeMutableBufferPointer(
        rebasing: all[state * measures.count..<(state + 1) * measures.count])
      if !isNewState { takePairs(of: sums, cell, weight: -1) }
      measures.add(
        UnsafeBufferPointer(row), age: visit.time - first, label: label, values: values, to: sums)
      takePairs(of: sums, cell, weight: 1)
    }
    swap(&all, &states.sums)
    rows += 1
    cells[cell].rows += 1
    for (index, column) in distributionColumns.enumerated() {
      guard let column, holds(index, row) else { continue }
      cells[cell].add(row[column], distribution: index)
    }
    guard keepsRows else { return }
    kept.states.append(state)
    kept.ages.append(visit.time - first)
    kept.values += row
  }

  /// Whether a row's label is known by the look at which the row is; where it is not, it is awaited.
  private mutating func label(
    of visit: Visit, _ state: Int, first: Double, _ row: UnsafeMutableBufferPointer<Double>,
    _ look: Int
  ) -> CompiledMeasures.Label {
    guard let delay = traffic.labelDelay else { return .known }
    // Drawn for every row, so that no other draw depends on the scan.
    guard let arrival = delay.arrival(after: visit.time, &random) else { return .unknown }
    guard arrival > traffic.looks[look] else { return .known }
    if arrival <= traffic.duration, measures.needLabels {
      awaited[traffic.look(at: arrival)].append(
        AwaitedLabel(state: state, age: visit.time - first, row: Array(row)))
    }
    return .unknown
  }

  /// Counts a row with its label in place of the row without.
  private mutating func learn(
    _ label: AwaitedLabel, _ values: UnsafeMutableBufferPointer<Double>
  ) {
    let cell = states.cells[label.state]
    var all: [Double] = []
    swap(&all, &states.sums)
    all.withUnsafeMutableBufferPointer { all in
      let sums = UnsafeMutableBufferPointer(
        rebasing: all[label.state * measures.count..<(label.state + 1) * measures.count])
      takePairs(of: sums, cell, weight: -1)
      label.row.withUnsafeBufferPointer { row in
        measures.add(row, age: label.age, label: .unknown, times: -1, values: values, to: sums)
        measures.add(row, age: label.age, values: values, to: sums)
      }
      takePairs(of: sums, cell, weight: 1)
    }
    swap(&all, &states.sums)
  }

  private mutating func open(_ unit: Int, variant: Int, first: Double) {
    let bucket = scan.buckets?.index(of: traffic.instant(first)) ?? 0
    let key = bucket << 8 | variant
    let cell: Int
    if let known = cellIndex[key] {
      cell = known
    } else {
      cell = cells.count
      cells.append(RolloutCell(variant: variant, bucket: bucket, scan))
      cellIndex[key] = cell
    }
    cells[cell].units += 1
    units.states[unit] = states.cells.count
    states.cells.append(cell)
    states.sums += repeatElement(0, count: measures.count)
  }

  private mutating func takePairs(
    of sums: UnsafeMutableBufferPointer<Double>, _ cell: Int, weight: Double
  ) {
    for (index, pair) in scan.pairs.enumerated() {
      guard let x = CompiledMeasures.value(pair.x, sums),
        let y = CompiledMeasures.value(pair.y, sums)
      else { continue }
      let origin = origins[index] ?? RunningMoments.Origin(x: x, y: y)
      origins[index] = origin
      cells[cell].add(x, y, weight: weight, pair: index, origin: origin)
    }
  }

  private func holds(_ distribution: Int, _ row: UnsafeMutableBufferPointer<Double>) -> Bool {
    measures.holds(scan.distributions[distribution].conditions, row)
  }
}
