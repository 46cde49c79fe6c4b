extension PlanKeys {
  enum Baseline: String, PlanKey {
    case file, key, prediction, score
  }

  enum Validation: String, PlanKey {
    case model, criteria, bias, scores, signature, manifest, evidence, folds, smoke, overrides
    case nonInferiority = "non_inferiority"
    case missingPairs = "missing_pairs"
    case backTest = "back_test"
    case loadTest = "load_test"
  }

  enum Criterion: String, PlanKey {
    case name, kind, column, label, threshold, q, unit, rule
    case atLeast = "at_least"
    case atMost = "at_most"
    case warmUp = "warm_up"
  }

  enum NonInferiority: String, PlanKey {
    case name, kind, label, threshold, margin, rule
  }

  enum Bias: String, PlanKey {
    case name, kind, column, label, threshold, groups, margin, rule
    case atLeast = "at_least"
    case atMost = "at_most"
    case minimumGroup = "minimum_group"
  }

  enum Scores: String, PlanKey {
    case column, valid, minimum, maximum
  }

  enum BackTest: String, PlanKey {
    case window
    case labelCoverage = "label_coverage"
  }

  enum Signature: String, PlanKey {
    case file, columns, additional, current
  }

  enum Manifest: String, PlanKey {
    case file, preset, required
    case version = "version_form"
  }

  enum Evidence: String, PlanKey {
    case name, file, field, equals, report, verdict, plan, approvals, roles, change, checklist
    case items, sha256, date, same
    case maximumAge = "max_age"
    case allOf = "all_of"
    case anyOf = "any_of"
  }

  enum Folds: String, PlanKey {
    case name, scores, file, column, method, rule
    case atLeast = "at_least"
    case atMost = "at_most"
    case testToTrain = "test_to_train"
  }

  enum Smoke: String, PlanKey {
    case file, expected, actual, latency, error, tolerance, unit
    case caseName = "case"
    case maximumLatency = "max_latency"
  }

  enum LoadTest: String, PlanKey {
    case file, log, criteria
    case requestsPerSecond = "requests_per_second"
  }

  enum Override: String, PlanKey {
    case check, name, reason
  }
}
