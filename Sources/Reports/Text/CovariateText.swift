internal import Judge

/// What was known before the experiment, in words.
enum CovariateText {
  /// The means of a column in both arms, and the shares of units that have it.
  static func balance(
    _ column: String, means: (control: Double?, treatment: Double?),
    shares: (control: Double, treatment: Double)
  ) -> String {
    var parts: [String] = []
    if let control = means.control, let treatment = means.treatment {
      parts.append(
        "the mean of \(InertText.name(column)) is \(NumberText.significant(treatment, digits: 4)) against "
          + NumberText.significant(control, digits: 4))
    }
    if shares.control < 1 || shares.treatment < 1 {
      parts.append(
        "\(NumberText.percent(shares.treatment, places: 2)) of its units have \(InertText.name(column)) against "
          + NumberText.percent(shares.control, places: 2))
    }
    return parts.joined(separator: ", and ")
  }

  /// Why a column takes nothing off, as a clause; nil where it does.
  static func unused(_ covariate: CovariateAdjustment.Covariate) -> String? {
    let name = InertText.name(covariate.column)
    return switch covariate.use {
    case .used: nil
    case .constant: "\(name) is the same for all units"
    case .collinear: "\(name) follows from the columns before it"
    case .variesWithinUnits:
      "\(name) differs between rows of a unit, so it is not from before the experiment"
    case .missing: "no unit has \(name)"
    }
  }
}
