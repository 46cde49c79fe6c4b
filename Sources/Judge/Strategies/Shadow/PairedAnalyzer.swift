internal import Stats
internal import Summaries

/// Compares a shadow with the model in service, metric by metric, on the requests both answered.
struct PairedAnalyzer {
  var plan: Plan
  var layout: PairedLayout
  var first: LogSummary
  var second: (found: LogSummary, layout: PairedSecondPass)?
  /// Where the shadow passes: the levels at which it does.
  var levels: PromotionLevels?

  var metrics: [MetricAnalysis] { plan.metrics.indices.map(analyze) }

  private func analyze(_ index: Int) -> MetricAnalysis {
    let metric = plan.metrics[index]
    var analysis = MetricAnalysis(
      name: metric.name, kind: metric.kind, role: metric.role, better: metric.better,
      critical: metric.critical, estimand: estimand(of: metric), control: nil, treatment: nil,
      result: .notComputable(.noVariation))
    let presence = layout.presence[index]
    if metric.kind == .rate, first.pairedRows(presence.treatment) == 0,
      first.pairedRows(presence.asked) > 0
    {
      // A column that never says anything is no rate of zero.
      analysis.result = .notComputable(.noRows(variant: plan.treatments.first ?? ""))
      return analysis
    }
    switch contrast(index) {
    case .failure(let failure):
      let isUnlabelled = metric.kind == .accuracy
      let noRows = MetricAnalysis.Cause.noRows(variant: plan.treatments.first ?? "")
      analysis.result = .notComputable(
        failure.cause == noRows && isUnlabelled ? .labelsMissing : failure.cause)
    case .success(let contrast):
      (analysis.control, analysis.treatment) = (contrast.control, contrast.treatment)
      analysis.result = compare(contrast, index)
    }
    return analysis
  }

  private func estimand(of metric: MetricPlan) -> Estimand {
    Estimand(
      definition: "paired by \(plan.log.request ?? ""): "
        + metric.definition(unitColumn: plan.unitColumn),
      aggregation: metric.per, errorRows: metric.errorRows, scale: metric.scale, clock: plan.clock)
  }

  // MARK: Values

  private func contrast(_ index: Int) -> Result<PhaseContrast, ArmFailure> {
    do throws(ArmFailure) {
      switch layout.slots[index] {
      case .mean(let control, let treatment, let difference, let ratio, _):
        return .success(try means(control, treatment, difference, ratio))
      case .quantile(let control, let treatment):
        let clustered = second?.layout.quantiles[index]
        let ours = try quantile(index, control, clustered?.control)
        let theirs = try quantile(index, treatment, clustered?.treatment)
        return .success(PhaseContrast(quantile: ours, theirs))
      }
    } catch {
      return .failure(error)
    }
  }

  /// Both means with the error of their paired difference, which the effective units are of as well.
  private func means(
    _ control: Int, _ treatment: Int, _ difference: Int, _ ratio: Int
  ) throws(ArmFailure) -> PhaseContrast {
    let (ours, theirs) = (try estimate(control), try estimate(treatment))
    let paired = try estimate(difference)
    let isPositive = ours.ratio > 0 && theirs.ratio > 0
    let relative = isPositive ? try? RatioEstimate(moments: first.pairedMoments(ratio)) : nil
    func arm(_ estimate: RatioEstimate) -> ArmEstimate {
      ArmEstimate(
        units: estimate.count, value: estimate.ratio, standardError: estimate.standardError,
        effectiveUnits: min(paired.effectiveUnits, relative?.effectiveUnits ?? .infinity))
    }
    return PhaseContrast(
      control: arm(ours), treatment: arm(theirs),
      pairing: Pairing(
        difference: paired.standardError,
        logRatio: relative.map { $0.standardError / $0.ratio } ?? .infinity))
  }

  private func estimate(_ pair: Int) throws(ArmFailure) -> RatioEstimate {
    let moments = first.pairedMoments(pair)
    let variant = plan.treatments.first ?? ""
    guard moments.count > 0, moments.meanY > 0 else { throw ArmFailure(.noRows(variant: variant)) }
    guard moments.count > 1 else {
      throw ArmFailure(.tooFewUnits(variant: variant, units: moments.count))
    }
    do throws(StatsError) {
      return try RatioEstimate(moments: moments)
    } catch {
      throw ArmFailure(.statistics(error.cause))
    }
  }

