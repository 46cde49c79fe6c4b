import Foundation
import Stats
import Summaries
import Testing

/// The Swift examples of the documentation, run, with values from R and SciPy.
///
/// The lines between two marks stand in the page of that name word for word.
@Suite struct DocumentationExampleTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardizedFileURL

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.root.appending(path: path), encoding: .utf8)
  }

  /// For values from closed forms, to the digits that R prints.
  private func isClose(_ found: Double, _ expected: Double, relative: Double = 1e-9) -> Bool {
    abs(found - expected) <= relative * abs(expected)
  }

  private func isClose(
    _ interval: ConfidenceInterval, _ lower: Double, _ upper: Double, relative: Double = 1e-9
  ) -> Bool {
    isClose(interval.lower, lower, relative: relative)
      && isClose(interval.upper, upper, relative: relative)
  }

  // R: t.test(y, x), its p.value and conf.int, x and y the columns of `sleep`.
  @Test func firstExample() throws {
    // Stats.md begins
    let control = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    let treatment = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    let result = try WelchTTest().evaluate(control: control, treatment: treatment)
    let pValue = result.pValue  // 0.0794
    let interval = try result.confidenceInterval(level: 0.95)  // -0.205 to 3.365
    // Stats.md ends
    #expect(isClose(pValue, 0.0793941401873582))
    #expect(isClose(interval, -0.20548323071171, 3.36548323071171))
  }

  // R: fisher.test(matrix(c(56, 14, 48, 32), 2, byrow = TRUE))
  @Test func counts() throws {
    // HypothesisTests.md begins
    let control = try BinomialCount(successes: 48, trials: 80)
    let treatment = try BinomialCount(successes: 56, trials: 70)
    let result = try FisherExactTest().evaluate(control: control, treatment: treatment)
    let pValue = result.pValue  // 0.0125
    // HypothesisTests.md ends
    #expect(isClose(pValue, 0.0125211297492092))
  }

  // R: t.test(y, x, mu = -0.5, alternative = "greater")
  @Test func nonInferiority() throws {
    // HypothesisTests.md begins
    let control = Moments([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    let treatment = Moments([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    let test = try EquivalenceTest.nonInferiority(WelchTTest(), margin: 0.5)
    let pValue = try test.evaluate(control: control, treatment: treatment).pValue  // 0.0125
    // HypothesisTests.md ends
    #expect(isClose(pValue, 0.0124513277177337))
  }

  // R: t.test(y, x, paired = TRUE)
  @Test func pairs() throws {
    // HypothesisTests.md begins
    let control = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    let treatment = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    let result = try PairedTTest().evaluate(control: control, treatment: treatment)
    let pValue = result.pValue  // 0.0028
    // HypothesisTests.md ends
    #expect(isClose(pValue, 0.00283289019738427))
  }

  // R: prop.test(56, 70, correct = FALSE)$conf.int; Newcombe from two such by his equation of method 10.
  // Miettinen and Nurminen: uniroot of (56/70 - 48/80 - d)/sqrt(v) against qnorm(0.975), with v from
  // optimize over the binomial likelihood at distance d, whose argument is good to 1e-8.
  @Test func shares() throws {
    // Intervals.md begins
    let control = try BinomialCount(successes: 48, trials: 80)
    let treatment = try BinomialCount(successes: 56, trials: 70)
    let share = try WilsonInterval().interval(treatment)  // 0.692 to 0.877
    let newcombe = try NewcombeInterval()
      .interval(control: control, treatment: treatment)  // 0.0524 to 0.3339
    let score = try MiettinenNurminenInterval()
      .interval(control: control, treatment: treatment)  // 0.0528 to 0.3382
    // Intervals.md ends
    #expect(isClose(share, 0.691833555037469, 0.87695260751637))
    #expect(isClose(newcombe, 0.0524314724023649, 0.333872654036906))
    #expect(isClose(score, 0.05282971323415, 0.33817294004868, relative: 1e-7))
  }

  // Fieller's quadratic in R, with z <- qnorm(0.975) and variances 0.04:
  // sort(polyroot(c(10.5^2 - z^2 * 0.04, -2 * 105, 100 - z^2 * 0.04)))
  @Test func ratioOfMeans() throws {
    // Intervals.md begins
    let numerator = Estimate(10.5, standardError: 0.2)
    let denominator = Estimate(10, standardError: 0.2)
    let set = try FiellerInterval().ratio(numerator: numerator, denominator: denominator)
    // .bounded: 0.9947 to 1.1085
    // Intervals.md ends
    guard case .bounded(let interval) = set else {
      Issue.record("not bounded")
      return
    }
    #expect(isClose(interval, 0.9947102736552911, 1.1085215176714114))
  }

  // R, both variances equal: d <- diff(means)/sqrt((var(x) + var(y))/2),
  // g <- d * gamma(9)/(sqrt(9) * gamma(8.5))
  @Test func standardizedDifference() throws {
    // EffectSizes.md begins
    let control = Moments([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0])
    let treatment = Moments([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])
    let effect = try StandardizedMeanDifference(control: control, treatment: treatment)
    let hedgesG = effect.hedgesG  // 0.797
    // EffectSizes.md ends
    #expect(isClose(hedgesG, 0.796935239191121))
  }

  // R: r <- sum(x)/sum(y); sd(x - r * y)/sqrt(6)/mean(y)
  @Test func ratioMetric() throws {
    // EffectSizes.md begins
    let clicks = [3.0, 0, 5, 1, 2, 4]
    let views = [10.0, 4, 12, 6, 5, 11]
    var moments = BivariateMoments()
    for (x, y) in zip(clicks, views) { moments.add((x: x, y: y)) }
    let rate = try RatioEstimate(moments: moments)
    let ratio = rate.ratio  // 0.3125
    let standardError = rate.standardError  // 0.0479
    // EffectSizes.md ends
    #expect(isClose(ratio, 0.3125))
    #expect(isClose(standardError, 0.0479477933320885))
  }

  // The formulas of Waudby-Smith and others (2024) in R, with N = 5000, a = 0.05 (one-sided r2 at 0.1) and
  // r2 <- (-2 * log(a) + log(1 - 2 * log(a)))/N; sqrt(2 * (N * r2 + 1)/(N * r2) * log(s)),
  // s = sqrt(N * r2 + 1)/a, or 1 + sqrt(N * r2 + 1)/(2 * 0.05) for one side.
  @Test func confidenceSequence() throws {
    // SequentialMethods.md begins
    let twoSided = NormalMixture(significance: 0.05, targetClock: 5000, sides: .two)
    let oneSided = NormalMixture(significance: 0.05, targetClock: 5000, sides: .one)
    let wide = try twoSided.multiplier(clock: 5000)  // 3.035
    let narrow = try oneSided.multiplier(clock: 5000)  // 2.779
    // SequentialMethods.md ends
    #expect(isClose(wide, 3.03520899037625))
    #expect(isClose(narrow, 2.77909423531352))
  }

  // R: exp(lbeta(50, 50) - lbeta(600, 500) + 1000 * log(0.5))
  @Test func sampleRatio() throws {
    // SequentialMethods.md begins
    let phase = SequentialSampleRatio.Phase(counts: [550, 450], weights: [0.5, 0.5])
    let pValue = try SequentialSampleRatio().pValue([phase])  // 0.0349
    // SequentialMethods.md ends
    #expect(isClose(pValue, 0.0349209656134618))
  }

  // R: rpact::getDesignGroupSequential(kMax = 5, alpha = 0.025, typeOfDesign = "asOF")$criticalValues,
  // to the 1e-6 that its own root search leaves.
  @Test func plannedLooks() throws {
    // SequentialMethods.md begins
    let design = try GroupSequentialDesign(
      fractions: [0.2, 0.4, 0.6, 0.8, 1], spending: .obrienFleming, significance: 0.025)
    let criticalValues = design.stages.map(\.criticalValue)  // 4.877, 3.357, 2.680, 2.290, 2.031
    // SequentialMethods.md ends
    for (found, expected) in zip(
      criticalValues, [4.876884949, 3.357011922, 2.680280067, 2.289816774, 2.031032063])
    {
      #expect(isClose(found, expected, relative: 1e-6))
    }
  }

  // R, with p and q the shares of counts + 1/2: psi <- sum((p - q) * log(p/q));
  // qchisq(0.95, 3) * 2/1000; pchisq(psi/(2/1000), 3, lower.tail = FALSE)
  @Test func stability() throws {
    // Drift.md begins
    let counts = try CellCounts(reference: [120, 300, 350, 230], current: [100, 260, 380, 260])
    let stability = try PopulationStability(counts)
    let index = stability.index  // 0.0154
    let noise = try stability.criticalValue()  // 0.0156
    let pValue = try stability.pValue()  // 0.0521
    // Drift.md ends
    #expect(isClose(index, 0.0154470661750695))
    #expect(isClose(noise, 0.0156294558065024))
    #expect(isClose(pValue, 0.0520847236163249))
  }

  // SciPy: wasserstein_distance([12, 15, 11, 18, 20], [14, 19, 13, 21, 26])
  @Test func distance() throws {
    // Drift.md begins
    let reference = try WeightedValues([12, 15, 11, 18, 20])
    let current = try WeightedValues([14, 19, 13, 21, 26])
    let distance = try WassersteinDistance.between(reference, current)  // 3.4
    // Drift.md ends
    #expect(isClose(distance, 3.4))
  }

  // NumPy, by DeLong's definition: placements (p[:, None] > n), their means by row and column, and
  // the variances of the differences, 2 * norm.sf(abs(z)). Area: sklearn's roc_auc_score.
  @Test func areas() throws {
    // Classification.md begins
    let labels = [true, false, true, true, false, true, false, false, true, false]
    let champion = [0.62, 0.35, 0.41, 0.83, 0.52, 0.70, 0.22, 0.64, 0.48, 0.30]
    let challenger = [0.71, 0.28, 0.66, 0.90, 0.47, 0.77, 0.31, 0.58, 0.52, 0.35]
    let areas = try PairedAreas(labels: labels, control: champion, treatment: challenger)
    let better = areas.treatment.value  // 0.96
    let pValue = try DeLongTest().evaluate(areas).pValue  // 0.194
    // Classification.md ends
    #expect(isClose(better, 0.96))
    #expect(isClose(pValue, 0.1943659108031094))
  }

  // F1 is 2·45/(2·45 + 15 + 10). R: prop.test(45, 60, correct = FALSE)$conf.int
  @Test func decisions() throws {
    // Classification.md begins
    let counts = try ConfusionCounts(
      truePositives: 45, falsePositives: 15, falseNegatives: 10, trueNegatives: 130)
    let f1 = try counts.estimate(.f1).value  // 0.783
    let precision = try WilsonInterval().interval(counts.precision)  // 0.628 to 0.842
    // Classification.md ends
    #expect(isClose(f1, 90.0 / 115))
    #expect(isClose(precision, 0.6276792992295218, 0.8422347746994332))
  }

  // SciPy: permutation_test((treatment, control), difference of means, n_resamples=inf)
  @Test func permutations() throws {
    // Resampling.md begins
    let control = [0.4, 0.9, 1.6, 2.1, 3.3]
    let treatment = [1.1, 2.3, 2.9, 4.2, 5.8]
    let result = try PermutationTest(seed: 1).evaluate(control: control, treatment: treatment)
    let pValue = result.test.pValue  // 0.143
    // Resampling.md ends
    #expect(isClose(pValue, 0.14285714285714285))
  }

  // R: boot.ci(boot(z, function(d, i) mean(d[i]), 9999), type = "bca") over the seeds 1 to 30: ends of 44.04
  // and 55.01 on average, with standard deviations of 0.061 and 0.150. The tolerances are four of them.
  @Test func bootstrap() throws {
    // Resampling.md begins
    let minutes = try SampleMean([41, 43, 38, 52, 47, 39, 60, 44, 55, 42, 48, 71])
    let interval = try Bootstrap(seed: 1).interval(of: minutes)  // about 44 to 55
    // Resampling.md ends
    #expect(abs(interval.lower - 44.04) < 0.25)
    #expect(abs(interval.upper - 55.01) < 0.6)
  }

  // SciPy: quad of t.pdf(x) * c.cdf(x), and of c.sf(x) * t.cdf(x), with t = beta(56.5, 14.5) and
  // c = beta(48.5, 32.5). The loss is promised to 1e-10 of the posteriors' spread, about 1e-11.
  @Test func posteriors() throws {
    // BayesianCompanions.md begins
    let control = try BetaBinomialPosterior(BinomialCount(successes: 48, trials: 80))
    let treatment = try BetaBinomialPosterior(BinomialCount(successes: 56, trials: 70))
    let arms = PosteriorComparison(control: control.distribution, treatment: treatment.distribution)
    let better = try arms.probability()  // 0.996
    let loss = try arms.expectedLoss(ofChoosing: .treatment)  // 0.000087
    // BayesianCompanions.md ends
    #expect(isClose(better, 0.9962736792141894))
    #expect(isClose(loss, 8.698346713643516e-05, relative: 1e-6))
  }

  // R: power.t.test(delta = 0.5, sd = 1, power = 0.8)$n and power.prop.test(p1 = 0.1, p2 = 0.12,
  // power = 0.8)$n, whose uniroot stops some 1e-8 short of the root.
  @Test func sampleSizes() throws {
    // Power.md begins
    let means = try TTestPower().sampleSize(effect: 0.5)  // 63.77 an arm
    let shares = try TwoProportionPower(control: 0.10)
    let size = try shares.sampleSize(effect: 0.02)  // 3841 an arm
    let days = try DailyTraffic(unitsPerDay: 1200).days(for: shares, effect: 0.02)  // 6.4
    // Power.md ends
    #expect(isClose(means, 63.7657637142739, relative: 1e-6))
    #expect(isClose(size, 3840.84748243445, relative: 1e-6))
    #expect(isClose(days, 6.40141247072408, relative: 1e-6))
  }

  // R: p.adjust(p, "holm") and p.adjust(p, "BH")
  @Test func adjustedPValues() throws {
    // Multiplicity.md begins
    let pValues = [0.01, 0.04, 0.03, 0.005]
    let familywise = try Holm.adjusted(pValues)  // 0.03, 0.06, 0.06, 0.02
    let discoveries = try BenjaminiHochberg.adjusted(pValues)  // 0.02, 0.04, 0.04, 0.02
    // Multiplicity.md ends
    for (found, expected) in zip(familywise, [0.03, 0.06, 0.06, 0.02]) {
      #expect(isClose(found, expected))
    }
    for (found, expected) in zip(discoveries, [0.02, 0.04, 0.04, 0.02]) {
      #expect(isClose(found, expected))
    }
  }

  // R: TukeyHSD(aov(weight ~ group, PlantGrowth)), whose ptukey is good to 1e-6 here.
  @Test func allPairs() throws {
    // Multiplicity.md begins
    let groups = [
      Moments([4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14]),
      Moments([4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69]),
      Moments([6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26]),
    ]
    let pairs = try TukeyKramer().evaluate(groups)
    let pValues = pairs.map(\.pValue)  // 0.391, 0.198, 0.012
    // Multiplicity.md ends
    for (found, expected) in zip(
      pValues, [0.3908711442021247, 0.1979959912997082, 0.0120064239794527])
    {
      #expect(isClose(found, expected, relative: 1e-6))
    }
  }

  // R: pnorm(10, lower.tail = FALSE), qt(1e-20, 5, lower.tail = FALSE), pbinom(9, 20, 0.3, lower.tail = FALSE)
  @Test func tails() throws {
    // Distributions.md begins
    let tail = try Normal().upperTail(10)  // 7.62e-24
    let quantile = try StudentT(degreesOfFreedom: 5).quantile(upperTail: 1e-20)  // 15683.9
    let count = try Binomial(trials: 20, probability: 0.3).upperTail(9)  // P(X > 9) = 0.0480
    // Distributions.md ends
    #expect(isClose(tail, 7.61985302416053e-24))
    #expect(isClose(quantile, 15683.9254543658))
    #expect(isClose(count, 0.0479618973313434))
  }

  @Test("The guide knows the tests of the command line, and the command line those of the guide")
  func namesOnTheCommandLine() throws {
    let guide = try text("Sources/Stats/Stats.docc/ChoosingATest.md")
    let named = guide.split(separator: "\n")
      .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
      .filter { $0.count == 6 && $0[2].hasPrefix("`") && $0[2] != "`assay test`" }
      .map { $0[2].replacing("`", with: "") }
    let menu = try text("fixtures/golden/test/list.txt").split(separator: "\n")
      .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first }.map(String.init).filter { $0 != "test" }
    #expect(Set(named).isSubset(of: menu))
    for name in menu {
      #expect(guide.contains("`\(name)`") || guide.contains("assay test \(name) "), "\(name)")
    }
  }

  @Test("Every Swift example of a page stands above, word for word and in its order")
  func pagesShowTheseLines() throws {
    let folder = "Sources/Stats/Stats.docc"
    let pages = try FileManager.default.contentsOfDirectory(atPath: Self.root.path + "/" + folder)
      .filter { $0.hasSuffix(".md") }
    #expect(pages.count > 10)
    let source = try String(contentsOfFile: #filePath, encoding: .utf8)
    for page in pages.sorted() {
      let shown = try blocks(of: text("\(folder)/\(page)"), from: "```swift", to: "```")
      let run = blocks(of: source, from: "    // \(page) begins", to: "    // \(page) ends")
        .map { $0.map { String($0.dropFirst(4)) } }
      #expect(shown == run, "\(page)")
    }
  }

  /// The lines between each line `from` and the next line `to`.
  private func blocks(of text: String, from: String, to: String) -> [[String]] {
    var blocks: [[String]] = []
    var block: [String]?
    for line in text.components(separatedBy: "\n") {
      if line == from {
        block = []
      } else if line == to {
        if let block { blocks.append(block) }
        block = nil
      } else {
        block?.append(line)
      }
    }
    return blocks
  }
}
