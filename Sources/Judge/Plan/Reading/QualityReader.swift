/// Reads how much worse predictions may become: one tolerance of the accuracy, or one for each measure.
enum QualityReader {
  /// Reads a tolerance of the accuracy, or a mapping.
  static func read(_ value: PlanValue, into drift: inout DriftPlan) {
    guard value.isMapping else {
      drift.quality = value.share(orPoints: true)
      return
    }
    guard let section = value.section(PlanKeys.DriftQuality.self) else { return }
    var plan = QualityPlan(
      QualityPlan.Measure.allCases.compactMap { measure in
        guard let key = PlanKeys.DriftQuality(rawValue: measure.rawValue),
          let value = section[key], let tolerance = tolerance(measure, value)
        else { return nil }
        return QualityPlan.Limit(measure, tolerance)
      })
    plan.groups = section[.groups]?.texts()
    plan.minimumGroup = section[.minimumGroup]?.integer(atLeast: DriftPlan.fewestLabels)
    if plan.groups == nil {
      section.refuse(
        [.minimumGroup], because: "counts rows of groups, and there are none",
        mend: "add groups: [column]")
    }
    let names = QualityPlan.Measure.allCases.compactMap {
      PlanKeys.DriftQuality(rawValue: $0.rawValue)
    }
    if names.allSatisfy({ section[$0] == nil }) {
      value.complain(
        .contradiction, "\(value.path) holds no measure",
        mend: "add one of \(QualityPlan.Measure.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    drift.qualities = plan
  }

  /// Points of shares and of R²; of errors a part of the reference's (`10%`), or an amount (`3 abs`).
  private static func tolerance(
    _ measure: QualityPlan.Measure, _ value: PlanValue
  ) -> Threshold? {
    guard measure.sign < 0 else {
      return value.share(orPoints: true).map {
        Threshold(value: $0, unit: .absolute, text: value.scalarText ?? "")
      }
    }
    guard let text = value.text("a size of change") else { return nil }
    let context = Threshold.Context(
      kind: measure == .mape ? .proportion : .mean, better: .lower, purpose: .deterioration,
      timeUnit: .milliseconds)
    do throws(Threshold.Misreading) {
      return try Threshold(text, context)
    } catch {
      value.complain(.invalidValue, "\(value.path): \(error.complaint)", mend: error.mend)
      return nil
    }
  }

  /// Notes what contradicts the other keys of the plan.
  static func check(_ section: PlanSection<PlanKeys.Drift>, _ plan: Plan) {
    guard plan.drift.quality != nil || plan.drift.qualities != nil else { return }
    if plan.log.prediction == nil || plan.log.label == nil {
      section[.quality]?.complain(
        .contradiction, "drift.quality needs predictions and labels of the reference",
        mend: "map log.prediction and log.label, or remove it")
    }
    for name in plan.drift.qualities?.groups ?? []
    where [plan.log.prediction, plan.log.label].contains(name) {
      section[.quality]?.complain(
        .contradiction,
        "drift.quality.groups names \"\(name)\", which is itself what quality is measured of",
        mend: "name other columns")
    }
  }
}
