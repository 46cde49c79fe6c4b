internal import Foundation
internal import Summaries

/// What the clusters of each side sum to, up to the last look.
struct ClusterSums {
  let change: Timestamp
  /// Seconds from the change to the present.
  let elapsed: Double
  /// Looks that were taken.
  let looks: Int
  let nextLook: Timestamp
  /// By metric the clusters of each side.
  var control: [[ClusterSum]]
  var treatment: [[ClusterSum]]
  let servers: [String]
  /// Servers that the treatment has answered on up to the last look.
  private(set) var updated = 0
  /// Whether some server was updated since the look before the last.
  private(set) var isSoaking = false
  /// After a switch, the longest time in seconds within the looks that lacks rows of the treatment.
  private(set) var silence = 0.0
  /// Servers that answered nothing between the last two looks.
  private(set) var silentServers: [String] = []
  /// By metric how its sums are read.
  private(set) var readings: [ClusterReading] = []
  private let plan: Plan
  private let layout: ClusterLayout
  private let sums: LogSummary
  private let judgedUntil: Timestamp?

  init(_ plan: Plan, _ sums: LogSummary, change: Timestamp, now: Timestamp, servers: [String]) {
    (self.plan, self.sums, self.change, self.servers) = (plan, sums, change, servers)
    layout = ClusterLayout(plan)
    elapsed = max(0, change.seconds(to: now))
    let spacing = plan.inference.lookSeconds
    (control, treatment) = (plan.metrics.map { _ in [] }, plan.metrics.map { _ in [] })
    if let switched = plan.switched {
      // The end of the time that is judged is a look, too.
      let last = Int((switched.monitoring / spacing).rounded(.up))
      let taken = Int((min(elapsed, switched.monitoring) / spacing).rounded(.down))
      looks = elapsed >= switched.monitoring ? max(1, last) : taken
      nextLook = change.advanced(by: min(switched.monitoring, Double(taken + 1) * spacing))
      let known = elapsed >= switched.monitoring ? switched.monitoring : Double(taken) * spacing
      judgedUntil = looks > 0 ? change.advanced(by: known) : nil
      let end = Int((known / switched.block).rounded(.down))
      addBlocks(through: end)
      let answered = Set(sums.cells.filter { $0.variant == 1 && $0.rows > 0 }.map(\.bucket))
      silence = Double(Self.longestGap(in: answered, through: end)) * switched.block
    } else {
      looks = Int((elapsed / spacing).rounded(.down))
      nextLook = change.advanced(by: Double(looks + 1) * spacing)
      judgedUntil = looks > 0 ? change.advanced(by: Double(looks) * spacing) : nil
      addServers(through: looks)
      let last = sums.cells.filter { $0.bucket == looks - 1 }
      silentServers =
        looks == 0
        ? []
        : servers.indices.filter { server in !last.contains { hasRows(server, $0) } }
          .map { servers[$0] }
    }
    read()
  }

  /// Reads the sums as what all of them together say that they are.
  private mutating func read() {
    readings = plan.metrics.indices.map {
      ClusterReading(
        plan.metrics[$0], plan, control: control[$0], treatment: treatment[$0])
    }
    for (metric, reading) in readings.enumerated() {
      control[metric] = control[metric].map(reading.read)
      treatment[metric] = treatment[metric].map(reading.read)
    }
  }

  /// The most buckets in a row, from 0 up to an end, that are not among those.
  private static func longestGap(in buckets: Set<Int>, through end: Int) -> Int {
    var (longest, present) = (0, 0)
    for bucket in 0..<max(0, end) {
      present = buckets.contains(bucket) ? 0 : present + 1
      longest = max(longest, present)
    }
    return longest
  }

  /// Blocks of the control before the change, and of the treatment from it on.
  private mutating func addBlocks(through end: Int) {
    for cell in sums.cells
    where cell.variant == 0 ? cell.bucket < 0 : (0..<end).contains(cell.bucket) {
      for metric in plan.metrics.indices {
        let sum = layout.sum(metric, server: 0, in: cell)
        if cell.variant == 0 {
          control[metric].append(sum)
        } else {
          treatment[metric].append(sum)
        }
      }
    }
  }

  /// Servers with what each variant answered on them since the change.
  private mutating func addServers(through end: Int) {
    let cells = sums.cells.filter { $0.bucket < end }
    for server in servers.indices {
      let rows = rows(server, in: cells)
      if rows[1] > 0 {
        updated += 1
        let first = cells.filter { $0.variant == 1 && hasRows(server, $0) }.map(\.bucket).min()
        if first == end - 1 { isSoaking = true }
      }
      for metric in plan.metrics.indices {
        control[metric].append(sum(server, metric, variant: 0, in: cells))
        treatment[metric].append(sum(server, metric, variant: 1, in: cells))
      }
    }
  }

  private func sum(
    _ server: Int, _ metric: Int, variant: Int, in cells: [LogSummary.Cell]
  ) -> ClusterSum {
    cells.filter { $0.variant == variant }
      .reduce(ClusterSum()) { $0 + layout.sum(metric, server: server, in: $1) }
  }

  private func hasRows(_ server: Int, _ cell: LogSummary.Cell) -> Bool {
    plan.metrics.indices.contains { layout.sum($0, server: server, in: cell).rows > 0 }
  }

  /// Rows of each variant on a server, by the metric that has most.
  private func rows(_ server: Int, in cells: [LogSummary.Cell]) -> [Int] {
    [0, 1].map { variant in
      plan.metrics.indices
        .map { Int(sum(server, $0, variant: variant, in: cells).rows.rounded()) }.max() ?? 0
    }
  }

  func account(_ survey: LogSummary, degreesOfFreedom: Double?) -> ClusterAccount {
    let isSwitch = plan.switched != nil
    let judged = sums.cells.filter { isSwitch || $0.bucket < looks }
    let strays = [0, 1].map { variant in
      sums.cells.filter { $0.variant == variant && (variant == 0) == ($0.bucket >= 0) }
        .map(\.rows).reduce(0, +)
    }
    return ClusterAccount(
      kind: isSwitch ? .timeBlocks : .servers,
      clusters: [control, treatment].map { side in
        looks == 0 ? 0 : side.map { clusters in clusters.count { $0.rows > 0 } }.max() ?? 0
      },
      required: ClusterAnalyzer.fewest, degreesOfFreedom: degreesOfFreedom,
      blockSeconds: plan.switched?.block, changed: change,
      source: plan.switched?.at == nil ? .log : .plan, looks: looks, judgedUntil: judgedUntil,
      strays: isSwitch ? strays : [0, 0], lastControlRow: survey.lastRow(variant: 0),
      servers: isSwitch ? [] : servers.indices.map { server(account: $0, judged) },
      planned: plan.rolling?.servers)
  }

  private func server(account index: Int, _ cells: [LogSummary.Cell]) -> ClusterAccount.Server {
    func values(_ variant: Int) -> [Double?] {
      plan.metrics.indices.map {
        let sum = readings[$0].read(sum(index, $0, variant: variant, in: cells))
        return sum.y > 0 ? sum.x / sum.y : nil
      }
    }
    return ClusterAccount.Server(
      name: servers[index], rows: rows(index, in: cells), treatment: values(1), control: values(0))
  }
}
