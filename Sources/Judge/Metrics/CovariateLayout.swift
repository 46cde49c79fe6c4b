internal import Summaries

/// Where a scan puts what an adjustment by covariates needs: moments of pairs, no rows.
struct CovariateLayout: Equatable, Sendable {
  /// One column of what was known before the experiment.
  ///
  /// Each unit has the mean of its rows' values, or zero where it has none, and whether it has one. Both are
  /// regressors: the method of the missing indicator, which is unbiased where assignment is random, as what
  /// was missing before the experiment cannot depend on it.
  struct Column: Equatable, Sendable {
    var name: String
    /// The pair of the value and its presence.
    var valueAndPresence: Int
    /// The pair of the mean of the squares and the value: they tell whether rows of a unit differ.
    var squareAndValue: Int
  }

  var columns: [Column]
  /// Pairs of the metric's numerator with each regressor: value and presence of each column in turn.
  var numerator: [Int]
  /// The same for its denominator; empty where that is one.
  var denominator: [Int]
  /// Pairs of the numerator with each column's value, over the units that have one.
  var present: [Int]
  /// By two regressors, of which the first comes earlier, their pair.
  var among: [[Int]]
}

extension ScanPlan {
  /// Adds what an adjustment of a pair of unit columns needs.
  mutating func addCovariates(_ names: [String], to pair: UnitPair) -> CovariateLayout {
    let columns = names.map { addCovariate($0) }
    let regressors = columns.flatMap {
      [pairs[$0.valueAndPresence].x, pairs[$0.valueAndPresence].y]
    }
    let numerator = regressors.map { addPair(UnitPair(pair.x, $0)) }
    let denominator = pair.y == .one ? [] : regressors.map { addPair(UnitPair(pair.y, $0)) }
    let among = regressors.indices.map { later in
      regressors[..<later].map { addPair(UnitPair($0, regressors[later])) }
    }
    let present = columns.map {
      addPair(UnitPair(pair.x, pairs[$0.valueAndPresence].x.withoutZeros))
    }
    return CovariateLayout(
      columns: columns, numerator: numerator, denominator: denominator, present: present,
      among: among)
  }

  private mutating func addCovariate(_ name: String) -> CovariateLayout.Column {
    let present = [Condition(name, .isPresent)]
    let value = addMeasure(Measure(.number(column: name), where: present))
    let square = addMeasure(Measure(.product(value, value), where: present))
    let rows = addMeasure(Measure(.one, where: present))
    let mean = UnitColumn.orZero(.mean(numerator: value, denominator: rows))
    let meanSquare = UnitColumn.orZero(.mean(numerator: square, denominator: rows))
    return CovariateLayout.Column(
      name: name, valueAndPresence: addPair(UnitPair(mean, .any(measure: rows))),
      squareAndValue: addPair(UnitPair(meanSquare, mean)))
  }
}

extension UnitColumn {
  /// The column without the zeros for units that it leaves out.
  fileprivate var withoutZeros: UnitColumn {
    if case .orZero(let inner) = self { inner } else { self }
  }
}

extension ScanLayout {
  /// The covariates of all metrics, each once.
  var covariateColumns: [CovariateLayout.Column] {
    var columns: [CovariateLayout.Column] = []
    for metric in covariates.keys.sorted() {
      for column in covariates[metric]?.columns ?? [] where !columns.contains(column) {
        columns.append(column)
      }
    }
    return columns
  }
}
