internal import Foundation
internal import Judge

/// One metric's numbers as text: shares as per cent, their changes as percentage points, others in their
/// unit, all rounded by their standard errors.
struct MetricText {
  /// How much room a requirement has.
  enum Wording { case clause, cell }

  let name: String
  private let better: MetricPlan.Direction
  private let scale: Estimand.Scale
  private let isShare: Bool
  /// The unit in the plan's thresholds, for instance `ms`.
  private let unit: String
  /// The scales of the thresholds, where they differ from the metric's.
  private let scales: [ThresholdTest.Question: Estimand.Scale]
  private let valuePlaces: Int?
  private let changePlaces: Int?
  private let relativePlaces: Int?

  init(_ metric: MetricAnalysis) {
    name = InertText.name(metric.name)
    (better, scale) = (metric.better, metric.estimand.scale)
    isShare =
      switch metric.kind {
      case .rate, .accuracy, .precision, .recall, .f1, .auc: true
      case .proportion: metric.estimand.aggregation != .unit
      case .mean, .ratio, .quantile: false
      }
    let factor: Double = isShare ? 100 : 1
    let arms = [metric.control, metric.treatment].compactMap(\.self)
    valuePlaces = arms.compactMap { NumberText.places(standardError: $0.standardError * factor) }
      .min()
    guard case .computed(let comparison) = metric.result else {
      (unit, scales, changePlaces, relativePlaces) = ("", [:], nil, nil)
      return
    }
    let tests = comparison.tests + [metric.harmSoFar].compactMap(\.self)
    scales = Dictionary(tests.map { ($0.question, $0.scale) }) { first, _ in first }
    unit = isShare ? "" : Self.unit(of: tests)
    let standardError = comparison.differenceStandardError
    changePlaces = NumberText.places(standardError: standardError * factor)
    relativePlaces = metric.control.flatMap {
      NumberText.places(standardError: 100 * standardError / abs($0.value))
    }
  }

  /// A metric of which nothing but the name is known.
  init(name: String) {
    self.name = InertText.name(name)
    (better, scale, isShare, unit) = (.higher, .difference, false, "")
    scales = [:]
    (valuePlaces, changePlaces, relativePlaces) = (nil, nil, nil)
  }

  /// The metric's value in one variant.
  func value(_ value: Double) -> String {
    let scaled = isShare ? value * 100 : value
    let number =
      valuePlaces.map { NumberText.decimal(scaled, places: $0) }
      ?? NumberText.significant(scaled, digits: 4)
    return number + (isShare ? "%" : unit)
  }

  /// The change from control to treatment on the scale the thresholds are judged on.
  func change(_ comparison: Comparison) -> String {
    if let relative = relative(comparison) {
      return signed(relative.change * 100, relativePlaces) + "%"
    }
    return signed(scaled(comparison.difference), changePlaces) + changeUnit
  }

  /// The interval of that change.
  func interval(_ comparison: Comparison) -> String {
    if let relative = relative(comparison) {
      // A ratio anywhere between zero and infinity says nothing.
      guard relative.interval.lower > -1 || relative.interval.upper.isFinite else {
        return "unbounded"
      }
      return bounds(relative.interval, factor: 100, relativePlaces, unit: "%")
    }
    return differenceInterval(comparison.differenceInterval)
  }

  /// A difference, with its sign.
  func difference(_ value: Double) -> String { signed(scaled(value), changePlaces) + changeUnit }

  /// The size of a difference.
  func amount(_ value: Double) -> String { decimal(scaled(abs(value)), changePlaces) + changeUnit }

  /// An interval of the difference.
  func differenceInterval(_ interval: Bounds) -> String {
    bounds(interval, factor: isShare ? 100 : 1, changePlaces, unit: changeUnit)
  }

  /// An effect, signed so that positive is better, as `1.2pp better`.
  func effect(_ effect: Double, scale: Estimand.Scale? = nil) -> String {
    guard effect != 0 else { return "unchanged" }
    return amount(effect, scale: scale) + (effect > 0 ? " better" : " worse")
  }

  /// The scale on which a question was asked.
  func scale(of question: ThresholdTest.Question) -> Estimand.Scale { scales[question] ?? scale }

  /// What promotion needs of an effect, as `more than 1pp better`.
  func requirement(
    _ question: ThresholdTest.Question, _ required: Double, scale: Estimand.Scale? = nil,
    threshold: String, wording: Wording = .clause
  ) -> String {
    let size = planned(threshold) ?? exactAmount(required, scale: scale)
    let (more, less) = wording == .clause ? ("more than", "less than") : (">", "<")
    return switch question {
    case .superiority: required == 0 ? "better" : "\(more) \(size) better"
    case .nonInferiority: required == 0 ? "not worse" : "\(less) \(size) worse"
    case .harm: required == 0 ? "worse" : "\(more) \(size) worse"
    }
  }

  private var changeUnit: String { isShare ? "pp" : unit }

  private func scaled(_ value: Double) -> Double { isShare ? value * 100 : value }

  private func relative(_ comparison: Comparison) -> (change: Double, interval: Bounds)? {
    guard scale == .logRatio, let change = comparison.relativeChange,
      let interval = comparison.relativeInterval
    else { return nil }
    return (change, interval)
  }

  /// The size of an effect on a scale.
  func amount(_ effect: Double, scale: Estimand.Scale?) -> String {
    guard effect.isFinite else { return "any amount" }
    return switch scale ?? self.scale {
    case .difference:
      decimal(scaled(abs(effect)), changePlaces) + changeUnit
    case .logRatio:
      decimal(100 * abs(ratioChange(effect)), relativePlaces) + "%"
    }
  }

  private func exactAmount(_ effect: Double, scale: Estimand.Scale?) -> String {
    switch scale ?? self.scale {
    case .difference: NumberText.significant(scaled(abs(effect)), digits: 4) + changeUnit
    case .logRatio: NumberText.significant(100 * abs(ratioChange(effect)), digits: 4) + "%"
    }
  }

  /// Treatment ÷ control − 1, for a log ratio signed so that positive is better.
  private func ratioChange(_ effect: Double) -> Double {
    expm1(better == .higher ? effect : -effect)
  }

  /// The plan's words, where they read as a size of change: `1.5x` does not.
  private func planned(_ threshold: String) -> String? {
    guard threshold.first?.isNumber == true, !threshold.hasSuffix("x"), threshold != "0" else {
      return nil
    }
    return InertText.name(threshold, limit: 20)
  }

  private func bounds(_ bounds: Bounds, factor: Double, _ places: Int?, unit: String) -> String {
    guard bounds.lower.isFinite || bounds.upper.isFinite else { return "unbounded" }
    let (lower, upper) = (bounds.lower * factor, bounds.upper * factor)
    return "\(signed(lower, places)) to \(signed(upper, places))\(unit)"
  }

  private func signed(_ value: Double, _ places: Int?) -> String {
    if let places { return NumberText.signed(value, places: places) }
    let text = NumberText.significant(value, digits: 4)
    return value > 0 ? "+" + text : text
  }

  private func decimal(_ value: Double, _ places: Int?) -> String {
    places.map { NumberText.decimal(value, places: $0) }
      ?? NumberText.significant(value, digits: 4)
  }

  private static func unit(of tests: [ThresholdTest]) -> String {
    for test in tests {
      let letters = test.threshold.drop { $0.isNumber || ".-+ ".contains($0) }
      if (1...8).contains(letters.count), letters.allSatisfy(\.isLetter),
        !["x", "pp", "abs"].contains(letters)
      {
        return String(letters)
      }
    }
    return ""
  }
}
