internal import Judge

/// What drift did to the model: each measure of quality with the interval of its change.
struct DriftHarmSection {
  private let harm: DriftHarm

  init(_ harm: DriftHarm) { self.harm = harm }

  var section: Markup {
    .section(
      "What it did to the model",
      [
        .tag(.p, holding: [.phrase(status)]),
        HTMLTable(
          columns: [
            .init("quality"), .init("reference", .right), .init("current", .right),
            .init("change"), .init("worse ← · → better"), .init("tolerated", .right),
          ], rows: harm.qualities.map(row)
        ).markup,
      ])
  }

  private var status: Phrase {
    switch harm.status {
    case .harmless: Phrase("Shown to be harmless: quality is within its tolerance.", .good)
    case .harmful: Phrase("Harmful: quality fell by more than is tolerated.", .bad)
    case .unknown: Phrase("Neither harm nor its absence is shown.", .caution)
    }
  }

  private func row(_ quality: DriftHarm.Quality) -> [[Markup]] {
    let (low, high) = (quality.change.lower, quality.change.upper)
    let estimate = quality.current - quality.reference
    let all = [low, high, estimate, -quality.tolerance, 0].filter(\.isFinite)
    let margin = max(((all.max() ?? 0) - (all.min() ?? 0)) * 0.08, 1e-12)
    let words =
      "\(number(quality.change.lower)) to \(number(quality.change.upper))"
    let strip = IntervalStrip(
      estimate: estimate, lower: low, upper: high, tolerance: -quality.tolerance, zero: 0,
      domain: ((all.min() ?? 0) - margin)...((all.max() ?? 0) + margin),
      style: low > -quality.tolerance ? "good" : high < -quality.tolerance ? "bad" : "caution",
      title: "\(quality.measure.words): changed by \(words)")
    return [
      [.text(quality.measure.words)], [.text(number(quality.reference))],
      [.text(number(quality.current))], [.text(words)], [strip.picture],
      [.text(number(quality.tolerance))],
    ]
  }

  private func number(_ value: Double) -> String { NumberText.significant(value, digits: 4) }
}

extension DriftHarm.Quality.Measure {
  fileprivate var words: String {
    switch self {
    case .accuracy: "accuracy"
    case .expectedAccuracy: "expected accuracy, without labels"
    }
  }
}
