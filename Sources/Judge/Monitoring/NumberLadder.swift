/// The numbers of two logs in ascending groups, with the shares up to each of them.
struct NumberLadder {
  /// A share of either log.
  struct Shares: Equatable {
    var reference: Double
    var current: Double
  }

  let groups: [NumberGroups.Group]
  /// One longer than `groups`: the shares before each of them, and after the last.
  private let shares: [Shares]

  /// Adds up the groups, or returns `nil` where one log has no numbers.
  init?(_ all: NumberGroups) {
    guard all.referenceCount > 0, all.currentCount > 0 else { return nil }
    groups = all.groups
    var (reference, current) = (0, 0)
    var shares = [Shares(reference: 0, current: 0)]
    for group in groups {
      reference += group.reference
      current += group.current
      shares.append(
        Shares(
          reference: Double(reference) / Double(all.referenceCount),
          current: Double(current) / Double(all.currentCount)))
    }
    self.shares = shares
  }

  /// The limits that all but a share of either log lie between, or all of both where these are not much
  /// wider.
  func limits(outside share: Double) -> Bounds {
    let (first, last) = (groups[0], groups[groups.count - 1])
    let low = min(index(\.reference, share), index(\.current, share))
    let high = max(index(\.reference, 1 - share), index(\.current, 1 - share))
    let inner = Bounds(lower: groups[low].lower, upper: groups[high].upper)
    let isMuchWider = last.upper / 2 - first.lower / 2 > 0.75 * (inner.upper - inner.lower)
    return isMuchWider && inner.upper > inner.lower
      ? inner : Bounds(lower: first.lower, upper: last.upper)
  }

  /// The shares at values that divide either log into steps of about equal mass.
  func knots(within limits: Bounds, steps: Int) -> [ColumnShape.Knot] {
    var found: [ColumnShape.Knot] = []
    var last = (reference: -1, current: -1)
    for (index, group) in groups.enumerated() where Self.lies(group, within: limits) {
      let (before, after) = (shares[index], shares[index + 1])
      let step = (
        reference: Int(after.reference * Double(steps)), current: Int(after.current * Double(steps))
      )
      let isEnd = group.lower == limits.lower || group.upper == limits.upper
      guard step != last || isEnd else { continue }
      last = step
      found.append(
        ColumnShape.Knot(
          value: group.lower, reference: before.reference, current: before.current))
      found.append(
        ColumnShape.Knot(value: group.upper, reference: after.reference, current: after.current))
    }
    return found
  }

  /// Counts of intervals of one width, a whole one where every number is whole.
  func bars(within limits: Bounds, atMost limit: Int) -> [ColumnShape.Bar] {
    let inside = groups.filter { Self.lies($0, within: limits) }
    let isWhole = inside.allSatisfy { $0.lower == $0.upper && $0.lower == $0.lower.rounded() }
    var (start, count) = (limits.lower, limit)
    // Halves first: the numbers may span more than the greatest double.
    var width = (limits.upper / 2 - limits.lower / 2) / Double(limit) * 2
    if isWhole, limits.upper - limits.lower < 1e15 {
      let values = limits.upper - limits.lower + 1
      width = max(1, (values / Double(limit)).rounded(.up))
      (start, count) = (limits.lower - 0.5, max(1, Int((values / width).rounded(.up))))
    }
    if width <= 0 || !width.isFinite { (width, count) = (0, 1) }
    let (origin, step) = (start, width)
    var bars = (0..<count).map { bar in
      ColumnShape.Bar(
        lower: origin + Double(bar) * step, upper: origin + Double(bar + 1) * step, reference: 0,
        current: 0)
    }
    for group in inside {
      let place = (group.lower / 2 + group.upper / 2 - start) / width
      let bar = place.isFinite ? min(count - 1, max(0, Int(place))) : 0
      bars[bar].reference += group.reference
      bars[bar].current += group.current
    }
    return bars
  }

  /// A quantile: the middle of the group that holds it.
  func quantile(of share: KeyPath<Shares, Double>, at probability: Double) -> Double {
    let group = groups[index(share, probability)]
    return group.lower / 2 + group.upper / 2
  }

  /// The least and the greatest value that a quantile may have, where the true cumulative shares lie no
  /// farther than `reach` from these; `nil` where nothing bounds it.
  func limits(
    of share: KeyPath<Shares, Double>, at probability: Double, reach: Double
  ) -> (lower: Double?, upper: Double?) {
    (
      probability - reach > 0 ? groups[index(share, probability - reach)].lower : nil,
      probability + reach < 1 ? groups[index(share, probability + reach)].upper : nil
    )
  }

  /// The first group up to which at least a share of a log lies.
  private func index(_ share: KeyPath<Shares, Double>, _ probability: Double) -> Int {
    var (low, high) = (0, groups.count - 1)
    while low < high {
      let middle = (low + high) / 2
      // The share of a whole count may round to just below the probability it stands for.
      if shares[middle + 1][keyPath: share] >= probability * (1 - 1e-12) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low
  }

  private static func lies(_ group: NumberGroups.Group, within limits: Bounds) -> Bool {
    group.lower >= limits.lower && group.upper <= limits.upper
  }
}
