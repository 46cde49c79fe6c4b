internal import Summaries

/// The units of a log as rollouts draw them: what each brings to every pair of the plan's scan, and when.
struct LogUnits: Sendable {
  /// Units by the look that first knows them, and where each look's end.
  let ends: [Int]
  /// Looks, as instants and as seconds from the log's first row.
  let looks: [Timestamp]
  let seconds: [Double]
  let start: Timestamp
  /// One a unit: the variant it was in, the plan's own bucket, its rows, its phase.
  let variants: [Int]
  let buckets: [Int]
  let rows: [Int]
  private(set) var phases: [Int] = []
  /// One for each phase: its units.
  private(set) var members: [[Int]] = []
  /// Unit after unit its sum of each measure.
  let sums: [Double]
  let measures: Int

  var count: Int { variants.count }

  /// Takes the units of a scan, up to the last look that the plan allows.
  ///
  /// - Throws: `SimulationProblem.emptyLog` for a log without units.
  init(
    _ summary: LogSummary, axis: LogAxis, plan: Plan, layout: ScanLayout
  ) throws(SimulationProblem) {
    guard let vectors = summary.unitVectors, vectors.count > 1, let first = summary.firstTime else {
      throw .emptyLog
    }
    let order = vectors.variants.indices.sorted {
      (vectors.buckets[$0], $0) < (vectors.buckets[$1], $1)
    }
    let numbers = order.map { axis.look(knowing: vectors.buckets[$0]) }
    let firstLook = numbers[0]
    var lastLook = numbers[numbers.count - 1]
    if let end = plan.duration.extend?.to ?? plan.duration.maximum {
      // A log that reaches the end has the look behind it, at which all units are complete.
      let missing = first.seconds(to: axis.time(ofLook: lastLook))
      if missing < end, end - missing <= plan.lookSpacing { lastLook += 1 }
      // The first look at or behind the end.
      while lastLook > firstLook, first.seconds(to: axis.time(ofLook: lastLook - 1)) >= end {
        lastLook -= 1
      }
    }
    guard lastLook - firstLook < 10_000 else {
      throw .setting(
        name: "the number of looks", value: Double(lastLook - firstLook + 1),
        expected: "at most 10000")
    }
    let kept = order.indices.filter { numbers[$0] <= lastLook }
    start = first
    looks = (firstLook...lastLook).map(axis.time)
    seconds = looks.map { first.seconds(to: $0) }
    var ends = Array(repeating: 0, count: lastLook - firstLook + 1)
    for index in kept { ends[numbers[index] - firstLook] += 1 }
    for look in ends.indices.dropFirst() { ends[look] += ends[look - 1] }
    self.ends = ends
    let units = kept.map { order[$0] }
    variants = units.map { vectors.variants[$0] }
    buckets = units.map {
      layout.scan.buckets?.index(of: axis.start(of: vectors.buckets[$0])) ?? 0
    }
    rows = units.map { vectors.rows[$0] }
    sums = units.flatMap { vectors.sums(unit: $0) }
    measures = vectors.measures
    divide(plan)
  }

  /// Finds the stretches of constant allocation, as an analysis of the log does.
  private mutating func divide(_ plan: Plan) {
    var counts: [Int: [Int]] = [:]
    for unit in variants.indices {
      counts[buckets[unit], default: Array(repeating: 0, count: plan.variants.count)][
        variants[unit]] += 1
    }
    var summary = LogSummary()
    summary.cells = counts.sorted { $0.key < $1.key }.flatMap { bucket, units in
      units.enumerated().map { variant, count in
        LogSummary.Cell(
          variant: variant, bucket: bucket, rows: count, units: count, pairs: [],
          distributions: [])
      }
    }
    let found = Phase.phases(of: plan, in: summary)
    phases = buckets.map { bucket in found.firstIndex { $0.buckets.contains(bucket) } ?? 0 }
    members = Array(repeating: [], count: max(1, found.count))
    for unit in phases.indices { members[phases[unit]].append(unit) }
  }

  /// The variants of all units, with places changed within phases.
  func permuted(_ random: inout SplitMix64) -> [Int] {
    var permuted = variants
    for members in members {
      for last in stride(from: members.count - 1, to: 0, by: -1) {
        let other = Int(random.uniform() * Double(last + 1))
        permuted.swapAt(members[last], members[other])
      }
    }
    return permuted
  }
}
