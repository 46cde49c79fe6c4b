internal import Judge

/// The null and the alternative of a test in words.
struct HypothesisText {
  let null: String
  let alternative: String
  /// The alternative as a sentence that stands alone.
  let conclusion: String

  init(_ finding: ClassicalFinding) {
    let name = finding.estimateName
    let value = NumberText.significant(finding.nullValue, digits: 6)
    let margin = NumberText.significant(finding.margin ?? 0, digits: 6)
    switch finding.hypothesis {
    case .value, .fixedValue:
      switch finding.alternative {
      case .two: (null, alternative) = ("the \(name) is \(value)", "it is not \(value)")
      case .greater:
        (null, alternative) = ("the \(name) is at most \(value)", "it is greater than \(value)")
      case .less:
        (null, alternative) = ("the \(name) is at least \(value)", "it is less than \(value)")
      }
    case .statement(let null, let alternative):
      (self.null, self.alternative) = (null, alternative)
    case .equivalence:
      null = "the \(name) is \(margin) or more in either direction"
      alternative = "it is between -\(margin) and \(margin)"
    case .nonInferiority:
      null = "the \(name) is -\(margin) or less"
      alternative = "it is greater than -\(margin)"
    }
    conclusion =
      alternative.hasPrefix("it is ") ? "the \(name)" + alternative.dropFirst(2) : alternative
  }
}
