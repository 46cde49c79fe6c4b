internal import Foundation
internal import Stats

/// A column of simulated rows: how its values are drawn in the control.
struct SimulatedColumn: Equatable, Sendable {
  /// What stands for it in a log.
  enum Source: Hashable, Sendable {
    case column(String)
    /// Whether a prediction equals its label, drawn as such.
    case agreement(prediction: String, label: String)
  }

  /// How values are drawn.
  enum Values: Equatable, Sendable {
    /// 1 with probability `level`, else 0.
    case event
    /// Normal with mean `level`.
    case normal(standardDeviation: Double)
    /// Log-normal with mean `level`.
    case logNormal(sigma: Double)
    /// Another column times `level` and log-normal noise of mean one: the numerator of a ratio.
    case multiple(of: Int, sigma: Double)
    /// Of the unit, before the experiment: half of its variance is the unit's part of another column.
    case covariate(of: Int)
  }

  /// On which rows of a unit values occur.
  enum Rows: Equatable, Sendable {
    case every
    /// Counted by unit, a value on the first row alone keeps its mean the same however often units return.
    case first
  }

  var source: Source
  var values: Values
  /// The mean in the control.
  var level: Double
  /// +1 where higher is better, else −1.
  var sign: Double
  var rows: Rows = .every

  /// The mean that an effect leads to; of an event a probability.
  func level(under effect: ColumnEffect, moved drift: Double = 0) -> Double {
    let changed = effect.apply(to: level) + drift * level
    return values == .event ? min(max(changed, 1e-9), 1 - 1e-9) : changed
  }

  /// A quantile of the control's values.
  func quantile(_ probability: Double) -> Double {
    let z = (try? Normal().quantile(lowerTail: probability)) ?? 0
    return switch values {
    case .event: level >= 1 - probability ? 1 : 0
    case .normal(let deviation): level + deviation * z
    case .covariate: z
    case .logNormal(let sigma), .multiple(_, let sigma): level * exp(sigma * z - sigma * sigma / 2)
    }
  }
}

/// What a treatment does to a column.
enum ColumnEffect: Equatable, Sendable {
  case none
  case shift(Double)
  case scale(Double)

  func apply(to value: Double) -> Double {
    switch self {
    case .none: value
    case .shift(let amount): value + amount
    case .scale(let factor): value * factor
    }
  }
}
