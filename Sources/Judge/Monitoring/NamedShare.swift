internal import Stats

/// A kind of row whose share of a column has a tolerance of its own.
struct NamedShare {
  /// Which changes of the share count.
  enum Direction {
    case either
    /// Growth alone: the reference's share is an upper estimate.
    case growth
  }

  var label: String
  var change: ShareChange
  var direction = Direction.either
  /// Set where the share's growth means that the column's type is another one.
  var typeChange: (reference: String, current: String)?

  /// The change that is a growth, or none.
  private var growth: ShareChange {
    direction == .either && change.current < change.reference ? change.reversed : change
  }

  /// Whether either sample's share is large enough to matter.
  func isRelevant(_ plan: DriftPlan) -> Bool {
    max(change.reference, change.current) >= plan.categoryShare
  }

  /// The same share of as many independent rows as the rows count for.
  func effective(_ designEffects: DriftDesignEffects?) -> NamedShare {
    var share = self
    share.change = change.effective(designEffects)
    return share
  }

  /// Whether the share looks changed by more than the tolerance.
  func seemsBeyond(_ plan: DriftPlan) -> Bool {
    growth.seemsGrown(share: plan.categoryShare, factor: plan.categoryFactor)
  }

  /// The p-value of a change within the tolerance.
  func pValue(_ plan: DriftPlan) throws(StatsError) -> Double {
    try growth.pValue(share: plan.categoryShare, growthAbove: plan.categoryFactor)
  }

  /// What a change beyond the tolerance says of the column.
  func cause(_ plan: DriftPlan) -> ColumnDrift.Cause {
    if let typeChange {
      return .typeChanged(reference: typeChange.reference, current: typeChange.current)
    }
    return .categoryShare(
      category: label, reference: change.reference, current: change.current,
      factor: plan.categoryFactor)
  }
}
