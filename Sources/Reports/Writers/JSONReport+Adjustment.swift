internal import Judge

extension JSONReport {
  /// Whether the arms were alike before the experiment.
  static func balance(_ balance: CovariateBalance) -> JSONValue {
    .object([
      "column": .string(balance.column),
      "control": JSONValue(balance.control),
      "treatment": JSONValue(balance.treatment),
      "controlShare": JSONValue(balance.controlShare),
      "treatmentShare": JSONValue(balance.treatmentShare),
      "pValue": JSONValue(balance.pValue),
      "significance": JSONValue(balance.significance),
    ])
  }

  /// What covariates took off a metric.
  static func adjustment(_ adjustment: CovariateAdjustment) -> JSONValue {
    .object([
      "covariates": .array(
        adjustment.covariates.map { covariate in
          .object([
            "column": .string(covariate.column),
            "use": .string(covariate.use.rawValue),
            "slope": JSONValue(covariate.slope),
          ])
        }),
      "unadjustedDifference": JSONValue(adjustment.unadjustedDifference),
      "unadjustedStandardError": JSONValue(adjustment.unadjustedStandardError),
      "varianceReduction": JSONValue(adjustment.varianceReduction),
    ])
  }

  /// What lay beyond the plan's limits.
  static func beyondLimits(_ beyond: BeyondLimits) -> JSONValue {
    .object([
      "level": .string(beyond.level.rawValue),
      "control": JSONValue(beyond.control),
      "treatment": JSONValue(beyond.treatment),
    ])
  }
}
