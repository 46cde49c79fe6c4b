internal import Summaries

/// Reads `where: {column: value}`: a value, a list of values, or a mapping of relations.
struct ConditionReader {
  /// The conditions of a `where`, all of which must hold.
  static func conditions(_ value: PlanValue) -> [Condition] {
    (value.entries() ?? []).flatMap { column, test -> [Condition] in
      if test.isMapping { return relations(column, test) }
      return equality(test).map { [Condition(column, .isOneOf($0))] } ?? []
    }
  }

  private static func relations(_ column: String, _ value: PlanValue) -> [Condition] {
    guard let section = value.section(PlanKeys.Condition.self) else { return [] }
    var tests: [Condition.Test] = []
    if let texts = section[.not].flatMap(equality) { tests.append(.isNoneOf(texts)) }
    if let missing = section[.missing]?.flag() { tests.append(missing ? .isMissing : .isPresent) }
    if let flag = section[.isTrue]?.flag() { tests.append(flag ? .isTrue : .isNotTrue) }
    let bounds: [(PlanKeys.Condition, Condition.Relation)] = [
      (.atLeast, .atLeast), (.atMost, .atMost), (.lessThan, .lessThan), (.moreThan, .greaterThan),
    ]
    for (key, relation) in bounds {
      if let bound = section[key]?.number() { tests.append(.number(relation, bound)) }
    }
    if tests.isEmpty {
      value.complain(
        .invalidValue, "\(value.path) asks nothing",
        mend:
          "write a value, or one of \(PlanKeys.Condition.names.sorted().joined(separator: ", "))")
    }
    return tests.map { Condition(column, $0) }
  }

  private static func equality(_ value: PlanValue) -> [String]? {
    let texts = value.itemsOrSelf().compactMap {
      $0.text("a text; for rows without a value write {missing: true}")
    }
    return texts.isEmpty ? nil : texts
  }
}
