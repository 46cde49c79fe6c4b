internal import Stats
internal import Summaries

extension PairedAreaComparison {
  /// Compares the areas from labels and scores row by row; nil where they have none.
  ///
  /// An area is asymptotically a mean of its influence function (DeLong, DeLong & Clarke-Pearson 1988),
  /// clustered by unit (Obuchowski 1997), so that the normal mixture bounds the difference at all looks.
  init?(_ plan: Plan, _ raw: RawColumns) {
    let rows = PairedScores(raw)
    guard let margin = plan.shadow?.areaMargin, let areas = try? rows.areas else { return nil }
    let difference = areas.difference
    let units = areas.control.units
    let positives = rows.labels.count(where: \.self)
    self.init(
      requests: rows.labels.count, positives: positives, units: units,
      control: areas.control.value, treatment: areas.treatment.value,
      difference: difference.value, standardError: difference.standardError, margin: margin,
      lower: nil, pValue: 1, missedPValue: 1,
      classicalPValue: try? DeLongTest().evaluate(areas).pValue)
    let scarce = min(positives, rows.labels.count - positives)
    guard Double(min(scarce, units)) >= Evidence.floor, standardError > 0 else { return }
    let significance = plan.inference.significance
    let mixture = NormalMixture(
      significance: significance, targetClock: Double(plan.inference.minimumSample), sides: .one)
    let n = Double(units)
    let clock =
      plan.clock == .units
      ? n : n * n * standardError * standardError / PairedMeasurement.shareVariance
    let distance = (self.difference + margin) / standardError
    pValue = mixture.pValue(standardized: distance, clock: clock)
    missedPValue = mixture.pValue(standardized: -distance, clock: clock)
    lower = (try? mixture.multiplier(clock: clock)).map { self.difference - $0 * standardError }
  }
}

/// The requests with a label and both scores.
private struct PairedScores {
  private(set) var labels: [Bool] = []
  private var control: [Double] = []
  private var treatment: [Double] = []
  /// Indices of the units' names; empty where every request is one.
  private var units: [Int] = []

  /// Takes the columns of `PairedLayout.areaScan`.
  init(_ raw: RawColumns) {
    guard raw.values.count >= 3, case .numbers(let truths) = raw.values[0],
      case .numbers(let ours) = raw.values[1], case .numbers(let theirs) = raw.values[2]
    else { return }
    var names: [Int?]?
    if raw.values.count > 3, case .categories(let categories) = raw.values[3] {
      names = categories.indices
    }
    for row in truths.indices {
      guard let truth = truths[row], let a = ours[row], let b = theirs[row] else { continue }
      if let names {
        guard let unit = names[row] else { continue }
        units.append(unit)
      }
      labels.append(truth == 1)
      control.append(a)
      treatment.append(b)
    }
  }

  var areas: PairedAreas {
    get throws(StatsError) {
      units.isEmpty
        ? try PairedAreas(labels: labels, control: control, treatment: treatment)
        : try PairedAreas(labels: labels, control: control, treatment: treatment, units: units)
    }
  }
}
