internal import Stats
internal import Summaries

extension TestProblem {
  /// What is wrong, and how to mend it.
  public var message: String {
    switch self {
    case .missing(let test, let option): "\(test) needs \(option)."
    case .notTaken(let test, let option):
      "\(test) takes no \(option). Leave it out, or choose another test: assay test --list"
    case .noUnits(let test):
      "\(test) counts rows as independent and cannot honour --unit. Use clustered-z on the same "
        + "column of true and false, which judges rows by their units."
    case .wrongInput(let test, let shape): "\(test) takes \(shape.words)."
    case .noSides(let test): "\(test) has one alternative only; leave --alternative out."
    case .nullIsFixed(let test): "\(test) tests a fixed null; leave --null out."
    case .noMargin(let test): "\(test) needs a positive --margin."
    case .badLevel(let level): "--level \(level) is not between 0.5 and 1."
    case .badReplicates(let count):
      "--replicates \(count) is not between \(TestSettings.replicateRange.lowerBound) and "
        + "\(TestSettings.replicateRange.upperBound)."
    case .unknownControl(let name, let present):
      "there is no group '\(name)'; there are \(Self.listed(present))."
    case .groups(let names, let needed):
      "the test compares \(needed) groups; there are \(names.count): \(Self.listed(names)). "
        + (names.count > needed
          ? "Keep some with --where, or use a test of several groups."
          : "Check the column of groups and the filter.")
    case .unitsInSeveralGroups(let unit, let count):
      "\(PlanNumber.count(count, "unit is", "units are")) in more than one group, for instance '\(unit)': the groups are not "
        + "independent. Pair their rows with --pair, or find out why."
    case .repeatedPair(let pair, let group):
      "pair '\(pair)' has more than one row in group '\(group)'. Sum or average the rows first."
    case .rowErrors(let errors):
      "\(PlanNumber.count(errors.total, "row", "rows")) cannot be understood\(Self.example(errors)). Mend the log, or leave "
        + "the rows out with --where."
    case .damage(let damage): "\(damage.file): \(damage.cause) at byte \(damage.byte)."
    case .statistic(let error): error.words
    }
  }

  private static func example(_ errors: RowErrors) -> String {
    guard let first = errors.examples.first else { return "" }
    let column = first.column.map { " in column '\($0)'" } ?? ""
    return ", the first in \(first.file), line \(first.line)\(column): '\(first.text)'"
  }

  private static func listed(_ names: [String]) -> String {
    guard !names.isEmpty else { return "none" }
    let shown = names.prefix(10).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > 10 ? "\(shown) and \(names.count - 10) more" : shown
  }
}

extension TestShape {
  /// The input as a phrase, with the options that give it.
  public var words: String {
    switch self {
    case .oneSample: "numbers: LOG --value COL"
    case .twoSamples: "numbers in two groups: LOG --value COL --by COL"
    case .severalSamples: "numbers in groups: LOG --value COL --by COL"
    case .pairs: "pairs of numbers: LOG --value COL --with COL, or --by COL --pair COL"
    case .blocks: "numbers in blocks, such as days: LOG --value COL --by COL --pair COL"
    case .twoScores: "scores and labels in two groups: LOG --value COL --label COL --by COL"
    case .pairedScores: "two scores of the same rows: LOG --value COL --with COL --label COL"
    case .association: "two columns of numbers: LOG --value COL --with COL"
    case .twoRatios:
      "numbers, or true and false, in two groups by unit: LOG --value COL --by COL --unit COL"
    case .oneCount: "true or false: LOG --value COL, or --counts x/n"
    case .twoCounts:
      "true or false in two groups: LOG --value COL --by COL, or --counts x/n x/n (control first)"
    case .strata: "true or false in two groups by stratum: LOG --value COL --by COL --strata COL"
    case .pairedCounts:
      "pairs of true or false: LOG --value COL --with COL, or --table a,b/c,d (control's outcome "
        + "by treatment's, success first)"
    case .frequencies: "categories: LOG --value COL, or --table a,b,c"
    case .table:
      "categories in groups: LOG --value COL --by COL, or --table a,b/c,d (a group a row)"
    }
  }
}

extension StatsError {
  /// The cause as a sentence, and how to mend it.
  var words: String {
    switch self {
    case .tooFewObservations: "\(cause). Collect more, or check the filter."
    case .zeroVariance:
      "\(cause). Check the column and the filter; constant data cannot be tested."
    case .invalidParameter, .gsl, .noConvergence: "\(cause)."
    }
  }

  /// The cause as part of a sentence.
  var cause: String {
    switch self {
    case .tooFewObservations(let arm, let needed, let found):
      "too few observations: \(arm) has \(found), and the test needs \(needed)"
    case .zeroVariance: "the values do not vary, so that the statistic does not exist"
    case .invalidParameter(let name, let value, let expected):
      "\(name) is \(value); it has to be \(expected)"
    case .gsl(let function, _, let message): "\(function) failed: \(message)"
    case .noConvergence(let what, let iterations):
      "\(what) did not settle in \(iterations) iterations"
    }
  }
}
