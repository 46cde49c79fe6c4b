internal import Judge

/// The checks of a validation, as a table and as sentences.
struct ValidationTables {
  private let checks: [Check]
  private let record: ValidationRecord

  init(_ checks: [Check], _ record: ValidationRecord) {
    (self.checks, self.record) = (checks, record)
  }

  var blocks: [Report.Block] { CheckTables(checks).blocks }

  /// What the verdict promises.
  var guarantee: String {
    let comparisons = record.comparisons
    let each =
      comparisons > 1
      ? ", \(NumberText.chance(record.failure / Double(comparisons))) for each of "
        + "\(NumberText.count(comparisons)) comparisons" : ""
    var text =
      "At this one look: a model that should not pass every check is promoted with a chance of at most "
      + "\(NumberText.percent(record.significance)), as each check is proven by itself at that "
      + "significance; one that should pass is stopped with a chance of at most "
      + "\(NumberText.percent(record.failure))\(each). Bounds are held at these chances, each side at its own."
    let estimates = checks.filter(\.restsOnEstimate).map { InertText.name($0.name) }
    if !estimates.isEmpty {
      text +=
        " Nothing is promised where the estimate decides: \(estimates.joined(separator: ", "))."
    }
    return text
  }
}

extension Check {
  fileprivate var restsOnEstimate: Bool {
    switch finding {
    case .compared(let comparison): comparison.rule == .estimate
    case .paired(let paired): paired.comparison.rule == .estimate
    default: false
    }
  }
}
