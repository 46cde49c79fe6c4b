/// The JSON Schema of the reports, for consumers and for `assay gate --schema`.
public enum DecisionSchema {
  /// The text of `decision.schema.json` beside this file, a JSON document of draft 2020-12.
  public static let json = String(decoding: PackageResources.decision_schema_json, as: UTF8.self)
}
