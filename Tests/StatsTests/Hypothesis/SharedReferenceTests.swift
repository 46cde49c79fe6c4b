import AssayTestSupport
import Foundation
import Stats
import Summaries
import Testing

/// Tests and intervals of public A/B data sets, from their counts and moments.
@Suite struct SharedReferenceTests {
  struct Binary: Decodable {
    var id: String
    var x1, n1, x2, n2: Int
    var values: [String: Double]
    var exact: [String: Double]

    init(from decoder: any Decoder) throws {
      let fields = try decoder.singleValueContainer().decode([String: Field].self)
      values = fields.compactMapValues { $0.number }
      exact = (fields["exact"]?.object ?? [:]).compactMapValues { $0.text.flatMap(Double.init) }
      id = fields["id"]?.text ?? ""
      func count(_ name: String) -> Int { Int(fields[name]?.number ?? -1) }
      (x1, n1, x2, n2) = (count("x1"), count("n1"), count("x2"), count("n2"))
    }
  }

  /// A value of a JSON file whose fields differ from row to row.
  enum Field: Decodable {
    case number(Double), text(String), object([String: Field]), other

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let text = try? container.decode(String.self) {
        self = .text(text)
      } else if let object = try? container.decode([String: Field].self) {
        self = .object(object)
      } else {
        self = .other
      }
    }

