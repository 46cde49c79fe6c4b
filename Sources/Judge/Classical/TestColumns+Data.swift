internal import Stats
public import Summaries

extension TestColumns {
  /// Runs a test on the columns that a scan handed back.
  ///
  /// - Throws: `TestProblem` also where rows could not be understood or the log ends too early.
  public func evaluate(
    _ test: ClassicalTest, _ raw: RawColumns, _ settings: TestSettings = TestSettings()
  ) throws(TestProblem) -> ClassicalFinding {
    if let damage = raw.log.damage.first { throw .damage(damage) }
    guard raw.log.errors.total == 0 else { throw .rowErrors(raw.log.errors) }
    let rows = try TestRows(raw, self)
    if let needed = test.shape.groups, group != nil, rows.groups.count != needed {
      throw .groups(rows.groups, needed: needed)
    }
    var missing = rows.leftOut
    let data = try data(of: rows, for: test, &missing)
    var finding = try test.evaluate(data, settings)
    if missing > 0 { finding.warnings.append(.leftOut(rows: missing)) }
    finding.source = TestSource(columns: self, rows: raw.log.rows)
    return finding
  }

  private func data(
    of rows: TestRows, for test: ClassicalTest, _ missing: inout Int
  ) throws(TestProblem) -> TestData {
    switch test.shape {
    case .oneSample, .twoSamples, .severalSamples:
      return .samples(try samples(rows))
    case .twoRatios:
      let units = try unitSums(rows)
      return .ratios(
        rows.groups.enumerated().map { index, name in
          var moments = BivariateMoments()
          for unit in units where unit.group == index {
            moments.add((unit.sum, Double(unit.count)))
          }
          return TestData.Named(name, moments)
        })
    case .twoScores:
      if unit != nil { try requireOneGroup(rows) }
      return .scores(
        rows.groups.enumerated().map { index, name in
          TestData.Named(name, scores(rows.rows.filter { $0.group == index }, \.value))
        })
    case .pairedScores:
      return .scores([
        TestData.Named(with ?? "", scores(rows.rows, \.with)),
        TestData.Named(value, scores(rows.rows, \.value)),
      ])
    case .blocks: return .blocks(groups: rows.groups, try blocks(rows, &missing))
    case .pairs, .association, .pairedCounts: return try pairs(rows, &missing)
    case .oneCount, .twoCounts:
      let names = rows.groups.isEmpty ? [value] : rows.groups
      return .counts(
        names.enumerated().map { index, name in
          TestData.Named(name, Self.count(rows.rows.filter { $0.group == index }))
        })
    case .strata:
      return .strata(
        groups: rows.groups,
        rows.strata.enumerated().compactMap { index, name in
          let inside = rows.rows.filter { $0.stratum == index }
          let counts = rows.groups.indices.map { group in
            Self.count(inside.filter { $0.group == group })
          }
          // A stratum that one group is not in compares nothing.
          return counts.contains { $0.trials == 0 } ? nil : TestData.Named(name, counts)
        })
    case .frequencies, .table:
      let names = rows.groups.isEmpty ? [value] : rows.groups
      var table = names.map { _ in rows.categories.map { _ in 0 } }
      for row in rows.rows { table[row.group][Int(row.value)] += 1 }
      return .table(groups: names, categories: rows.categories, counts: table)
    }
  }

  private static func count(_ rows: [TestRows.Row]) -> TestData.Count {
    TestData.Count(rows.count { $0.value > 0 }, of: rows.count)
  }

  private func scores(
    _ rows: [TestRows.Row], _ score: KeyPath<TestRows.Row, Double>
  ) -> TestData.Scores {
    TestData.Scores(
      rows.map { $0[keyPath: score] }, labels: rows.map(\.label),
      units: unit == nil ? nil : rows.map(\.unit))
  }

  private func samples(_ rows: TestRows) throws(TestProblem) -> [TestData.Named<[Double]>] {
    let names = rows.groups.isEmpty ? [value] : rows.groups
    var values = names.map { _ in [Double]() }
    if unit == nil {
      for row in rows.rows { values[row.group].append(row.value) }
    } else {
      for unit in try unitSums(rows) {
        values[unit.group].append(
          unitValue == .sum ? unit.sum : unit.sum / Double(unit.count))
      }
    }
    return zip(names, values).map { TestData.Named($0, $1) }
  }

  private struct UnitSum {
    var group: Int
    var sum = 0.0
    var count = 0
  }

  /// Checks that no unit is in more than one group.
  private func requireOneGroup(_ rows: TestRows) throws(TestProblem) {
    var groups: [Int?] = rows.units.map { _ in nil }
    var inSeveral: Set<Int> = []
    for row in rows.rows {
      let first = groups[row.unit] ?? row.group
      if first != row.group { inSeveral.insert(row.unit) }
      groups[row.unit] = first
    }
    if let first = inSeveral.min() {
      throw .unitsInSeveralGroups(unit: rows.units[first], count: inSeveral.count)
    }
  }

  /// Each unit's rows, in the order of the units' names.
  private func unitSums(_ rows: TestRows) throws(TestProblem) -> [UnitSum] {
    try requireOneGroup(rows)
    var units: [UnitSum?] = rows.units.map { _ in nil }
    for row in rows.rows {
      var unit = units[row.unit] ?? UnitSum(group: row.group)
      unit.sum += row.value
      unit.count += 1
      units[row.unit] = unit
    }
    return units.compactMap(\.self)
  }

  private func pairs(_ rows: TestRows, _ missing: inout Int) throws(TestProblem) -> TestData {
    if let with {
      return .pairs(
        TestData.Named(with, rows.rows.map(\.with)), TestData.Named(value, rows.rows.map(\.value)))
    }
    let found = try blocks(rows, &missing)
    return .pairs(
      TestData.Named(rows.groups[0], found.map { $0[0] }),
      TestData.Named(rows.groups[1], found.map { $0[1] }))
  }

  /// The blocks, or pairs, that have a row in every group, in the order of their names.
  private func blocks(_ rows: TestRows, _ missing: inout Int) throws(TestProblem) -> [[Double]] {
    var found: [[Double?]] = rows.pairs.map { _ in rows.groups.map { _ in nil } }
    for row in rows.rows {
      guard found[row.pair][row.group] == nil else {
        throw .repeatedPair(pair: rows.pairs[row.pair], group: rows.groups[row.group])
      }
      found[row.pair][row.group] = row.value
    }
    let complete = found.map { $0.compactMap(\.self) }.filter { $0.count == rows.groups.count }
    missing += found.count - complete.count
    return complete
  }
}
