internal import Summaries

/// The groups of a bias check and what they are asked.
///
/// All groups must pass, each at the whole significance (intersection–union); a fair model fails in any of
/// them with at most the significance of a false stop, as the groups share it with all other comparisons.
struct GroupChecks {
  /// One group of one column.
  struct Group {
    var column: String
    var value: String
    var rows: [Int]
    /// Those of them that have a label.
    var labelled: Int
  }

  /// More values than this make a column an identifier.
  private static let mostGroups = 100

  let bias: BiasPlan
  let groups: [Group]
  /// Columns that are missing, or have too many values.
  private let problems: [(column: String, cause: Unmeasurable)]
  private let log: JudgedRows

  init(_ bias: BiasPlan, _ log: JudgedRows) {
    (self.bias, self.log) = (bias, log)
    var groups: [Group] = []
    var problems: [(column: String, cause: Unmeasurable)] = []
    let labels = log.texts(bias.quantity.label ?? "")
    for column in bias.columns {
      guard let texts = log.texts(column) else {
        problems.append((column, .missingColumn(column)))
        continue
      }
      guard texts.names.count <= Self.mostGroups else {
        problems.append((column, .tooManyGroups(column: column, groups: texts.names.count)))
        continue
      }
      guard log.count == 0 || !texts.names.isEmpty else {
        // Rows that say nothing of their group are no group.
        problems.append((column, .valuesMissing(column: column, share: 1, tolerated: 0)))
        continue
      }
      var members: [String: [Int]] = [:]
      for row in 0..<log.count {
        members[texts.indices[row].map { texts.names[$0] } ?? "(no value)", default: []].append(row)
      }
      if members.isEmpty { problems.append((column, .noRows)) }
      groups += members.sorted { $0.key < $1.key }.map { value, rows in
        Group(
          column: column, value: value, rows: rows,
          labelled: rows.count { labels?.indices[$0] != nil })
      }
    }
    (self.groups, self.problems) = (groups, problems)
  }

  /// How many comparisons can fail.
  var comparisons: Int {
    let questions = (bias.threshold == nil ? 0 : 1) + (bias.margin == nil ? 0 : 1)
    return groups.count { $0.labelled >= bias.minimumGroup } * questions
  }

  func checks(
    baseline: String?, toleratedMissing: Double, levels: BoundLevels, minimum: Int
  ) -> [Check] {
    var checks: [Check] = []
    for group in groups {
      let named = CheckName.group(bias.name, group.column, group.value)
      let paired = CheckName.groupAgainstBaseline(bias.name, group.column, group.value)
      let isLarge = group.labelled >= bias.minimumGroup
      let tooFew = Check.Finding.unmeasurable(
        .belowMinimum(found: group.labelled, required: bias.minimumGroup))
      if let threshold = bias.threshold {
        let criterion = Criterion(
          named, bias.quantity, bias.limit, threshold, text: "", rule: bias.rule)
        checks.append(
          isLarge
            ? criterion.check(log, rows: group.rows, levels: levels, minimum: minimum)
            : Check(named, tooFew))
      }
      if let margin = bias.margin {
        let pairs = PairedQuantity(
          log: log, quantity: bias.quantity, column: baseline ?? "",
          toleratedMissing: toleratedMissing)
        checks.append(
          isLarge
            ? pairs.check(
              paired, margin: margin, rule: bias.rule, rows: group.rows, levels: levels,
              minimum: minimum)
            : Check(paired, tooFew))
      }
    }
    return checks
      + problems.map {
        Check(CheckName.group(bias.name, $0.column, "any"), .unmeasurable($0.cause))
      }
  }
}
