/// A plan with the defaults of an operations document, and a comment for every number that says whose it is.
public enum PlanTemplate: String, Sendable, CaseIterable {
  case s0AB = "s0-ab"
  case s1AB = "s1-ab"
  case s3Shadow = "s3-shadow"
  case s3AB = "s3-ab"
  case s4AB = "s4-ab"
  case s4AutoPromotion = "s4-auto-promotion"

  /// The plan's text; `Plan.init(yaml:file:)` reads it.
  public var yaml: String {
    let bytes =
      switch self {
      case .s0AB: PackageResources.s0_ab_yaml
      case .s1AB: PackageResources.s1_ab_yaml
      case .s3Shadow: PackageResources.s3_shadow_yaml
      case .s3AB: PackageResources.s3_ab_yaml
      case .s4AB: PackageResources.s4_ab_yaml
      case .s4AutoPromotion: PackageResources.s4_auto_promotion_yaml
      }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What it is for: the comment it begins with.
  public var summary: String {
    let line = yaml.prefix { $0 != "\n" }.drop { $0 == "#" || $0 == " " }
    return line.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? ""
  }
}
