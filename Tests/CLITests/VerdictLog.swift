/// A plan and logs of which the verdict cannot be in doubt.
enum VerdictLog: String, CaseIterable {
  case promote, undecided = "continue", stop, rollback, invalid

  /// The exit codes of the default map: design's first table.
  var code: Int32 {
    switch self {
    case .promote: 0
    case .undecided: 10
    case .stop: 20
    case .rollback: 21
    case .invalid: 30
    }
  }

  /// Two variants of as many users each, a row a user.
  var log: String {
    switch self {
    case .promote: rows(users: 3000, converted: (20, 40), errors: (10, 10))
    case .undecided: rows(users: 60, converted: (20, 40), errors: (10, 10))
    case .stop: rows(users: 3000, converted: (40, 20), errors: (10, 10))
    case .rollback: rows(users: 3000, converted: (20, 40), errors: (10, 40))
    case .invalid:
      rows(users: 3000, converted: (20, 40), errors: (10, 10)) + "u9,stranger,0,0\n"
    }
  }

  static let plan = """
    name: verdicts
    strategy: ab
    log: {unit: user, variant: variant, error: error}
    variants: {control: a, treatments: [b]}
    metrics:
      - {name: conversion, kind: proportion, column: converted, better: higher, role: success, minimum_improvement: 1pp}
      - {name: errors, kind: rate, column: error, role: guardrail, margin: 10pp, harm: 0pp, critical: true}
    inference: {minimum_sample: 100}
    """

  /// Per cent of the users who convert and who see an error, in a and in b.
  private func rows(users: Int, converted: (Int, Int), errors: (Int, Int)) -> String {
    var text = "user,variant,converted,error\n"
    for user in 0..<users {
      // 37 and 100 share no factor, so that conversions and errors are spread alike over the users.
      let (first, second) = (user % 100, user * 37 % 100)
      text += "a\(user),a,\(first < converted.0 ? 1 : 0),\(second < errors.0 ? 1 : 0)\n"
      text += "b\(user),b,\(first < converted.1 ? 1 : 0),\(second < errors.1 ? 1 : 0)\n"
    }
    return text
  }
}
