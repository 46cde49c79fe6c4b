internal import Judge

extension JSONReport {
  /// One metric within the values of a column.
  static func segments(_ breakdown: SegmentBreakdown) -> JSONValue {
    .object([
      "metric": .string(breakdown.metric),
      "column": .string(breakdown.column),
      "level": JSONValue(breakdown.level),
      "heterogeneityPValue": JSONValue(breakdown.heterogeneityPValue),
      "entries": breakdown.entries.map { .array($0.map(entry)) } ?? .null,
    ])
  }

  private static func entry(_ entry: SegmentBreakdown.Entry) -> JSONValue {
    var members: [String: JSONValue] = [
      "controlUnits": .integer(entry.controlUnits),
      "treatmentUnits": .integer(entry.treatmentUnits),
      "control": JSONValue(entry.control),
      "treatment": JSONValue(entry.treatment),
      "difference": JSONValue(entry.difference),
      "standardError": JSONValue(entry.standardError),
      "interval": bounds(entry.interval),
      "findings": .array(entry.findings.map { .string($0.rawValue) }),
    ]
    switch entry.segment {
    case .value(let text):
      (members["segment"], members["value"]) = (.string("value"), .string(text))
    case .other(let values):
      (members["segment"], members["values"]) = (.string("other"), .integer(values))
    case .missing: members["segment"] = .string("missing")
    }
    return .object(members)
  }
}
