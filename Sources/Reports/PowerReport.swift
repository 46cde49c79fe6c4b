public import Judge

/// A planned test as a report.
public struct PowerReport: Sendable {
  private let answer: PowerAnswer
  private var question: PowerQuestion { answer.question }

  /// Creates the report of an answer.
  public init(_ answer: PowerAnswer) { self.answer = answer }

  /// The first line of the report.
  public var line: String { "\(title): \(sentence)" }

  /// The report.
  public var report: Report {
    Report(blocks: [.headline(Phrase(title, .strong), sentence), .facts(facts)])
  }

  private var title: String {
    switch question.kind {
    case .tTest: "Difference of two means"
    case .paired: "Mean difference of pairs"
    case .proportions: "Difference of two shares"
    case .nonInferiority:
      (question.margin ?? 0) < 0 ? "Superiority by a margin" : "Non-inferiority"
    case .equivalence: "Equivalence within a margin"
    case .ratio: "Difference of a ratio metric"
    case .anova: "Differences of several means"
    case .chiSquare: "Chi-square test"
    case .mcNemar: "Two outcomes of the same units"
    case .sequential: "Difference of two means, looked at over and over"
    }
  }

  private var sentence: String {
    "\(NumberText.count(answer.total)) \(noun) \(claim) with power \(power)"
  }

  private var claim: String {
    let effect = number(answer.effect)
    let orMore = answer.found == .effect ? " or more" : ""
    return switch question.kind {
    case .equivalence: "show equivalence within ±\(effect)"
    case .nonInferiority:
      "show a difference above \(number(-(question.margin ?? 0))) when it is \(effect)\(orMore)"
    case .anova: "find Cohen's f of \(effect)\(orMore)"
    case .chiSquare: "find Cohen's w of \(effect)\(orMore)"
    case .tTest, .paired, .sequential:
      question.standardDeviation == nil
        ? "find a difference of \(effect) standard deviations\(orMore)"
        : "find a difference of \(effect)\(orMore)"
    case .proportions, .ratio, .mcNemar: "find a difference of \(effect)\(orMore)"
    }
  }

  private var noun: String {
    if question.rowsPerUnit != nil { return "rows" }
    return switch question.kind {
    case .paired, .mcNemar: "pairs"
    case .ratio: "units"
    default: "observations"
    }
  }

  private var power: String { NumberText.percent(answer.power, places: 1) }

  private var facts: [Fact] {
    var facts: [Fact] = []
    switch answer.sizes.count {
    case 2 where question.kind != .anova:
      facts.append(Fact("control", "\(NumberText.count(answer.sizes[0])) \(noun)"))
      facts.append(Fact("treatment", "\(NumberText.count(answer.sizes[1])) \(noun)"))
    case 2...:
      facts.append(Fact("each group", "\(NumberText.count(answer.sizes[0])) \(noun)"))
    default: break
    }
    facts += [
      Fact("total", "\(NumberText.count(answer.total)) \(noun)"),
      Fact("effect", number(answer.effect)), Fact("power", power), Fact("test", test),
    ]
    if let rows = question.rowsPerUnit, let effect = answer.designEffect {
      facts.append(
        Fact(
          "clusters",
          "\(whole(Double(answer.total) / rows)) units; correlated rows are worth \(number(effect)) times fewer"
        ))
    }
    if let ratio = answer.fixedSampleRatio {
      facts.append(Fact("price", "\(number(ratio)) times the sample of a single look"))
    }
    if let expected = answer.expectedTotal {
      facts.append(
        Fact(
          "on average", "\(whole(expected)) \(noun) until it ends"))
    }
    if let days = answer.days {
      facts.append(Fact("days", whole(days)))
    }
    return facts
  }

  private var test: String {
    let level = "level \(NumberText.percent(question.significance))"
    return switch question.kind {
    case .nonInferiority: "one-sided, \(level), margin \(number(question.margin ?? 0))"
    case .equivalence: "two one-sided, each at \(level)"
    case .anova, .chiSquare: level
    case .sequential: "\(question.sides.rawValue), \(level), \(question.looks) looks"
    default: "\(question.sides.rawValue), \(level)"
    }
  }

  /// A number of things, rounded up.
  private func whole(_ value: Double) -> String {
    value < 1e15 ? NumberText.count(Int(value.rounded(.up))) : number(value)
  }

  private func number(_ value: Double) -> String { NumberText.significant(value, digits: 4) }
}
