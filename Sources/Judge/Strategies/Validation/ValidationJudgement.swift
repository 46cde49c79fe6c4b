public import Summaries

/// Applies a plan of strategy `validation` to what was read: pure, the same answer for the same input.
///
/// Promotion needs every check, each proven at the whole significance (intersection–union: whatever is
/// wrong with a model, one check has to pass wrongly). A stop needs one that is shown to fail; the chance
/// that any of them fails wrongly is shared evenly (Bonferroni), under any dependence between them.
public struct ValidationJudgement: Sendable {
  private let plan: Plan
  private let validation: ValidationPlan
  private let layout: ValidationLayout
  private let header: [String]
  private let asOf: Timestamp?

  /// Creates a judgement.
  ///
  /// - Parameters:
  ///   - plan: What was decided before the data were seen.
  ///   - layout: The scans made from it.
  ///   - header: The columns of the log.
  ///   - asOf: The present, for freshness and the age of evidence; neither is known where nil.
  public init(
    _ plan: Plan, layout: ValidationLayout, header: [String] = [], asOf: Timestamp? = nil
  ) {
    (self.plan, self.layout, self.header, self.asOf) = (plan, layout, header, asOf)
    validation = plan.validation ?? ValidationPlan(model: "")
  }

  /// Decides.
  public func decide(_ input: ValidationInput) -> Decision {
    let log = input.log.map { JudgedRows($0, layout.scan(), unit: plan.log.unit) }
    let groups = log.map { log in validation.bias.map { GroupChecks($0, log) } } ?? []
    let comparisons = comparisons(groups)
    let levels = BoundLevels(
      pass: plan.inference.significance,
      fail: plan.inference.deteriorationSignificance / Double(max(1, comparisons)))
    var checks = rowChecks(input, log, groups, levels) + documentChecks(input, log, levels)
    apply(validation.overrides, to: &checks)
    let file = CaseFile(
      plan: plan,
      sample: SampleAccount(plan, input.log?.log ?? LogSummary(), plannedShares: []),
      sampleRatio: nil, treatments: [], asOf: asOf)
    let others = input.log?.log.joins.filter { $0.role == .shadow } ?? []
    let rules: [any DecisionRule] = [
      ValidationRowsRule(joins: others),
      CheckRule(checks: checks, model: validation.model),
    ]
    var decision = Decision(plan.identity, file, rules: rules)
    decision.checks = checks
    decision.validation = ValidationRecord(
      model: validation.model, significance: levels.pass,
      failure: plan.inference.deteriorationSignificance, comparisons: comparisons)
    return decision
  }

  /// Everything that a bound can show to fail.
  private func comparisons(_ groups: [GroupChecks]) -> Int {
    validation.criteria.count + validation.nonInferiority.count + validation.folds.count
      + (validation.loadTest?.criteria.count ?? 0) + groups.map(\.comparisons).reduce(0, +)
  }

  private var minimum: Int { plan.inference.minimumSample }

  // MARK: Rows

  private func rowChecks(
    _ input: ValidationInput, _ log: JudgedRows?, _ groups: [GroupChecks], _ levels: BoundLevels
  ) -> [Check] {
    guard let log else {
      return layout.needsLog
        ? (validation.criteria.map(\.name) + validation.nonInferiority.map(\.name)).map {
          Check($0, .unmeasurable(.noRows))
        } : []
    }
    var checks = validation.criteria.map { criterion in
      check(criterion, log, input.warmed, scan: layout.scan(), unit: plan.log.unit, levels)
    }
    for plan in validation.nonInferiority {
      let pairs = PairedQuantity(
        log: log, quantity: plan.quantity, column: counterpart(plan.quantity) ?? "",
        toleratedMissing: validation.missingPairs)
      checks.append(
        pairs.check(
          plan.name, margin: plan.margin, rule: plan.rule, rows: Array(0..<log.count),
          levels: levels, minimum: minimum))
    }
    checks += groups.flatMap {
      $0.checks(
        baseline: counterpart($0.bias.quantity), toleratedMissing: validation.missingPairs,
        levels: levels, minimum: minimum)
    }
    if let scores = validation.scores {
      do throws(Unmeasurable) {
        checks.append(Check(CheckName.scores, .scores(try ScoreAccount(scores, log))))
      } catch {
        checks.append(Check(CheckName.scores, .unmeasurable(error)))
      }
    }
    if validation.needsLabels { checks.append(coverage(log)) }
    if let window = validation.backTest?.window {
      let span = log.firstTime.flatMap { first in log.lastTime.map { first.seconds(to: $0) } }
      checks.append(Check(CheckName.window, .span(seconds: span ?? 0, required: window)))
    }
    return checks
  }

  private func counterpart(_ quantity: Quantity) -> String? {
    validation.baseline?.column(for: quantity, plan.log)
  }

