internal import Summaries

extension Condition {
  /// The condition as a clause: `country is DE or FR`.
  var words: String {
    switch test {
    case .isMissing: "\(column) has no value"
    case .isPresent: "\(column) has a value"
    case .isTrue: "\(column) is true"
    case .isNotTrue: "\(column) is not true"
    case .isOneOf(let texts): "\(column) is \(WordList.or(texts))"
    case .isNoneOf(let texts): "\(column) is not \(WordList.or(texts))"
    case .isNotFinite: "\(column) is NaN or infinite"
    case .number(let relation, let bound):
      "\(column) \(relation.rawValue) \(PlanNumber.text(bound))"
    }
  }
}
