public import Summaries

/// The scans of a plan whose clusters are blocks of time or servers.
public struct ClusterLayout: Equatable, Sendable {
  public let plan: Plan
  private let since: Timestamp?
  private let until: Timestamp?
  private let asOf: Timestamp?
  /// By metric where its sums stand.
  let slots: [Slots]
  /// The sums and the distributions of one server, or of all rows where blocks of time are the clusters.
  private let measures: [MetricMeasures]
  private let distributions: [ScanPlan.Distribution]

  /// Where the sums of a metric stand, among those of one server.
  struct Slots: Equatable, Sendable {
    var sum: Int
    /// Rows with a value, of those asked for one; nil where every row has one.
    var presence: Int?
    /// Rows without an error, of all; nil where rows with one are not left out.
    var survival: Int?
    /// Of a quantile, its values.
    var distribution: Int?
  }

  /// Derives the scans of a plan of strategy `blue-green` or `rolling`.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - since: Rows before this instant are dropped and counted.
  ///   - until: Rows at or after this instant are dropped and counted.
  ///   - asOf: The present: labels that became known at or after it do not count.
  public init(
    _ plan: Plan, since: Timestamp? = nil, until: Timestamp? = nil, asOf: Timestamp? = nil
  ) {
    (self.plan, self.since, self.until, self.asOf) = (plan, since, until, asOf)
    var measures: [MetricMeasures] = []
    var distributions: [ScanPlan.Distribution] = []
    func place(_ asked: MetricMeasures?) -> Int? {
      guard let asked else { return nil }
      measures.append(asked)
      return measures.count - 1
    }
    slots = plan.metrics.map { metric in
      let asked = metric.measures(errorColumn: plan.log.error)
      var slots = Slots(sum: measures.count)
      measures.append(asked)
      slots.presence = place(metric.presence(in: asked))
      slots.survival = place(metric.survival(errorColumn: plan.log.error))
      if metric.kind == .quantile {
        slots.distribution = distributions.count
        distributions.append(
          ScanPlan.Distribution(
            column: metric.column, conditions: asked.numerator.conditions, categoryCap: 0))
      }
      return slots
    }
    (self.measures, self.distributions) = (measures, distributions)
  }

  /// The first pass: when each variant answered, and which servers there are.
  public var survey: ScanPlan {
    var scan = scan(of: source)
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
    source.unit = nil
    if plan.labels == nil { source.key = nil }
    return source
  }

  private func scan(of source: ScanPlan.Source) -> ScanPlan {
    var scan = ScanPlan(log: source)
    if let labels = plan.labelSource(until: until, asOf: asOf) { scan.sources.append(labels) }
    return scan
  }

  /// The second pass: sums of each metric by block of time around the change, or by server since then and block.
  ///
  /// - Parameters:
  ///   - change: When traffic was switched, or the first server was updated.
  ///   - servers: Their names, in the order of the sums.
  /// - Returns: The sums of each metric, server after server.
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
    var scan = scan(of: source)
    scan.variants = plan.variants
    scan.buckets = .fixed(origin: change, width: Int64(width * 1e6))
    for conditions in conditions(servers) {
      for measure in measures {
        var (x, y) = (measure.numerator, measure.denominator)
        x.conditions += conditions
        y.conditions += conditions
        scan.appendPair(x, y)
      }
      for var distribution in distributions {
        distribution.conditions += conditions
        scan.distributions.append(distribution)
      }
    }
    return scan
  }

  /// One condition a server; none where blocks of time are the clusters.
  private func conditions(_ servers: [String]) -> [[Condition]] {
    guard plan.strategy == .rolling, let column = plan.log.unit else { return [[]] }
    return servers.map { [Condition(column, .isOneOf([$0]))] }
  }

  /// What a metric comes to in a cell on one server, by its place.
  func sum(_ metric: Int, server: Int, in cell: LogSummary.Cell) -> ClusterSum {
    let slots = slots[metric]
    func count(_ place: Int) -> ClusterSum.Count {
      let moments = cell.pairs[server * measures.count + place]
      let count = Double(moments.count)
      return ClusterSum.Count(rows: moments.meanX * count, of: moments.meanY * count)
    }
    let whole = count(slots.sum)
    return ClusterSum(
      x: whole.rows, y: whole.of,
      // Where every row has its value, all that came have one.
      presence: slots.presence.map(count) ?? .init(rows: whole.of, of: whole.of),
      survival: slots.survival.map(count) ?? .init(),
      values: slots.distribution.map {
        cell.distributions[server * distributions.count + $0].histogram
      })
  }
}

extension InferencePlan {
  /// Seconds between two looks at clusters: ten minutes where the plan is silent.
  var lookSeconds: Double { max(60, (looks ?? 600).rounded()) }
}

extension Plan {
  /// Seconds between two looks: a day where the plan is silent, or ten minutes where clusters are compared.
  public var lookSeconds: Double {
    switch strategy {
    case .blueGreen, .rolling: inference.lookSeconds
    default: inference.looks ?? 86_400
    }
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
