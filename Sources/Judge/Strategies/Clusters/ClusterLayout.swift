public import Summaries

/// The scans of a plan whose clusters are blocks of time or servers.
public struct ClusterLayout: Equatable, Sendable {
  public let plan: Plan
  private let since: Timestamp?
  private let until: Timestamp?

  /// Derives the scans of a plan of strategy `blue-green` or `rolling`.
  public init(_ plan: Plan, since: Timestamp? = nil, until: Timestamp? = nil) {
    (self.plan, self.since, self.until) = (plan, since, until)
  }

  /// The first pass: when each variant answered, and which servers there are.
  public var survey: ScanPlan {
    var scan = ScanPlan(log: source)
    scan.variants = plan.variants
    scan.calendar = .fixed(origin: Timestamp(seconds: 0), width: 60_000_000)
    if plan.strategy == .rolling, let server = plan.log.unit {
      scan.distributions = [
        ScanPlan.Distribution(column: server, categoryCap: Self.mostServers, textOnly: true)
      ]
    }
    return scan
  }

  /// Servers beyond these are a mistake in the name of the column.
  static let mostServers = 1000

  private var source: ScanPlan.Source {
    var source = plan.logSource(since: since, until: until)
    (source.unit, source.key) = (nil, nil)
    return source
  }

  /// The second pass: sums of each metric by block of time around the change, or by server since then and block.
  ///
  /// - Parameters:
  ///   - change: When traffic was switched, or the first server was updated.
  ///   - servers: Their names, in the order of the sums.
  /// - Returns: A pair a metric, server after server.
  public func sums(around change: Timestamp, servers: [String]) -> ScanPlan {
    var source = source
    var width = plan.inference.lookSeconds
    if let switched = plan.switched {
      width = switched.block
      source.since = [since, change.advanced(by: -switched.before)].compactMap(\.self).max()
      source.until =
        [until, change.advanced(by: switched.monitoring)].compactMap(\.self).min()
    } else {
      source.since = [since, change].compactMap(\.self).max()
    }
    var scan = ScanPlan(log: source)
    scan.variants = plan.variants
    scan.buckets = .fixed(origin: change, width: Int64(width * 1e6))
    for conditions in conditions(servers) {
      for metric in plan.metrics {
        let measures = metric.measures(errorColumn: plan.log.error)
        var (x, y) = (measures.numerator, measures.denominator)
        x.conditions += conditions
        y.conditions += conditions
        scan.addPair(x, y)
      }
    }
    return scan
  }

  /// One condition a server; none where blocks of time are the clusters.
  private func conditions(_ servers: [String]) -> [[Condition]] {
    guard plan.strategy == .rolling, let column = plan.log.unit else { return [[]] }
    return servers.map { [Condition(column, .isOneOf([$0]))] }
  }
}

extension InferencePlan {
  /// Seconds between two looks at clusters: ten minutes where the plan is silent.
  var lookSeconds: Double { max(60, (looks ?? 600).rounded()) }
}

extension LogSummary.Cell {
  /// What a pair of row sums comes to in the cell.
  func sum(_ pair: Int) -> ClusterSum {
    let moments = pairs[pair]
    let count = Double(moments.count)
    return ClusterSum(x: moments.meanX * count, y: moments.meanY * count)
  }
}

extension LogSummary {
  /// The last row of a variant, by its calendar.
  func lastRow(variant: Int) -> Timestamp? {
    calendar.filter { $0.variant == variant }.map(\.last).max()
  }

  /// The first row of a variant, by its calendar.
  func firstRow(variant: Int) -> Timestamp? {
    calendar.filter { $0.variant == variant }.map(\.first).min()
  }

  /// Where the log itself puts a switch; nil without rows of both variants.
  ///
  /// The minute before which fewest rows are the treatment's and from which on fewest are the control's.
  func switchTime() -> Timestamp? {
    let minutes = Dictionary(grouping: calendar, by: \.bucket)
    let buckets = minutes.keys.sorted()
    func rows(_ bucket: Int, _ variant: Int) -> Int {
      (minutes[bucket] ?? []).filter { $0.variant == variant }.map(\.rows).reduce(0, +)
    }
    let controls = buckets.map { rows($0, 0) }
    let treatments = buckets.map { rows($0, 1) }
    guard controls.contains(where: { $0 > 0 }), treatments.contains(where: { $0 > 0 }) else {
      return nil
    }
    // Switched before bucket i: the treatment's rows before it and the control's from it on are strays.
    var strays = controls.reduce(0, +)
    var best = (strays: strays, index: 0)
    for index in buckets.indices {
      strays += treatments[index] - controls[index]
      if strays < best.strays, index + 1 < buckets.count { best = (strays, index + 1) }
    }
    return Timestamp(seconds: Int64(buckets[best.index]) * 60)
  }

  /// The names of servers, of either variant, in order; nil where there are too many to count.
  public func serverNames() -> [String]? {
    var names: Set<String> = []
    for cell in cells {
      guard let distribution = cell.distributions.first,
        let counts = distribution.categories.counts
      else { return nil }
      names.formUnion(counts.keys)
    }
    return names.sorted()
  }
}
