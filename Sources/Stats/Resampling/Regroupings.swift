internal import Summaries

/// The ways to hand out treatment anew, with the number treated in each stratum unchanged.
struct Regroupings: Sendable {
  /// The rows of each stratum, and how many of them are treated.
  private let strata: [(rows: [Int], treated: Int)]
  /// For each stratum the possible sets of places of its treated rows, when all are enumerated.
  private let choices: [[[Int]]]
  /// The number of regroupings, when there are at most as many as may be enumerated.
  let enumerated: Int?

  init(treated: [Bool], strata labels: [Int], atMost limit: Int) {
    var places: [Int: Int] = [:]
    var strata: [(rows: [Int], treated: Int)] = []
    for row in treated.indices {
      let place = places[labels[row], default: strata.count]
      if place == strata.count {
        places[labels[row]] = place
        strata.append(([], 0))
      }
      strata[place].rows.append(row)
      strata[place].treated += treated[row] ? 1 : 0
    }
    var total: Int? = 1
    for stratum in strata {
      total = total.flatMap {
        Self.product($0, choose: stratum.treated, of: stratum.rows.count, atMost: limit)
      }
    }
    self.strata = strata
    enumerated = total
    choices =
      total == nil ? [] : strata.map { Self.subsets(of: $0.rows.count, size: $0.treated) }
  }

  /// Regrouping number `index` of those enumerated.
  func regrouping(_ index: Int, control: inout [Int], treated: inout [Int]) {
    control.removeAll(keepingCapacity: true)
    treated.removeAll(keepingCapacity: true)
    var rest = index
    for (stratum, subsets) in zip(strata, choices) {
      let subset = subsets[rest % subsets.count]
      rest /= subsets.count
      var next = 0
      for (place, row) in stratum.rows.enumerated() {
        if next < subset.count, subset[next] == place {
          treated.append(row)
          next += 1
        } else {
          control.append(row)
        }
      }
    }
  }

  /// A random regrouping, by the first steps of a shuffle (Fisher & Yates) of each stratum.
  func draw(using generator: inout SplitMix64, control: inout [Int], treated: inout [Int]) {
    control.removeAll(keepingCapacity: true)
    treated.removeAll(keepingCapacity: true)
    for stratum in strata {
      var rows = stratum.rows
      for place in 0..<stratum.treated {
        rows.swapAt(place, place + generator.index(below: rows.count - place))
      }
      treated += rows[..<stratum.treated]
      control += rows[stratum.treated...]
    }
  }

  /// `factor` · C(n, k), or nothing beyond the limit.
  private static func product(
    _ factor: Int, choose k: Int, of n: Int, atMost limit: Int
  ) -> Int? {
    var binomial = 1
    for step in 0..<min(k, n - k) {
      // C(n, step + 1) = C(n, step) (n − step)/(step + 1), always whole.
      let (product, overflow) = binomial.multipliedReportingOverflow(by: n - step)
      guard !overflow else { return nil }
      binomial = product / (step + 1)
      // Binomial coefficients grow up to the middle, so this one is no larger than the last.
      guard binomial <= limit else { return nil }
    }
    let (total, overflow) = factor.multipliedReportingOverflow(by: binomial)
    return overflow || total > limit ? nil : total
  }

  /// All ascending choices of `size` places out of `count`.
  private static func subsets(of count: Int, size: Int) -> [[Int]] {
    var subset = Array(0..<size)
    var subsets = [subset]
    // Move the last place that can move, and pack those behind it.
    while let place = subset.indices.last(where: { subset[$0] < count - size + $0 }) {
      let start = subset[place] + 1
      for (offset, moved) in (place..<size).enumerated() { subset[moved] = start + offset }
      subsets.append(subset)
    }
    return subsets
  }
}
