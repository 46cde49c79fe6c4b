/// The JSON Schema of plans, for editors and for `assay lint --schema`.
public enum PlanSchema {
  /// The text of `plan.schema.json` beside this file, a JSON document of draft 2020-12.
  public static let json = String(decoding: PackageResources.plan_schema_json, as: UTF8.self)
}
