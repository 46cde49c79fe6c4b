internal import Judge

/// One column: why it has its status, its measures, and where its values moved.
struct DriftColumnDetail {
  private let column: ColumnDrift
  private let decision: DriftDecision

  /// Details of a column of a decision.
  init(_ column: ColumnDrift, _ decision: DriftDecision) {
    (self.column, self.decision) = (column, decision)
  }

  /// How many causes are told one by one.
  private static let causeLimit = 6

  var parts: [Markup] {
    var causes = column.causes.prefix(Self.causeLimit).map { cause in
      Markup.tag(.li, text: HTMLPage.sentence(DriftText.clause(cause)) + ".")
    }
    let more = column.causes.count - Self.causeLimit
    if more > 0 {
      causes.append(.tag(.li, .class("quiet"), text: "And \(NumberText.count(more)) more."))
    }
    return (causes.isEmpty ? [] : [.tag(.ul, holding: causes)])
      + [.facts(facts)] + (figures.isEmpty ? [] : [.tag(.div, .class("figures"), holding: figures)])
  }

  private var facts: [Fact] {
    var facts: [Fact] = [Fact("read as", column.kind.rawValue)]
    func add(_ name: String, _ value: Double?, places: Int = 4) {
      guard let value, value.isFinite else { return }
      facts.append(Fact(name, NumberText.decimal(value, places: places)))
    }
    add("PSI", column.psi)
    add("debiased PSI", column.debiasedPsi)
    if let interval = column.psiInterval {
      let text =
        "\(NumberText.decimal(interval.lower, places: 4)) to "
        + NumberText.decimal(interval.upper, places: 4)
      facts.append(Fact("each limit at \(NumberText.percent(1 - decision.significance))", text))
    }
    add("noise floor", column.noiseFloor)
    add("KL divergence, nats", column.klDivergence)
    add("Jensen–Shannon, nats", column.jensenShannon)
    add("Kolmogorov–Smirnov", column.kolmogorovSmirnov)
    if let p = column.pValue { facts.append(Fact("p of no change", NumberText.pValue(p))) }
    if let p = column.adjustedPValue {
      facts.append(Fact("p of no drift, all columns", NumberText.pValue(p)))
    }
    return facts
  }

  private var figures: [Markup] {
    let picture = ColumnPicture(column)
    var figures: [Markup] = []
    if let contributions = picture.contributions {
      var caption = "Where the PSI comes from"
      if let omitted = picture.omitted {
        caption +=
          "; \(NumberText.count(omitted.count)) more values add "
          + NumberText.decimal(omitted.contribution, places: 3)
      }
      figures.append(Self.figure(caption, contributions))
    }
    if let shape = column.shape, let cumulative = picture.cumulative {
      let level = NumberText.percent(shape.level)
      let bands =
        "±\(NumberText.significant(shape.referenceBand * 100, digits: 2))pp and "
        + "±\(NumberText.significant(shape.currentBand * 100, digits: 2))pp"
      figures.append(Self.figure("Cumulative shares; \(level) bands of \(bands)", cumulative))
    }
    if let shape = column.shape, let shifts = picture.shifts {
      let level = NumberText.percent(shape.level)
      figures.append(
        Self.figure("How far each quantile moved; limits hold together at \(level)", shifts))
    }
    return figures
  }

  private static func figure(_ caption: String, _ picture: Markup) -> Markup {
    .tag(.figure, holding: [.tag(.figcaption, text: caption), picture])
  }
}
