public import Summaries

/// A rollback that was told before: it is final, whatever later data show.
///
/// A guarantee over all looks is one for the first of them that shows harm. A gate that took it back once the
/// evidence faded would be another gate, and traffic would return to a treatment that was found harmful.
public struct FormerRollback: Hashable, Codable, Sendable {
  /// The newest row that it rested on, where rows have times.
  public var newest: Timestamp?

  /// Creates a rollback that rested on rows up to an instant.
  public init(newest: Timestamp?) { self.newest = newest }

  /// What a decision leaves to later ones; nil where it did not roll back.
  public init?(_ decision: Decision) {
    guard decision.verdict == .rollback else { return nil }
    let told = decision.reasons.lazy.compactMap { reason -> FormerRollback? in
      guard case .rolledBackBefore(let newest) = reason else { return nil }
      return FormerRollback(newest: newest)
    }
    self = told.first ?? FormerRollback(newest: decision.sample.lastTime)
  }
}
