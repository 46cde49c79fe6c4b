internal import Judge

extension JSONReport {
  /// What the looks of a plan cost.
  static func price(_ price: InferencePrice) -> JSONValue {
    .object([
      "looks": .integer(price.looks),
      "groupSequential": JSONValue(price.groupSequential),
      "alwaysValid": JSONValue(price.alwaysValid),
      "chosen": .string(price.chosen.rawValue),
      "obstacle": JSONValue(price.obstacle?.code),
    ])
  }
}

extension GroupSequentialObstacle {
  /// What a program can compare.
  fileprivate var code: String {
    switch self {
    case .shadow: "shadow"
    case .looksMissing: "looksMissing"
    case .looksUneven: "looksUneven"
    case .timeMissing: "timeMissing"
    case .covariates: "covariates"
    case .endMissing: "endMissing"
    case .rampWithinDays: "rampWithinDays"
    case .openUnits: "openUnits"
    case .neverComplete: "neverComplete"
    case .tooManyLooks: "tooManyLooks"
    case .axisTooFine: "axisTooFine"
    case .extensionAllowed: "extensionAllowed"
    case .futilityByPower: "futilityByPower"
    }
  }
}
