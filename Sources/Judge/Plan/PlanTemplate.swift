/// A plan with the defaults of an operations document, and a comment for every number that says whose it is.
public enum PlanTemplate: String, Sendable, CaseIterable {
  case s0AB = "s0-ab"
  case s0Validation = "s0-validation"
  case s0Rollback = "s0-rollback"
  case s1Canary = "s1-canary"
  case s1AB = "s1-ab"
  case s2Rollback = "s2-rollback"
  case s2Readiness = "s2-readiness"
  case s3Gates = "s3-gates"
  case s3Shadow = "s3-shadow"
  case s3Canary = "s3-canary"
  case s3AB = "s3-ab"
  case s3Monitoring = "s3-monitoring"
  case s4Validation = "s4-validation"
  case s4BackTest = "s4-back-test"
  case s4AB = "s4-ab"
  case s4AutoPromotion = "s4-auto-promotion"
  case s4Rollback = "s4-rollback"

  /// The plan's text; `Plan.init(yaml:file:)` reads it.
  public var yaml: String {
    let bytes =
      switch self {
      case .s0AB: PackageResources.s0_ab_yaml
      case .s0Validation: PackageResources.s0_validation_yaml
      case .s0Rollback: PackageResources.s0_rollback_yaml
      case .s1Canary: PackageResources.s1_canary_yaml
      case .s1AB: PackageResources.s1_ab_yaml
      case .s2Rollback: PackageResources.s2_rollback_yaml
      case .s2Readiness: PackageResources.s2_readiness_yaml
      case .s3Gates: PackageResources.s3_gates_yaml
      case .s3Shadow: PackageResources.s3_shadow_yaml
      case .s3Canary: PackageResources.s3_canary_yaml
      case .s3AB: PackageResources.s3_ab_yaml
      case .s3Monitoring: PackageResources.s3_monitoring_yaml
      case .s4Validation: PackageResources.s4_validation_yaml
      case .s4BackTest: PackageResources.s4_back_test_yaml
      case .s4AB: PackageResources.s4_ab_yaml
      case .s4AutoPromotion: PackageResources.s4_auto_promotion_yaml
      case .s4Rollback: PackageResources.s4_rollback_yaml
      }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What it is for: the comment it begins with.
  public var summary: String {
    let line = yaml.prefix { $0 != "\n" }.drop { $0 == "#" || $0 == " " }
    return line.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? ""
  }
}