  /// A criterion on the rows after its warm-up.
  private func check(
    _ criterion: Criterion, _ log: JudgedRows, _ warmed: [Double: RawColumns], scan: ScanPlan,
    unit: String?, _ levels: BoundLevels
  ) -> Check {
    switch criterion.warmUp {
    case nil:
      return criterion.check(
        log, levels: levels, minimum: minimum, toleratedMissing: plan.toleratedMissing.value)
    case .rows(let rows):
      return criterion.check(
        log, rows: Array(min(rows, log.count)..<log.count), levels: levels, minimum: minimum,
        toleratedMissing: plan.toleratedMissing.value)
    case .seconds(let seconds):
      guard let raw = warmed[seconds] else {
        return Check(criterion.name, .unmeasurable(.noRows))
      }
      return criterion.check(
        JudgedRows(raw, scan, unit: unit), levels: levels, minimum: minimum,
        toleratedMissing: plan.toleratedMissing.value)
    }
  }

  private func coverage(_ log: JudgedRows) -> Check {
    let required = validation.backTest?.labelCoverage ?? plan.labels?.coverage ?? 0.8
    guard let label = plan.labelColumn, let texts = log.texts(label) else {
      return Check(
        CheckName.labelCoverage, .unmeasurable(.missingColumn(plan.labelColumn ?? "label")))
    }
    let labelled = texts.indices.count { $0 != nil }
    return Check(
      CheckName.labelCoverage,
      .coverage(
        share: log.count > 0 ? Double(labelled) / Double(log.count) : 0, required: required,
        rows: log.count))
  }

  // MARK: Documents

  private func documentChecks(
    _ input: ValidationInput, _ log: JudgedRows?, _ levels: BoundLevels
  ) -> [Check] {
    var checks: [Check] = []
    if let signature = validation.signature {
      let check = SignatureCheck(plan: signature, documents: input.documents)
      checks.append(check.check(log, header: header))
      checks += [check.compatibility()].compactMap(\.self)
    }
    let manifest = validation.manifest.map { ManifestCheck(plan: $0, documents: input.documents) }
    checks += [manifest?.check].compactMap(\.self)
    let evidence = EvidenceCheck(
      documents: input.documents, manifest: manifest?.document, asOf: asOf)
    checks += validation.evidence.map(evidence.check)
    for plan in validation.folds { checks.append(folds(plan, input, levels)) }
    if let smoke = validation.smoke { checks.append(SmokeCheck(plan: smoke).check(input.smoke)) }
    if let loadTest = validation.loadTest { checks += self.loadTest(loadTest, input, levels) }
    return checks
  }

  private func folds(
    _ plan: FoldPlan, _ input: ValidationInput, _ levels: BoundLevels
  ) -> Check {
    if let scores = plan.scores { return FoldCheck(plan: plan).check(scores, levels: levels) }
    let file = plan.file ?? ""
    guard let raw = input.folds[plan.name] else {
      return Check(plan.name, .unmeasurable(.missingFile(file)))
    }
    guard raw.log.rows.failed == 0, raw.log.damage.isEmpty else {
      return Check(plan.name, .unmeasurable(.damaged(file: file, rows: raw.log.rows.failed)))
    }
    let scores = JudgedRows(raw, layout.scan(plan)).numbers(plan.column ?? "") ?? []
    let known = scores.compactMap(\.self)
    // The folds that failed are not a random part of them.
    guard known.count == scores.count else {
      let share = Double(scores.count - known.count) / Double(scores.count)
      return Check(
        plan.name,
        .unmeasurable(.valuesMissing(column: plan.column ?? "", share: share, tolerated: 0)))
    }
    return FoldCheck(plan: plan).check(known, levels: levels)
  }

  private func loadTest(
    _ plan: LoadTestPlan, _ input: ValidationInput, _ levels: BoundLevels
  ) -> [Check] {
    let traffic = plan.requestsPerSecond.map { (CheckName.traffic, $0) }
    let names = ([traffic?.0].compactMap(\.self)) + plan.criteria.map(\.name)
    guard let raw = input.loadTest, let scan = layout.loadTestScan() else {
      return names.map { Check($0, .unmeasurable(.missingFile(plan.file))) }
    }
    guard raw.log.rows.failed == 0, raw.log.damage.isEmpty else {
      return names.map {
        Check($0, .unmeasurable(.damaged(file: plan.file, rows: raw.log.rows.failed)))
      }
    }
    let log = JudgedRows(raw, scan, unit: plan.log.unit)
    var checks: [Check] = []
    if let (name, required) = traffic {
      let span = log.firstTime.flatMap { first in log.lastTime.map { first.seconds(to: $0) } } ?? 0
      // n rows bound n − 1 gaps.
      let rate = span > 0 ? Double(log.count - 1) / span : 0
      checks.append(Check(name, .traffic(perSecond: rate, required: required)))
    }
    return checks
      + plan.criteria.map {
        check($0, log, input.warmedLoadTest, scan: scan, unit: plan.log.unit, levels)
      }
  }

  // MARK: Overrides

  /// Sets checks aside; an override without its check is one that nothing is known of.
  private func apply(_ overrides: [Check.Override], to checks: inout [Check]) {
    for override in overrides {
      guard let index = checks.firstIndex(where: { $0.name == override.check }) else {
        checks.append(Check(override.check, .unknownCheck))
        continue
      }
      checks[index].apply(override)
    }
  }
}
