internal import ArgumentParser
internal import Experiment

/// Beyond this sums of counts could overflow, and a count is none any more.
private let largestCount = 1 << 50

/// Successes of trials, such as `56/70`.
struct CountArgument: ExpressibleByArgument {
  let count: TestData.Count

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let successes = Int(parts[0]), let trials = Int(parts[1]),
      successes >= 0, successes <= trials, trials > 0, trials <= largestCount
    else { return nil }
    count = TestData.Count(successes, of: trials)
  }
}

/// The size, mean and standard deviation of a sample, such as `10,0.75,1.79`.
struct SummaryArgument: ExpressibleByArgument {
  let moments: Moments

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 3, let count = Int(parts[0]), count > 0, count <= largestCount,
      let mean = Double(parts[1]), let deviation = Double(parts[2]), mean.isFinite,
      deviation >= 0, deviation.isFinite
    else { return nil }
    moments = Moments(
      count: count, mean: mean, centeredSquares: deviation * deviation * Double(count - 1))
  }
}

/// A table of counts, such as `10,20/30,40`: a row a group.
struct TableArgument: ExpressibleByArgument {
  let counts: [[Int]]

  init?(argument: String) {
    var rows: [[Int]] = []
    for row in argument.split(separator: "/", omittingEmptySubsequences: false) {
      let counts = row.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
      guard counts.allSatisfy({ (0...largestCount).contains($0 ?? -1) }),
        counts.count == rows.first?.count ?? counts.count
      else { return nil }
      rows.append(counts.compactMap(\.self))
    }
    guard let first = rows.first, !first.isEmpty else { return nil }
    counts = rows
  }
}

/// Numbers, such as `1,1,2`.
struct NumberList: ExpressibleByArgument {
  let numbers: [Double]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
      .map { Double($0) }
    guard parts.allSatisfy({ $0?.isFinite == true }) else { return nil }
    numbers = parts.compactMap(\.self)
  }
}

/// A condition on a row, such as `country=DE`, `country!=DE` or `latency_ms<100`.
struct ConditionArgument: ExpressibleByArgument {
  let condition: Condition

  init?(argument: String) {
    let relations: [(String, Condition.Relation)] = [
      ("<=", .atMost), (">=", .atLeast), ("<", .lessThan), (">", .greaterThan),
    ]
    // The first operator that occurs, the longer of two at one place.
    let operators = ["!="] + relations.map(\.0) + ["="]
    let found = operators.compactMap { sign in
      argument.firstRange(of: sign).map { (sign: sign, range: $0) }
    }
    guard let first = found.map(\.range.lowerBound).min(),
      let (sign, range) = found.filter({ $0.range.lowerBound == first })
        .max(by: { $0.sign.count < $1.sign.count }),
      range.lowerBound > argument.startIndex
    else { return nil }
    let column = String(argument[..<range.lowerBound])
    let text = String(argument[range.upperBound...])
    switch sign {
    case "=": condition = Condition(column, .isOneOf([text]))
    case "!=": condition = Condition(column, .isNoneOf([text]))
    default:
      guard let bound = Double(text), bound.isFinite,
        let relation = relations.first(where: { $0.0 == sign })?.1
      else { return nil }
      condition = Condition(column, .number(relation, bound))
    }
  }
}
