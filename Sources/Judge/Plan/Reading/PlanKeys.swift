/// The keys of one section of a plan; what is not among them is an error.
protocol PlanKey: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

extension PlanKey {
  static var names: [String] { allCases.map(\.rawValue) }
}

/// The keys of each section, named as in the file.
///
/// The JSON Schema lists the same, and a test compares them.
enum PlanKeys {
  enum Top: String, PlanKey {
    case name, strategy, log, labels, assignment, variants
    case ignoreVariants = "ignore_variants"
    case baseline, traffic, phases, metrics, inference, duration, ramp, calendar, drift, freshness
    case toleratedGap = "tolerated_gap"
    case shadow
    case toleratedRowErrors = "tolerated_row_errors"
    case toleratedMissing = "tolerated_missing"
    case prePeriod = "pre_period"
    case segments, stages, rolling, validation
    case monitor, triggers
    case switched = "switch"
    case rollbackSLA = "rollback_sla"
    case criticality
    case unitsPerDay = "units_per_day"
  }

  enum Log: String, PlanKey {
    case time, unit, variant, request, prediction, label, score, latency, error, weight, missing
    case conditions = "where"
  }

  enum Labels: String, PlanKey {
    case file, key, value, time, coverage, maturity, missing
  }

  enum PrePeriod: String, PlanKey {
    case file, unit, columns
  }

  enum Winsorize: String, PlanKey {
    case upper, lower, at
  }

  enum Assignment: String, PlanKey {
    case kind, salt, hash, buckets, crossovers
    case toleratedCrossovers = "tolerated_crossovers"
  }

  enum Variants: String, PlanKey {
    case control, treatments, ignore
  }

  enum Metric: String, PlanKey {
    case name, kind, role, column, numerator, denominator, label, threshold, positive, q, unit
    case minimumImprovement = "minimum_improvement"
    case margin, harm, better, per, critical, rule
    case errorRows = "error_rows"
    case baseline
    case standardDeviation = "standard_deviation"
    case conditions = "where"
    case window, weight, covariates, winsorize
    case nonInferiority = "non_inferiority"
    case knownRate = "known_rate"
  }

  enum KnownRate: String, PlanKey {
    case rate, rows
  }

  enum Condition: String, PlanKey {
    case not, missing
    case isTrue = "is_true"
    case atLeast = "at_least"
    case atMost = "at_most"
    case lessThan = "less_than"
    case moreThan = "more_than"
  }

  enum Inference: String, PlanKey {
    case harm, success, significance, power, looks, spending, joint
    case futilitySpending = "futility_spending"
    case rollbackSignificance = "rollback_significance"
    case deteriorationSignificance = "deterioration_significance"
    case invalidSignificance = "invalid_significance"
    case minimumSample = "minimum_sample"
    case plannedSample = "planned_sample"
    case successPolicy = "success_policy"
    case policy, futility
  }

  enum Duration: String, PlanKey {
    case minimum, maximum, extend
    case wholeWeeks = "whole_weeks"
  }

  enum Extension: String, PlanKey {
    case by, to
    case conditionalPower = "conditional_power"
  }

  enum Ramp: String, PlanKey {
    case initial, step, maximum, every, schedule, budget, skip
  }

  enum HarmBudget: String, PlanKey {
    case metric, loss, worst
  }

  enum Stage: String, PlanKey {
    case traffic, duration, from, rollback, levels
    case warmUp = "warm_up"
    case minimumSample = "minimum_sample"
    case driftScore = "drift_score"
  }

  enum Switch: String, PlanKey {
    case at, monitoring, before, block, smoke, evidence
  }

  enum Rolling: String, PlanKey {
    case servers, smoke, evidence
  }

  enum Calendar: String, PlanKey {
    case timezone, hours, days, freeze
  }

  enum Phase: String, PlanKey {
    case from, traffic
  }

  enum Shadow: String, PlanKey {
    case file, key, prediction, score, latency, error, threshold, agreement, slices
    case areaMargin = "area_margin"
    case missingPairs = "missing_pairs"
    case autoPromote = "auto_promote"
  }

  enum Drift: String, PlanKey {
    case columns, ignore, numeric, categorical, psi, bins, significance, textbook
    case categoryShare = "category_share"
    case categoryFactor = "category_factor"
    case missingShare = "missing_share"
    case shareFloor = "share_floor"
    case kl, score, shift, tolerances, critical, window, traffic, edges, quality
    case scoreDistance = "score_distance"
    case withinTolerance = "within_tolerance"
    case criticalFeatures = "critical_features"
    case alarmRate = "alarm_rate"
  }

  enum DriftQuality: String, PlanKey {
    case accuracy, precision, recall, f1, mae, rmse, mape, r2, groups
    case minimumGroup = "minimum_group"
  }

  enum DriftExceptions: String, PlanKey {
    case numeric, categorical, columns
  }

  enum DriftTolerance: String, PlanKey {
    case psi, kl, score
    case categoryShare = "category_share"
    case categoryFactor = "category_factor"
    case missingShare = "missing_share"
  }

  enum Monitor: String, PlanKey {
    case rule, baseline, significance
    case expectedAlarms = "expected_alarms"
    case alarmPeriod = "alarm_period"
    case minimumRows = "minimum_rows"
    case afterRollback = "after_rollback"
    case rollbackTarget = "rollback_target"
    case retraining
    case dailyChecks = "daily_checks"
  }

  enum MonitorBaseline: String, PlanKey {
    case file, since, until
  }

  enum Trigger: String, PlanKey {
    case name, kind, column, numerator, denominator, label, threshold, q, unit, columns
    case atLeast = "at_least"
    case count, within, over, above, below, beyond, baseline
    case measure, traffic, file
    case severity, response, action
    case errorRows = "error_rows"
    case conditions = "where"
  }

  enum AfterRollback: String, PlanKey {
    case at, version, column, within
    case clearFor = "clear_for"
  }

  enum RollbackTarget: String, PlanKey {
    case choose, records
  }

  enum Retraining: String, PlanKey {
    case trained, every
    case newRows = "new_rows"
  }

  enum DailyChecks: String, PlanKey {
    case deployed, days
  }
}
