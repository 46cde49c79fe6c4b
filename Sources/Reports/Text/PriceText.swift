internal import Judge

/// What the looks of a plan cost, as a sentence.
struct PriceText {
  private let price: InferencePrice

  init(_ price: InferencePrice) { self.price = price }

  /// Both prices, which of them is paid, and why.
  var sentence: String {
    let (groups, always) = (factor(price.groupSequential), factor(price.alwaysValid))
    let count = NumberText.count(price.looks, "look", "looks")
    let looks = "The price of \(count), in samples of a single one"
    return "\(looks): \(groups) group-sequential, \(always) always-valid. \(paid)"
  }

  private var paid: String {
    switch price.chosen {
    case .groupSequential: "Success pays the first, harm is watched at the second."
    case .fixed: "Success is looked at once and pays neither."
    case .alwaysValid:
      price.obstacle.map { "Success pays the second: group-sequential \(reason($0))." }
        ?? "Success pays the second, as the plan says."
    }
  }

  private func factor(_ value: Double) -> String { NumberText.significant(value, digits: 3) }

  private func reason(_ obstacle: GroupSequentialObstacle) -> String {
    switch obstacle {
    case .shadow: "looks are not for paired answers"
    case .looksMissing: "bounds need looks"
    case .looksUneven: "looks are whole seconds, a minute at least"
    case .timeMissing: "looks need the time of each row"
    case .covariates(let metric):
      "looks do not adjust for covariates, as \(InertText.name(metric)) does"
    case .endMissing: "bounds need an end"
    case .rampWithinDays: "looks along a ramp are of whole days"
    case .openUnits(let metrics):
      "looks need units that are complete some time, and \(metrics.map { InertText.name($0) }.joined(separator: ", ")) "
        + (metrics.count == 1 ? "has no window" : "have no window")
    case .neverComplete(let metric, let seconds):
      "looks end after \(TimeText.duration(seconds)), before a unit of \(InertText.name(metric)) is complete"
    case .tooManyLooks: "bounds are for at most 1,000 looks"
    case .axisTooFine: "looks, windows and phases have no common length of a minute"
    case .extensionAllowed: "bounds allow no look after the end, and the plan may extend it"
    case .futilityByPower: "bounds have a futility of their own"
    }
  }
}
