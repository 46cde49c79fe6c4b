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
    let members: [String: JSONValue] = [
      "controlUnits": .integer(entry.controlUnits),
      "treatmentUnits": .integer(entry.treatmentUnits),
      "control": JSONValue(entry.control),
      "treatment": JSONValue(entry.treatment),
      "difference": JSONValue(entry.difference),
      "standardError": JSONValue(entry.standardError),
      "interval": bounds(entry.interval),
      "findings": .array(entry.findings.map { .string($0.rawValue) }),
    ]
    return .object(members.merging(segment(entry.segment)) { first, _ in first })
  }

  /// Which rows of a column a segment takes together.
  static func segment(_ segment: SegmentBreakdown.Segment) -> [String: JSONValue] {
    switch segment {
    case .value(let text): ["segment": .string("value"), "value": .string(text)]
    case .other(let values): ["segment": .string("other"), "values": .integer(values)]
    case .missing: ["segment": .string("missing")]
    }
  }
}