  private func quantile(
    _ index: Int, _ distribution: Int, _ clustered: Int?
  ) throws(ArmFailure) -> ArmEstimate {
    let histogram = first.pairedDistribution(distribution).histogram
    guard histogram.count > 1 else {
      throw ArmFailure(.noRows(variant: plan.treatments.first ?? ""))
    }
    var share: ArmEstimate?
    if let clustered, let second {
      do throws(StatsError) {
        let ratio = try RatioEstimate(moments: second.found.pairedMoments(clustered))
        share = ArmEstimate(
          units: ratio.count, value: ratio.ratio, standardError: ratio.standardError,
          effectiveUnits: ratio.effectiveUnits)
      } catch {
        throw ArmFailure(.statistics(error.cause))
      }
    }
    return try Result.quantile(
      plan.metrics[index].probability ?? 0.5, of: histogram, share: share
    ).get()
  }

  // MARK: Questions

  private func compare(_ contrast: PhaseContrast, _ index: Int) -> MetricAnalysis.Result {
    let metric = plan.metrics[index]
    let whole = StratifiedContrast(phases: [contrast])
    if metric.scale == .logRatio, !whole.isPositive {
      let low = contrast.control.value > 0 ? 1 : 0
      return .notComputable(
        .notPositive(
          variant: plan.variants[low], value: min(contrast.control.value, contrast.treatment.value))
      )
    }
    let evidence = Evidence(
      contrast: whole, metric: metric, clock: plan.clock,
      targetClock: plan.targetClock(treatment: 1))
    let discordance = layout.discordance(index, in: first)
    // Two models that answer alike differ by nothing: where pairs are counted, that is an answer, too.
    let score = evidence.score(on: .difference)
    guard score.standardError != 0 || discordance != nil else {
      return .notComputable(.noVariation)
    }
    guard score.effect.isFinite, score.standardError.isFinite else {
      return .notComputable(.statistics("the values are too large for their variance"))
    }
    do throws(StatsError) {
      return .computed(
        Comparison(
          evidence, significance: plan.inference.significance,
          tests: try tests(evidence, discordance, index), classical: nil, phases: nil))
    } catch {
      return .notComputable(.statistics(error.cause))
    }
  }

  private func tests(
    _ evidence: Evidence, _ discordance: DiscordantPairs?, _ index: Int
  ) throws(StatsError) -> [ThresholdTest] {
    let (metric, inference, shares) = (plan.metrics[index], plan.inference, ErrorShares(plan))
    let pairs = plan.unitColumn == nil ? discordance : nil
    var tests: [ThresholdTest] = []
    switch metric.role {
    case .monitor: return []
    case .success:
      let minimum = metric.rule == .estimate ? Threshold.zero : metric.minimumImprovement
      tests.append(
        try evidence.test(
          .superiority, minimum, significance: shares.superiority,
          level: levels?.superiority[index], method: inference.success))
    case .guardrail:
      let level = levels?.nonInferiority ?? shares.nonInferiority
      if let exact = try pairs?.nonInferiority(evidence, level: level) {
        tests.append(exact)
      } else {
        tests.append(
          try evidence.test(
            .nonInferiority, metric.margin, significance: shares.nonInferiority,
            level: levels?.nonInferiority, method: inference.success))
      }
    }
    let share = shares.harm[index]
    if let exact = try pairs?.harm(evidence, significance: share) {
      tests.append(exact)
    } else {
      tests.append(
        try evidence.test(.harm, metric.harm, significance: share, method: inference.harm))
    }
    return tests
  }
}

extension PhaseContrast {
  /// Two quantiles of the same requests: whatever their correlation, the error of the difference is at
  /// most the sum of both.
  fileprivate init(quantile control: ArmEstimate, _ treatment: ArmEstimate) {
    let (c, t) = (control.standardError, treatment.standardError)
    self.init(
      control: control, treatment: treatment,
      pairing: Pairing(
        difference: c + t,
        logRatio: control.value > 0 && treatment.value > 0
          ? c / control.value + t / treatment.value : .infinity))
  }
}