    var number: Double? { if case .number(let x) = self { x } else { nil } }
    var text: String? { if case .text(let x) = self { x } else { nil } }
    var object: [String: Field]? { if case .object(let x) = self { x } else { nil } }
  }

  struct TRow: Decodable { var t, df, p, ci_low, ci_high: Double }
  struct FRow: Decodable { var F, p: Double }
  struct Continuous: Decodable {
    var id: String
    var n1, n2: Int
    var mean1, mean2, sd1, sd2, difference: Double
    var welch, welch_99, pooled: TRow
    var f_test_var: FRow
    var welch_one_sided_greater_p: Double
    var relative_lift, lift_delta_se, lift_delta_ci_low, lift_delta_ci_high: Double
    var lift_fieller_z_ci_low, lift_fieller_z_ci_high: Double?
    var ks_D, ks_p_limiting, cohens_d_pooled, hedges_g_exact_J: Double
    var exact: [String: String]

    var control: Moments {
      Moments(count: n1, mean: mean1, centeredSquares: sd1 * sd1 * Double(n1 - 1))
    }
    var treatment: Moments {
      Moments(count: n2, mean: mean2, centeredSquares: sd2 * sd2 * Double(n2 - 1))
    }
  }
  struct Paired: Decodable {
    var n: Int
    var mean_difference, sd_difference: Double
    var paired_t, paired_t_99: TRow
  }
  struct Ratio: Decodable {
    var ratio1, ratio2, var1, var2, difference, se, z, p, ci_low, ci_high: Double
    var relative_lift, lift_se, lift_ci_low, lift_ci_high: Double
  }
  struct MultiArm: Decodable {
    var n: [Int]
    var means, sds: [Double]
    var anova_F, anova_p, eta_squared, welch_F, welch_p, bartlett_K2, bartlett_p: Double
    var pairwise_welch_p, pairwise_holm, pairwise_BH: [Double]
  }
  struct Reference: Decodable {
    var binary: [Binary]
    var continuous: [Continuous]
    var paired: Paired
    var ratioDelta: [String: Ratio]
    var multiArm: [String: MultiArm]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("ab_shared", as: Reference.self) }

  /// Closed-form statistics of methods.md: 1e-9 relative.
  private func check(_ found: Double, _ expected: Double?, _ what: String) {
    guard let expected else {
      Issue.record("no reference for \(what)")
      return
    }
    #expect(agree(found, expected, relative: 1e-9), "\(what)")
  }

  private func check(
    _ found: ConfidenceInterval, _ row: Binary, _ low: String, _ high: String
  ) {
    check(found.lower, row.values[low], "\(row.id) \(low)")
    check(found.upper, row.values[high], "\(row.id) \(high)")
  }

  @Test func proportionTestsAgree() throws {
    #expect(reference.binary.count == 7)
    for row in reference.binary {
      let control = try BinomialCount(successes: row.x1, trials: row.n1)
      let treatment = try BinomialCount(successes: row.x2, trials: row.n2)
      let pooled = try TwoProportionZTest().evaluate(control: control, treatment: treatment)
      check(pooled.estimate, row.exact["difference"], row.id)
      check(pooled.statistic, row.exact["z_pooled"], row.id)
      check(pooled.pValue, row.exact["z_pooled_p"], row.id)
      let unpooled = try TwoProportionZTest(variance: .unpooled)
        .evaluate(control: control, treatment: treatment)
      check(unpooled.statistic, row.exact["z_unpooled"], row.id)
      check(unpooled.pValue, row.exact["z_unpooled_p"], row.id)
      let table = [
        [control.successes, control.failures], [treatment.successes, treatment.failures],
      ]
      let chiSquare = try ChiSquareIndependence().evaluate(table)
      check(chiSquare.statistic, row.exact["chisq"], row.id)
      check(chiSquare.pValue, row.exact["chisq_p"], row.id)
      check(chiSquare.estimate, row.values["phi"].map(abs), row.id)
      let yates = try ChiSquareIndependence(continuity: .yates).evaluate(table)
      check(yates.statistic, row.exact["chisq_yates"], row.id)
      check(yates.pValue, row.exact["chisq_yates_p"], row.id)
    }
  }

  @Test func sampleRatioTestAgrees() throws {
    let rows = reference.binary.filter { $0.exact["srm_chisq"] != nil }
    #expect(!rows.isEmpty)
    for row in rows {
      let ratio = try ChiSquareGoodnessOfFit(weights: [1, 1]).evaluate([row.n1, row.n2])
      check(ratio.statistic, row.exact["srm_chisq"], row.id)
      check(ratio.pValue, row.exact["srm_p"], row.id)
    }
  }

  @Test func proportionIntervalsAgree() throws {
    for row in reference.binary {
      let control = try BinomialCount(successes: row.x1, trials: row.n1)
      let treatment = try BinomialCount(successes: row.x2, trials: row.n2)
      check(try WilsonInterval().interval(control), row, "wilson1_low", "wilson1_high")
      check(try WilsonInterval().interval(treatment), row, "wilson2_low", "wilson2_high")
      check(
        try WilsonInterval(level: 0.99).interval(control), row, "wilson1_99_low", "wilson1_99_high")
      check(
        try WilsonInterval(continuity: .yates).interval(control), row, "wilson_cc1_low",
        "wilson_cc1_high")
      check(
        try ClopperPearsonInterval().interval(control), row, "clopper_pearson1_low",
        "clopper_pearson1_high")
      check(
        try ClopperPearsonInterval().interval(treatment), row, "clopper_pearson2_low",
        "clopper_pearson2_high")
      check(
        try WaldDifferenceInterval().interval(control: control, treatment: treatment), row,
        "wald_ci_low", "wald_ci_high")
      check(
        try WaldDifferenceInterval(continuity: .yates)
          .interval(control: control, treatment: treatment), row, "wald_cc_ci_low",
        "wald_cc_ci_high")
      check(
        try NewcombeInterval().interval(control: control, treatment: treatment), row,
        "newcombe_ci_low", "newcombe_ci_high")
      check(
        try NewcombeInterval(continuity: .yates).interval(control: control, treatment: treatment),
        row, "newcombe_cc_ci_low", "newcombe_cc_ci_high")
    }
  }

  @Test func liftsOfProportionsAgree() throws {
    for row in reference.binary {
      let (a, b) = (try rate(row.x1, row.n1), try rate(row.x2, row.n2))
      // The reference divides by n, not n − 1.
      let (n, m) = (Double(row.n1), Double(row.n2))
      let (shrunk, control) = (
        Estimate(b.ratio, standardError: b.standardError * ((m - 1) / m).squareRoot()),
        Estimate(a.ratio, standardError: a.standardError * ((n - 1) / n).squareRoot())
      )
      check(try b.relativeLift(over: a).value, row.exact["relative_lift"], row.id)
      let set = try FiellerInterval().ratio(numerator: shrunk, denominator: control)
      guard case .bounded(let interval) = set else {
        Issue.record("\(row.id) is unbounded")
        continue
      }
      check(interval.lower - 1, row.values["lift_fieller_ci_low"], row.id)
      check(interval.upper - 1, row.values["lift_fieller_ci_high"], row.id)
      let lift = try b.relativeLift(over: a).standardError
      // n − 1 for n.
      #expect(agree(lift, row.values["lift_delta_se"] ?? 0, relative: 1 / min(n, m)), "\(row.id)")
      let log = try b.logRatio(to: a).confidenceInterval()
      let low = row.values["lift_log_ci_low"] ?? 0
      #expect(agree(exp(log.lower), 1 + low, relative: 1 / min(n, m)), "\(row.id)")
    }
  }

  private func rate(_ x: Int, _ n: Int) throws -> RatioEstimate {
    var moments = BivariateMoments()
    moments.add((0, 1), times: n - x)
    moments.add((1, 1), times: x)
    return try RatioEstimate(moments: moments)
  }

  @Test func meansAgree() throws {
    #expect(reference.continuous.count == 11)
    for row in reference.continuous {
      let welch = try WelchTTest().evaluate(control: row.control, treatment: row.treatment)
      // The 50-digit values where there are any; the summaries cost a few ulps.
      check(welch.statistic, row.exact["welch_t"].flatMap(Double.init) ?? row.welch.t, row.id)
      check(welch.pValue, row.exact["welch_p"].flatMap(Double.init) ?? row.welch.p, row.id)
      check(try welch.confidenceInterval(), row.welch, row.id)
      check(try welch.confidenceInterval(level: 0.99), row.welch_99, row.id)
      #expect(welch.reference == .studentT(degreesOfFreedom: degrees(welch)))
      check(degrees(welch), row.welch.df, row.id)
      check(
        try WelchTTest(alternative: .greater)
          .evaluate(control: row.control, treatment: row.treatment).pValue,
        row.welch_one_sided_greater_p, row.id)
      let pooled = try PooledTTest().evaluate(control: row.control, treatment: row.treatment)
      check(pooled.statistic, row.pooled.t, row.id)
      check(pooled.pValue, row.pooled.p, row.id)
      check(try pooled.confidenceInterval(), row.pooled, row.id)
      let ratio = try VarianceRatioTest().evaluate(control: row.control, treatment: row.treatment)
      check(ratio.statistic, row.f_test_var.F, row.id)
      // R's p underflows to zero for the largest; ours is 0 or below any double R could give.
      #expect(agree(ratio.pValue, row.f_test_var.p, relative: 1e-8, floor: 1e-300), "\(row.id)")
    }
  }

  private func check(_ found: ConfidenceInterval, _ expected: TRow, _ id: String) {
    check(found.lower, expected.ci_low, id)
    check(found.upper, expected.ci_high, id)
  }

  private func degrees(_ result: TestResult) -> Double {
    if case .studentT(let degreesOfFreedom) = result.reference { degreesOfFreedom } else { -1 }
  }

  @Test func liftsOfMeansAgree() throws {
    for row in reference.continuous {
      let (a, b) = (try mean(row.control), try mean(row.treatment))
      let lift = try b.relativeLift(over: a)
      check(lift.value, row.relative_lift, row.id)
      check(lift.standardError, row.lift_delta_se, row.id)
      check(try lift.confidenceInterval().lower, row.lift_delta_ci_low, row.id)
      check(try lift.confidenceInterval().upper, row.lift_delta_ci_high, row.id)
      let set = try FiellerInterval().ratio(numerator: b.estimate, denominator: a.estimate)
      if let low = row.lift_fieller_z_ci_low, let high = row.lift_fieller_z_ci_high {
        guard case .bounded(let interval) = set else {
          Issue.record("\(row.id) is unbounded")
          continue
        }
        check(interval.lower - 1, low, row.id)
        check(interval.upper - 1, high, row.id)
      } else {
        #expect(set != .bounded(ConfidenceInterval(lower: 0, upper: 0, level: 0.95)), "\(row.id)")
        if case .bounded = set { Issue.record("\(row.id) must be unbounded") }
      }
    }
  }

  private func mean(_ moments: Moments) throws -> RatioEstimate {
    try RatioEstimate(
      moments: BivariateMoments(count: moments.count, shiftX: moments.mean, shiftY: 1) { p, q in
        p == 2 && q == 0 ? moments.centeredSquares : 0
      })
  }

  @Test func kolmogorovTailsAgree() throws {
    for row in reference.continuous {
      let (n, m) = (Double(row.n1), Double(row.n2))
      let p = try ReferenceDistribution.kolmogorov.pValue(
        of: (n * m / (n + m)).squareRoot() * row.ks_D, .greater)
      check(p, row.ks_p_limiting, row.id)
    }
  }

  @Test func pairedDifferencesAgree() throws {
    let row = reference.paired
    let differences = Moments(
      count: row.n, mean: row.mean_difference,
      centeredSquares: row.sd_difference * row.sd_difference * Double(row.n - 1))
    let result = try PairedTTest().evaluate(differences: differences)
    check(result.statistic, row.paired_t.t, "t")
    check(result.pValue, row.paired_t.p, "p")
    check(try result.confidenceInterval(), row.paired_t, "95 %")
    check(try result.confidenceInterval(level: 0.99), row.paired_t_99, "99 %")
  }

  @Test func differencesOfRatiosAgree() throws {
    for (id, row) in reference.ratioDelta {
      let difference = Estimate(
        row.ratio2 - row.ratio1, standardError: (row.var1 + row.var2).squareRoot())
      check(difference.value, row.difference, id)
      check(difference.standardError, row.se, id)
      let test = try difference.test()
      check(test.statistic, row.z, id)
      check(test.pValue, row.p, id)
      check(try difference.confidenceInterval().lower, row.ci_low, id)
      check(try difference.confidenceInterval().upper, row.ci_high, id)
    }
  }

  @Test func pairwiseCorrectionsAgree() throws {
    for (id, row) in reference.multiArm {
      let holm = try Holm.adjusted(row.pairwise_welch_p)
      for (a, b) in zip(holm, row.pairwise_holm) { check(a, b, id) }
      let hochberg = try BenjaminiHochberg.adjusted(row.pairwise_welch_p)
      for (a, b) in zip(hochberg, row.pairwise_BH) { check(a, b, id) }
    }
  }

  @Test func severalArmsAgree() throws {
    for (id, row) in reference.multiArm {
      let groups = row.n.indices.map {
        Moments(
          count: row.n[$0], mean: row.means[$0],
          centeredSquares: row.sds[$0] * row.sds[$0] * Double(row.n[$0] - 1))
      }
      let anova = try OneWayANOVA().evaluate(groups)
      check(anova.statistic, row.anova_F, id)
      check(anova.pValue, row.anova_p, id)
      check(anova.estimate, row.eta_squared, id)
      let welch = try WelchANOVA().evaluate(groups)
      check(welch.statistic, row.welch_F, id)
      check(welch.pValue, row.welch_p, id)
      let bartlett = try BartlettTest().evaluate(groups)
      check(bartlett.statistic, row.bartlett_K2, id)
      check(bartlett.pValue, row.bartlett_p, id)
    }
  }

  @Test func fisherTestsAgree() throws {
    for row in reference.binary {
      let control = try BinomialCount(successes: row.x1, trials: row.n1)
      let treatment = try BinomialCount(successes: row.x2, trials: row.n2)
      func run(_ alternative: Alternative) throws -> TestResult {
        try FisherExactTest(alternative: alternative)
          .evaluate(control: control, treatment: treatment)
      }
      check(try run(.twoSided).pValue, row.values["fisher_p"], row.id)
      // The reference's table has control first, so its sides are reversed.
      check(try run(.greater).pValue, row.values["fisher_less_p"], row.id)
      check(try run(.less).pValue, row.values["fisher_greater_p"], row.id)
      let interval = try FisherExactTest()
        .confidenceInterval(control: control, treatment: treatment)
      let odds = 1 / (try run(.twoSided).estimate)
      // R searches these to a relative 1e-4.
      for (found, name) in [
        (odds, "fisher_odds_ratio_cmle_arm1_over_arm2"), (1 / interval.upper, "fisher_or_ci_low"),
        (1 / interval.lower, "fisher_or_ci_high"),
      ] {
        #expect(agree(found, row.values[name] ?? 0, relative: 2e-4), "\(row.id) \(name)")
      }
    }
  }

  @Test func effectSizesAgree() throws {
    for row in reference.binary {
      let effect = ProportionEffect(
        control: try BinomialCount(successes: row.x1, trials: row.n1),
        treatment: try BinomialCount(successes: row.x2, trials: row.n2))
      let odds = try effect.logOddsRatio
      check(odds.value, row.values["log_odds_ratio"], row.id)
      let interval = try odds.confidenceInterval()
      check(exp(interval.lower), row.values["or_wald_ci_low"], row.id)
      check(exp(interval.upper), row.values["or_wald_ci_high"], row.id)
      let risk = try effect.logRiskRatio
      check(expm1(risk.value), row.exact["relative_lift"], row.id)
      check(expm1(try risk.confidenceInterval().lower), row.values["lift_log_ci_low"], row.id)
      check(expm1(try risk.confidenceInterval().upper), row.values["lift_log_ci_high"], row.id)
      check(effect.cohensH.value, row.values["cohens_h"], row.id)
    }
    for row in reference.continuous {
      let effect = try StandardizedMeanDifference(control: row.control, treatment: row.treatment)
      check(effect.cohensD, row.cohens_d_pooled, row.id)
      check(effect.hedgesG, row.hedges_g_exact_J, row.id)
    }
  }
}
