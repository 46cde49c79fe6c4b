internal import ArgumentParser
internal import Experiment

/// The numbers of a planned test.
struct PowerArguments: ParsableArguments {
  @Option(help: ArgumentHelp("Control's size, or that of each group.", valueName: "n"))
  var sampleSize: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The true effect; of shares also in points, as 2pp.", valueName: "number"))
  var effect: QuantityArgument?

  @Option(help: ArgumentHelp("The probability of finding it, as 80% or 0.8.", valueName: "share"))
  var power: QuantityArgument?

  @Option(help: ArgumentHelp("The level of the test.", valueName: "share"))
  var significance = QuantityArgument(0.05)

  @Option(help: "Its sides.")
  var alternative = TestSides.two

  @Option(help: ArgumentHelp("The standard deviation of an observation.", valueName: "number"))
  var sd: Double?

  @Option(help: ArgumentHelp("That of treatment, where it differs.", valueName: "number"))
  var treatmentSd: Double?

  @Option(help: ArgumentHelp("Control's share of successes, as 10% or 0.1.", valueName: "share"))
  var baseline: QuantityArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The margin of non-inferiority; a negative one is one of superiority.", valueName: "number"))
  var margin: QuantityArgument?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Of equivalence the true difference.", valueName: "number"))
  var difference = QuantityArgument(0)

  @Option(help: "Of anova the number of groups.")
  var groups: Int?

  @Option(help: ArgumentHelp("Of chi-square the degrees of freedom.", valueName: "number"))
  var df: Double?

  @Option(help: ArgumentHelp("Of mcnemar the share of discordant pairs.", valueName: "share"))
  var discordant: QuantityArgument?

  @Option(help: "Of sequential how often it is looked at.")
  var looks = PowerQuestion(.sequential).looks

  @Option(
    help: ArgumentHelp("The traffic of control and treatment.", valueName: "control/treatment"))
  var allocation = AllocationArgument.even

  @Option(help: ArgumentHelp("What enters each day, over all arms.", valueName: "n"))
  var perDay: Double?

  @Option(help: ArgumentHelp("For how many days, instead of a size.", valueName: "n"))
  var days: Double?

  @Option(help: ArgumentHelp("The correlation of two rows of a unit.", valueName: "share"))
  var icc: QuantityArgument?

  @Option(help: ArgumentHelp("The mean number of rows of a unit.", valueName: "number"))
  var rowsPerUnit: Double?

  @Option(
    help: ArgumentHelp("The coefficient of variation of that number.", valueName: "number"))
  var sizeVariation = 0.0

  /// Checks that shares and differences are written as such.
  func validate(_ kind: PowerQuestion.Kind) throws {
    for (option, share) in [
      ("--power", power), ("--significance", significance), ("--baseline", baseline),
      ("--discordant", discordant), ("--icc", icc),
    ] { try share?.requireShare(option) }
    let comparesShares =
      switch kind {
      case .proportions, .mcNemar: true
      case .nonInferiority, .equivalence: baseline != nil
      default: false
      }
    for (option, number) in [
      ("--effect", effect), ("--margin", margin), ("--difference", difference),
    ] { try number?.requireDifference(option, ofShares: comparesShares) }
  }

  /// The question of a kind.
  func question(_ kind: PowerQuestion.Kind) -> PowerQuestion {
    var question = PowerQuestion(kind)
    (question.sampleSize, question.effect, question.power) = (
      sampleSize, effect?.value, power?.value
    )
    (question.significance, question.sides) = (significance.value, alternative)
    (question.standardDeviation, question.treatmentStandardDeviation) = (sd, treatmentSd)
    (question.baseline, question.margin) = (baseline?.value, margin?.value)
    (question.trueDifference, question.groups) = (difference.value, groups)
    (question.degreesOfFreedom, question.discordant) = (df, discordant?.value)
    (question.looks, question.treatmentShare) = (looks, allocation.treatmentShare)
    (question.perDay, question.days) = (perDay, days)
    (question.intraclassCorrelation, question.rowsPerUnit) = (icc?.value, rowsPerUnit)
    question.sizeVariation = sizeVariation
    return question
  }
}

/// The traffic of two arms, such as `90/10`.
struct AllocationArgument: ExpressibleByArgument {
  static let even = AllocationArgument(treatmentShare: 0.5)

  let treatmentShare: Double

  private init(treatmentShare: Double) { self.treatmentShare = treatmentShare }

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Double($0) }
    guard parts.count == 2, let control = parts[0], let treatment = parts[1], control > 0,
      treatment > 0, (control + treatment).isFinite
    else { return nil }
    treatmentShare = treatment / (control + treatment)
  }

  var defaultValueDescription: String { "50/50" }
}
