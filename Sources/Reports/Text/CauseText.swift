internal import Judge

/// Why a metric has no value, as a clause.
enum CauseText {
  static func clause(_ cause: MetricAnalysis.Cause) -> String {
    switch cause {
    case .noRows(let variant): "\(InertText.name(variant)) has no rows with a value"
    case .tooFewUnits(let variant, let units):
      "\(InertText.name(variant)) has \(units == 0 ? "no" : NumberText.count(units)) "
        + "\(units == 1 ? "unit" : "units") with a value, where 2 are needed"
    case .noneComplete(let units):
      "none of \(NumberText.count(units, "unit", "units")) has all behind it that the metric waits for"
    case .noVariation: "no unit differs from another"
    case .notPositive(let variant, let value):
      "a relative threshold needs positive values, and \(InertText.name(variant)) has "
        + NumberText.significant(value, digits: 4)
    case .labelsMissing: "no row has a label"
    case .quantileUndetermined(let probability, let units):
      "\(NumberText.count(units, "unit is", "units are")) too few for the "
        + "\(NumberText.significant(probability * 100, digits: 5))% quantile"
    case .statistics(let message): InertText.name(message, limit: 120)
    }
  }
}
