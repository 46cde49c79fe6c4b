internal import Stats
internal import Summaries

extension ClassicalTest {
  /// What was found, without regard to where the data came from.
  func finding(
    _ numbers: Numbers, _ data: TestData, _ settings: TestSettings
  ) -> ClassicalFinding {
    var categories: [String] = []
    if case .table(_, let names, _) = data, shape == .table || shape == .frequencies {
      categories = names
    }
    let statistic = numbers.test.map { test in
      ClassicalFinding.Statistic(
        value: test.statistic,
        reference: ClassicalFinding.Reference(test.reference, numbers.monteCarloError))
    }
    return ClassicalFinding(
      test: name, method: numbers.method, estimateName: estimate, estimate: numbers.estimate,
      standardError: numbers.standardError,
      interval: numbers.interval.map { Bounds(lower: $0.lower, upper: $0.upper) },
      level: numbers.interval?.level ?? settings.level, hypothesis: hypothesis,
      nullValue: numbers.nullValue, margin: settings.margin,
      alternative: hypothesis == .nonInferiority ? .greater : settings.sides,
      statistic: statistic, pValue: numbers.test?.pValue, groups: groups(data),
      categories: categories, equivalentInR: equivalentInR, warnings: warnings(data, settings),
      source: nil)
  }

  private func groups(_ data: TestData) -> [ClassicalFinding.Group] {
    func numbers(_ name: String, _ moments: Moments) -> ClassicalFinding.Group {
      ClassicalFinding.Group(
        name: name, count: moments.count, mean: moments.mean,
        standardDeviation: moments.variance?.squareRoot())
    }
    func count(_ name: String, _ count: TestData.Count) -> ClassicalFinding.Group {
      ClassicalFinding.Group(name: name, count: count.trials, successes: count.successes)
    }
    if shape == .twoCounts || shape == .oneCount, let counts = data.counts {
      return counts.map { count($0.name, $0.value) }
    }
    // Control's outcomes by treatment's, success first: every pair is a trial of both.
    if shape == .pairedCounts, case .table(_, _, let table) = data {
      let pairs = table.joined().reduce(0, +)
      return [
        count("control", TestData.Count(table[0].reduce(0, +), of: pairs)),
        count("treatment", TestData.Count(table.reduce(0) { $0 + $1[0] }, of: pairs)),
      ]
    }
    switch data {
    case .samples(let groups): return groups.map { numbers($0.name, Moments($0.value)) }
    case .summaries(let groups): return groups.map { numbers($0.name, $0.value) }
    case .pairs(let first, let second):
      guard shape == .pairedCounts else {
        return [first, second].map { numbers($0.name, Moments($0.value)) }
      }
      return [first, second].map { side in
        count(side.name, TestData.Count(side.value.count { $0 > 0 }, of: side.value.count))
      }
    case .ratios(let groups):
      return groups.map { group in
        ClassicalFinding.Group(
          name: group.name, count: group.value.count,
          mean: group.value.meanY == 0 ? nil : group.value.meanX / group.value.meanY)
      }
    case .scores(let groups):
      return groups.map { group in
        var scores = numbers(group.name, Moments(group.value.values))
        scores.successes = group.value.labels.count { $0 }
        return scores
      }
    case .blocks(let names, let blocks):
      return names.enumerated().map { index, name in
        numbers(name, Moments(blocks.map { $0[index] }))
      }
    case .counts(let groups): return groups.map { count($0.name, $0.value) }
    case .strata(let names, let strata):
      return names.enumerated().map { index, name in
        let counts = strata.map { $0.value[index] }
        return count(
          name,
          TestData.Count(
            counts.reduce(0) { $0 + $1.successes }, of: counts.reduce(0) { $0 + $1.trials }))
      }
    case .table(let names, _, let table):
      return zip(names, table).map { name, row in
        ClassicalFinding.Group(name: name, count: row.reduce(0, +), categoryCounts: row)
      }
    }
  }

  private func warnings(
    _ data: TestData, _ settings: TestSettings
  ) -> [ClassicalFinding.Warning] {
    switch caution {
    case .normality:
      guard let smallest = groups(data).min(by: { $0.count < $1.count }),
        smallest.count < Self.fewObservations
      else { return [] }
      return [.fewObservations(group: smallest.name, count: smallest.count)]
    case .expectedCounts:
      guard let (cells, least) = smallExpectations(data, settings) else { return [] }
      return [.smallExpectations(cells: cells, least: least)]
    case .ties: return hasTies(data) ? [.ties] : []
    case nil: return []
    }
  }

  /// Below this a mean of skewed values is not normal enough.
  private static let fewObservations = 15

  /// The cells of a table in which the null expects fewer than five.
  private func smallExpectations(
    _ data: TestData, _ settings: TestSettings
  ) -> (cells: Int, least: Double)? {
    guard let table = data.table else { return nil }
    let rows = table.map { Double($0.reduce(0, +)) }
    let total = rows.reduce(0, +)
    guard total > 0, let width = table.first?.count else { return nil }
    var columns = (0..<width).map { column in
      Double(table.reduce(0) { $0 + $1[column] }) / total
    }
    if shape == .frequencies {
      let weights = settings.weights.isEmpty ? columns.map { _ in 1.0 } : settings.weights
      let sum = weights.reduce(0, +)
      columns = weights.map { $0 / sum }
    }
    let expected = rows.flatMap { row in columns.map { row * $0 } }.filter { $0 > 0 }
    let small = expected.filter { $0 < 5 }
    guard let least = small.min() else { return nil }
    return (small.count, least)
  }

  private func hasTies(_ data: TestData) -> Bool {
    switch data {
    case .samples(let groups):
      let values = groups.flatMap(\.value)
      return Set(values).count < values.count
    case .pairs(let control, let treatment):
      let distances = zip(control.value, treatment.value).map { abs($1 - $0) }
      return Set(distances).count < distances.count || distances.contains(0)
    default: return false
    }
  }
}

extension ClassicalFinding.Reference {
  fileprivate init(_ reference: ReferenceDistribution, _ monteCarloError: Double?) {
    switch reference {
    case .normal: self = .normal
    case .studentT(let degrees): self = .studentT(degreesOfFreedom: degrees)
    case .chiSquared(let degrees): self = .chiSquared(degreesOfFreedom: degrees)
    case .fisherF(let numerator, let denominator):
      self = .fisherF(numerator: numerator, denominator: denominator)
    case .kolmogorov: self = .kolmogorov
    case .cramerVonMises: self = .cramerVonMises
    case .andersonDarling(let degrees): self = .andersonDarling(degreesOfFreedom: degrees)
    case .exact:
      self = monteCarloError.map { .sampled(standardError: $0) } ?? .exact
    }
  }
}
