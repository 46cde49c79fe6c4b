internal import Summaries

/// One simulated canary: units come evenly, get a variant by the share of the stage they come in, and are
/// folded into what the scans of the present stage would have found.
///
/// What is drawn of a unit depends on the scenario and the seed alone: two ways to decide are asked about the
/// same units as long as they have given traffic alike.
struct CanaryRollout {
  private struct Unit {
    var variant: Int
    var time: Timestamp
    /// Where its rows stand among all values.
    var values: Range<Int>
  }

  let traffic: CanaryTraffic
  private let model: OutcomeModel
  private let source: RowSource
  private var random: SplitMix64
  private var units: [Unit] = []
  private var values: [Double] = []
  private var latents: [Double] = []
  /// The next unit, drawn before it is known which stage it falls into.
  private var next: (time: Double, share: Double)
  private var drawn = 0
  /// Seconds up to which all units have come.
  private(set) var now = 0.0
  private(set) var starts: [Double] = [0]
  private(set) var staged: StagedPlan
  private(set) var layout: ScanLayout
  private var compared: SimulatedFold
  private var blocks: SimulatedFold?
  private var watched = [0, 0]

  init(_ scenario: SimulationScenario, _ plan: Plan, _ traffic: CanaryTraffic, random: SplitMix64) {
    (self.traffic, model, self.random) = (traffic, scenario.drawn.model, random)
    source = RowSource(scenario)
    staged = StagedPlan(plan, starts: [traffic.start])
    layout = staged.layout(since: nil, until: nil, asOf: nil)
    compared = SimulatedFold(layout.scan, model)
    next = (0, 0)
    units.reserveCapacity(traffic.units)
    next = draw()
  }

  private mutating func draw() -> (time: Double, share: Double) {
    let position = (Double(drawn) + random.uniform()) / Double(traffic.units)
    return (position * traffic.planned, random.uniform())
  }

  /// Lets all units come up to an instant, in seconds from the start.
  mutating func advance(to seconds: Double) {
    while next.time < seconds {
      arrive()
      drawn += 1
      next = draw()
    }
    now = seconds
  }

  private mutating func arrive() {
    let columns = model.columns.count
    let variant = next.share < staged.stage.traffic / 100 ? 1 : 0
    let progress = min(1, next.time / traffic.planned)
    latents.removeAll(keepingCapacity: true)
    source.addUnit(variant: variant, progress: progress, &random, to: &latents)
    let first = values.count
    var isFirst = true
    repeat {
      values += repeatElement(0, count: columns)
      let range = values.count - columns..<values.count
      values.withUnsafeMutableBufferPointer { values in
        latents.withUnsafeBufferPointer { latents in
          source.fill(
            UnsafeMutableBufferPointer(rebasing: values[range]), variant: variant, unit: latents,
            progress: progress, isFirst: isFirst, &random)
        }
      }
      isFirst = false
    } while traffic.returning > 0 && random.uniform() < traffic.returning
    let unit = Unit(
      variant: variant, time: traffic.instant(next.time), values: first..<values.count)
    units.append(unit)
    values.withUnsafeBufferPointer { values in
      let rows = UnsafeBufferPointer(rebasing: values[unit.values])
      compared.add(rows, variant: variant, time: unit.time)
      blocks?.add(rows, variant: variant, time: unit.time)
    }
    if let end = staged.end, unit.time >= end.advanced(by: staged.stage.warmUp) {
      watched[variant] += unit.values.count / max(1, columns)
    }
  }

  /// Gives the treatment the traffic of the next stage, from now on.
  mutating func enterNextStage() {
    starts.append(now)
    staged = StagedPlan(staged.original, starts: starts.map(traffic.instant))
    layout = staged.layout(since: nil, until: nil, asOf: nil)
    compared = fold(layout.scan)
    guard var scan = staged.blockScan(now: nil, until: nil) else { return }
    // What comes later is told apart by its block.
    scan.sources[0].until = nil
    blocks = fold(scan)
  }

  private func fold(_ scan: ScanPlan) -> SimulatedFold {
    var fold = SimulatedFold(scan, model)
    values.withUnsafeBufferPointer { values in
      for unit in units {
        fold.add(
          UnsafeBufferPointer(rebasing: values[unit.values]), variant: unit.variant, time: unit.time
        )
      }
    }
    return fold
  }

  /// What the scans would have found by now.
  mutating func findings() -> CanaryFindings {
    let end = staged.end ?? traffic.instant(now)
    var found = CanaryFindings(compared.summary(from: traffic.start, through: end))
    found.second = layout.secondPass(after: found.first).map {
      var fold = fold($0)
      return fold.summary(from: traffic.start, through: end)
    }
    guard blocks != nil, let begun = staged.end else { return found }
    let present = traffic.instant(now)
    found.blocks = blocks?.summary(from: traffic.start, through: present)
    var watch = LogSummary()
    watch.variants = layout.scan.variants
    watch.cells = watched.enumerated().map { variant, rows in
      LogSummary.Cell(
        variant: variant, bucket: 0, rows: rows, units: rows, pairs: [], distributions: [])
    }
    (watch.firstTime, watch.lastTime) = (begun, present)
    found.watch = watch
    return found
  }

  /// What the scan of the compared stages would have found by now.
  mutating func compared(through seconds: Double) -> LogSummary {
    compared.summary(from: traffic.start, through: traffic.instant(seconds))
  }

  /// Units that have come so far.
  var unitCount: Int { units.count }
}
