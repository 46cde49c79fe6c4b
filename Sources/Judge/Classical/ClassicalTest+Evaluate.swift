internal import Stats
internal import Summaries

extension ClassicalTest {
  /// Runs the test.
  ///
  /// - Throws: `TestProblem` where the settings or the data are not for this test, or where its
  ///   statistic does not exist.
  public func evaluate(
    _ data: TestData, _ settings: TestSettings = TestSettings()
  ) throws(TestProblem) -> ClassicalFinding {
    let settings = try settings.completed(for: self)
    let numbers: Numbers?
    do throws(StatsError) {
      numbers = try compute(data, settings)
    } catch {
      throw .statistic(error)
    }
    guard let numbers else {
      let names = data.groupNames
      guard let needed = shape.groups, names.count != needed else {
        throw .wrongInput(name, takes: shape)
      }
      throw .groups(names, needed: needed)
    }
    return finding(numbers, data, settings)
  }

  /// The numbers of the test, or nil where it takes other data.
  private func compute(
    _ data: TestData, _ settings: TestSettings
  ) throws(StatsError) -> Numbers? {
    switch evaluation {
    case .mean(let test):
      guard let groups = data.moments, groups.count == 1 else { return nil }
      return try test(groups[0], settings)
    case .twoMeans(let test):
      guard let groups = data.moments, groups.count == 2 else { return nil }
      return try test(groups[0], groups[1], settings)
    case .severalMeans(let test):
      guard let groups = data.moments else { return nil }
      return try test(groups, settings)
    case .sample(let test):
      guard case .samples(let groups) = data, groups.count == 1 else { return nil }
      return try test(WeightedValues(groups[0].value), settings)
    case .twoSamples(let test):
      guard case .samples(let groups) = data, groups.count == 2 else { return nil }
      return try test(
        WeightedValues(groups[0].value), WeightedValues(groups[1].value), settings)
    case .severalSamples(let test):
      guard case .samples(let groups) = data else { return nil }
      var samples: [WeightedValues] = []
      for group in groups { samples.append(try WeightedValues(group.value)) }
      return try test(samples, settings)
    case .pairs(let test), .association(let test):
      guard case .pairs(let first, let second) = data else { return nil }
      return try test(first.value, second.value, settings)
    case .resampledSamples(let test):
      guard case .samples(let groups) = data, groups.count == 2 else { return nil }
      return try test(groups[0].value.sorted(), groups[1].value.sorted(), settings)
    case .resampledPairs(let test):
      guard case .pairs(let control, let treatment) = data else { return nil }
      return try test(zip(treatment.value, control.value).map { $0 - $1 }.sorted(), settings)
    case .blocks(let test):
      guard case .blocks(_, let blocks) = data else { return nil }
      return try test(blocks, settings)
    case .twoScores(let test):
      guard case .scores(let groups) = data, groups.count == 2 else { return nil }
      return try test(
        AreaUnderCurve(groups[0].value), AreaUnderCurve(groups[1].value), settings)
    case .pairedScores(let test):
      guard case .scores(let groups) = data, groups.count == 2 else { return nil }
      let (control, treatment) = (groups[0].value, groups[1].value)
      return try test(
        PairedAreas(
          labels: control.labels, control: control.values, treatment: treatment.values,
          units: control.units), settings)
    case .twoRatios(let test):
      guard case .ratios(let groups) = data, groups.count == 2 else { return nil }
      return try test(
        RatioEstimate(moments: groups[0].value), RatioEstimate(moments: groups[1].value), settings)
    case .count(let test):
      guard let counts = data.counts, counts.count == 1 else { return nil }
      return try test(BinomialCount(counts[0].value), settings)
    case .twoCounts(let test):
      guard let counts = data.counts, counts.count == 2 else { return nil }
      return try test(BinomialCount(counts[0].value), BinomialCount(counts[1].value), settings)
    case .strata(let test):
      guard case .strata(_, let strata) = data else { return nil }
      var tables: [StratifiedTables.Stratum] = []
      for stratum in strata {
        tables.append(
          StratifiedTables.Stratum(
            control: try BinomialCount(stratum.value[0]),
            treatment: try BinomialCount(stratum.value[1])))
      }
      return try test(StratifiedTables(tables), settings)
    case .pairedCounts(let test):
      guard let (controlOnly, treatmentOnly) = data.discordant else { return nil }
      return try test(controlOnly, treatmentOnly, settings)
    case .frequencies(let test):
      guard case .table(_, _, let table) = data, table.count == 1 else { return nil }
      return try test(table[0], settings)
    case .table(let test):
      guard let table = data.table else { return nil }
      return try test(table, settings)
    }
  }
}

extension BinomialCount {
  fileprivate init(_ count: TestData.Count) throws(StatsError) {
    try self.init(successes: count.successes, trials: count.trials)
  }
}

extension AreaUnderCurve {
  fileprivate init(_ scores: TestData.Scores) throws(StatsError) {
    try self.init(
      LabelledScores(scores: scores.values, labels: scores.labels), units: scores.units)
  }
}

extension TestData {
  /// The groups that it is split into.
  var groupNames: [String] {
    switch self {
    case .samples(let groups): groups.map(\.name)
    case .summaries(let groups): groups.map(\.name)
    case .ratios(let groups): groups.map(\.name)
    case .pairs(let first, let second): [first.name, second.name]
    case .scores(let groups): groups.map(\.name)
    case .counts(let groups): groups.map(\.name)
    case .strata(let groups, _), .blocks(let groups, _), .table(let groups, _, _): groups
    }
  }

  /// Of numbers in groups their moments.
  var moments: [Moments]? {
    switch self {
    case .samples(let groups): groups.map { Moments($0.value) }
    case .summaries(let groups): groups.map(\.value)
    default: nil
    }
  }

  /// Of counts, or of a table whose two columns are successes and failures, the counts.
  var counts: [Named<Count>]? {
    switch self {
    case .counts(let groups): return groups
    case .table(let groups, let categories, let counts) where categories.count == 2:
      return zip(groups, counts).map { Named($0, Count($1[0], of: $1[0] + $1[1])) }
    default: return nil
    }
  }

  /// Of a table, or of counts as one of successes and failures, the table.
  var table: [[Int]]? {
    switch self {
    case .table(_, _, let counts): counts
    case .counts(let groups):
      groups.map { [$0.value.successes, $0.value.trials - $0.value.successes] }
    default: nil
    }
  }

  /// Of pairs of outcomes, or of the table of control's by treatment's, success first, the discordant ones.
  var discordant: (controlOnly: Int, treatmentOnly: Int)? {
    switch self {
    case .pairs(let control, let treatment):
      let pairs = zip(control.value, treatment.value)
      return (pairs.count { $0 > 0 && $1 <= 0 }, pairs.count { $0 <= 0 && $1 > 0 })
    case .table(_, _, let table) where table.count == 2 && table.allSatisfy { $0.count == 2 }:
      return (table[0][1], table[1][0])
    default: return nil
    }
  }
}
