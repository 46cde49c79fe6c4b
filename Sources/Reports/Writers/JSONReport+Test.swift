public import Judge
internal import Summaries

/// The document of a classical test, described in `docs/test-command.md`.
extension JSONReport {
  /// The document of a finding, numbers exact.
  public static func text(_ finding: ClassicalFinding) -> String { document(finding).text }

  static func document(_ finding: ClassicalFinding) -> JSONValue {
    let hypothesis = HypothesisText(finding)
    return .object([
      "kind": .string("test"),
      "schemaVersion": .integer(1),
      "test": .string(finding.test),
      "method": .string(finding.method),
      "estimate": .object([
        "name": .string(finding.estimateName),
        "value": JSONValue(finding.estimate),
        "standardError": JSONValue(finding.standardError),
        "interval": bounds(finding.interval),
        "level": JSONValue(finding.level),
      ]),
      "null": .object([
        "text": .string(hypothesis.null),
        "value": JSONValue(finding.hypothesis.comparesGroups ? finding.nullValue : nil),
        "margin": JSONValue(finding.margin),
      ]),
      "alternative": .object([
        "code": .string(finding.alternative.rawValue),
        "text": .string(hypothesis.alternative),
      ]),
      "statistic": finding.statistic.map(statistic) ?? .null,
      "pValue": JSONValue(finding.pValue),
      "groups": .array(finding.groups.map { group($0, finding.categories) }),
      "warnings": .array(finding.warnings.map(warning)),
      "source": finding.source.map { source($0, of: finding.test) } ?? .null,
      "equivalentInR": JSONValue(finding.equivalentInR),
    ])
  }

  private static func statistic(_ statistic: ClassicalFinding.Statistic) -> JSONValue {
    let (name, degrees): (String, [Double]) =
      switch statistic.reference {
      case .normal: ("normal", [])
      case .studentT(let df): ("studentT", [df])
      case .chiSquared(let df): ("chiSquared", [df])
      case .fisherF(let numerator, let denominator): ("fisherF", [numerator, denominator])
      case .kolmogorov: ("kolmogorov", [])
      case .cramerVonMises: ("cramerVonMises", [])
      case .andersonDarling(let df): ("andersonDarling", [df])
      case .exact: ("exact", [])
      case .sampled: ("sampled", [])
      }
    let monteCarloError: Double? =
      if case .sampled(let error) = statistic.reference { error } else { nil }
    return .object([
      "value": JSONValue(statistic.value),
      "distribution": .string(name),
      "degreesOfFreedom": .array(degrees.map { JSONValue($0) }),
      "monteCarloError": JSONValue(monteCarloError),
    ])
  }

  private static func group(
    _ group: ClassicalFinding.Group, _ categories: [String]
  ) -> JSONValue {
    .object([
      "name": .string(group.name),
      "count": .integer(group.count),
      "mean": JSONValue(group.mean),
      "standardDeviation": JSONValue(group.standardDeviation),
      "successes": JSONValue(group.successes),
      "categories": group.categoryCounts.map { counts in
        .array(
          zip(categories, counts).map {
            .object(["name": .string($0), "count": .integer($1)])
          })
      } ?? .null,
    ])
  }

  private static func warning(_ warning: ClassicalFinding.Warning) -> JSONValue {
    let code =
      switch warning {
      case .smallExpectations: "smallExpectations"
      case .fewObservations: "fewObservations"
      case .ties: "ties"
      case .leftOut: "leftOut"
      }
    return .object(["code": .string(code), "text": .string(TestReport.words(warning))])
  }

  private static func source(_ source: TestSource, of test: String) -> JSONValue {
    let columns = source.columns
    let joinsUnits = columns.unit != nil && ClassicalTest.named(test)?.shape.joinsUnits == true
    return .object([
      "value": .string(columns.value),
      "with": JSONValue(columns.with),
      "label": JSONValue(columns.label),
      "by": JSONValue(columns.group),
      "pair": JSONValue(columns.pair),
      "strata": JSONValue(columns.stratum),
      "unit": JSONValue(columns.unit),
      "unitValue": JSONValue(joinsUnits ? columns.unitValue.rawValue : nil),
      "rows": .object([
        "read": .integer(source.rows.read),
        "used": .integer(source.rows.used),
        "filtered": .integer(source.rows.filtered),
      ]),
    ])
  }
}
