internal import Foundation

/// How much less the rows of a profile say than independent ones, as they come in units.
///
/// A profile does not know whose its rows are. What it keeps is each column's design effect, measured when it
/// was made: rows are worth n/d independent ones, so that √(n·d) is the length of the vector of what each unit
/// adds to the deviation of a share.
public struct ProfileUnits: Equatable, Codable, Sendable {
  /// How the effects are known.
  public enum Basis: String, Codable, Sendable {
    /// From the rows, all of which were read at once.
    case measured
    /// From profiles that have no unit in common.
    case disjoint
    /// From profiles that may have units in common: no less than what all rows would have shown.
    case bound
  }

  /// What is known of the units of profiles that are merged.
  public enum Sharing: String, Sendable, CaseIterable {
    /// Any unit may be in several of them.
    case unknown
    /// No unit is in two of them.
    case none
  }

  /// Design effects by column; each is at least one.
  public var effects: [String: Double]
  public var basis: Basis

  /// Creates effects that were measured.
  public init(_ effects: [String: Double], basis: Basis = .measured) {
    (self.effects, self.basis) = (effects, basis)
  }

  /// The largest of all columns, for one that is not among them.
  private var largest: Double { effects.values.max() ?? 1 }

  /// Folds in the effects of other rows.
  ///
  /// Without common units variances add up: n·d = n₁d₁ + n₂d₂. With units that may be in both the vectors of
  /// what units add are at most as long together as one after the other: √(n·d) ≤ √(n₁d₁) + √(n₂d₂)
  /// (Minkowski's inequality).
  mutating func merge(_ other: ProfileUnits, rows: Int, others: Int, _ sharing: Sharing) {
    guard others > 0 else { return }
    guard rows > 0 else {
      self = other
      return
    }
    let (n, m) = (Double(rows), Double(others))
    var merged: [String: Double] = [:]
    for name in Set(effects.keys).union(other.effects.keys) {
      let (d, e) = (n * (effects[name] ?? largest), m * (other.effects[name] ?? other.largest))
      let root = d.squareRoot() + e.squareRoot()
      merged[name] = (sharing == .none ? d + e : root * root) / (n + m)
    }
    effects = merged
    let isBound = sharing == .unknown || basis == .bound || other.basis == .bound
    basis = isBound ? .bound : .disjoint
  }

  /// Whether every number can be what it is called.
  var isPlausible: Bool { effects.values.allSatisfy { $0.isFinite && $0 >= 1 } }
}

extension LogProfile {
  /// The columns' design effects in two profiles; nil where rows are their own units.
  public static func designEffects(
    _ reference: LogProfile, _ current: LogProfile
  ) -> (reference: [String: Double], current: [String: Double])? {
    guard let before = reference.units, let after = current.units else { return nil }
    return (before.effects, after.effects)
  }
}
