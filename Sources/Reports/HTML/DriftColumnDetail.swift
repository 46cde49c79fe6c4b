internal import Judge

/// One column: why it has its status, its measures, and where its values moved.
struct DriftColumnDetail {
  private let column: ColumnDrift
  private let decision: DriftDecision
  private let detail: ColumnPicture.Detail

  /// Details of a column of a decision.
  init(_ column: ColumnDrift, _ decision: DriftDecision, _ detail: ColumnPicture.Detail) {
    (self.column, self.decision, self.detail) = (column, decision, detail)
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
    DriftColumnFacts(column, detail, level: 1 - decision.significance).facts
  }

  private var figures: [Markup] {
    let picture = ColumnPicture(column, detail)
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
    if let trend = picture.trend {
      let began =
        column.changeBegan.map { "; the change began in that of \(TimeText.minute($0))" } ?? ""
      figures.append(Self.figure("PSI window by window\(began)", trend))
    }
    return figures
  }

  private static func figure(_ caption: String, _ picture: Markup) -> Markup {
    .tag(.figure, holding: [.tag(.figcaption, text: caption), picture])
  }
}
