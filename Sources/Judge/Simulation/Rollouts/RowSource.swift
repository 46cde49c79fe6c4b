internal import Foundation
internal import Stats
internal import Summaries

/// Draws rows under a truth.
///
/// Every value has a standard normal behind it, √ρ·unit + √(1 − ρ)·row, so that a unit's rows are alike and
/// the marginal distribution is as stated. High normals are bad in every column: a correlation makes all
/// metrics err together.
struct RowSource: Sendable {
  /// By variant and column; the truth itself holds a whole plan, which is dear to copy for every row.
  private let effects: [[ColumnEffect]]
  private let columns: [SimulatedColumn]
  private let correlation: Double
  private let share: Double
  private let trend: Double
  private let hasCovariates: Bool
  /// For each variant and column the normal above which a row is bad, where levels stand still.
  private let thresholds: [[Double]]
  /// How often a row with a bad event is in the log.
  let burst: Int

  init(_ scenario: SimulationScenario) {
    let truth = scenario.drawn
    (effects, columns, correlation) = (truth.effects, truth.model.columns, scenario.correlation)
    let settings = truth.model.settings
    (share, trend, burst) = (settings.unitShare, settings.trend, settings.burst)
    hasCovariates = columns.contains { if case .covariate = $0.values { true } else { false } }
    thresholds = truth.effects.map { effects in
      zip(truth.model.columns, effects).map { Self.threshold($0, $1, drift: 0) }
    }
  }

  /// What a unit brings to each of its rows: for events the probability or the threshold, for numbers its
  /// part of the normal.
  ///
  /// - Parameters:
  ///   - variant: An index into the plan's variants.
  ///   - progress: The share of the rollout that has passed at the unit's arrival.
  ///   - random: Draws one normal a column.
  ///   - latents: Gets one number a column.
  func addUnit(
    variant: Int, progress: Double, _ random: inout SplitMix64, to latents: inout [Double]
  ) {
    let common = correlation > 0 ? random.normal() : 0
    var drawn: [Double] = []
    for index in columns.indices {
      let own = random.normal()
      let latent = correlation.squareRoot() * common + (1 - correlation).squareRoot() * own
      let column = columns[index]
      if hasCovariates {
        drawn.append(latent)
        if case .covariate(let other) = column.values {
          latents.append(0.5.squareRoot() * (drawn[other] + own))
          continue
        }
      }
      guard column.values == .event else {
        latents.append(latent)
        continue
      }
      let threshold =
        trend == 0
        ? thresholds[variant][index]
        : Self.threshold(column, effects[variant][index], drift: trend * progress)
      let conditional = (threshold - share.squareRoot() * latent) / (1 - share).squareRoot()
      latents.append(correlation > 0 ? conditional : 0.5 * erfc(conditional / 2.0.squareRoot()))
    }
  }

  /// An event is bad where fewer are better: bad normals lie above the threshold of an event, or of its
  /// absence.
  private static func threshold(
    _ column: SimulatedColumn, _ effect: ColumnEffect, drift: Double
  ) -> Double {
    guard column.values == .event else { return 0 }
    let level = column.level(under: effect, moved: drift)
    return (try? Normal().quantile(upperTail: column.sign < 0 ? level : 1 - level)) ?? 0
  }

  /// Fills a row, which has room for one value a column, of a unit for which `addUnit` gave its part.
  func fill(
    _ row: UnsafeMutableBufferPointer<Double>, variant: Int, unit: UnsafeBufferPointer<Double>,
    progress: Double, isFirst: Bool, _ random: inout SplitMix64
  ) {
    let common = correlation > 0 ? random.normal() : 0
    for (index, column) in columns.enumerated() {
      if column.values == .event {
        row[index] = event(column, unit[index], common, &random)
      } else if case .covariate = column.values {
        row[index] = unit[index]
      } else {
        let latent =
          share.squareRoot() * unit[index] + (1 - share).squareRoot() * noise(common, &random)
        row[index] = number(
          column, -column.sign * latent, row, effects[variant][index], progress)
      }
      if column.rows == .first, !isFirst { row[index] = 0 }
    }
  }

  private func noise(_ common: Double, _ random: inout SplitMix64) -> Double {
    guard correlation > 0 else { return random.normal() }
    return correlation.squareRoot() * common + (1 - correlation).squareRoot() * random.normal()
  }

  private func event(
    _ column: SimulatedColumn, _ unit: Double, _ common: Double, _ random: inout SplitMix64
  ) -> Double {
    let isBad =
      correlation > 0 ? noise(common, &random) > unit : random.uniform() < unit
    return isBad == (column.sign < 0) ? 1 : 0
  }

  private func number(
    _ column: SimulatedColumn, _ normal: Double, _ row: UnsafeMutableBufferPointer<Double>,
    _ effect: ColumnEffect, _ progress: Double
  ) -> Double {
    let level = column.level * (1 + trend * progress)
    return switch column.values {
    case .event, .covariate: 0
    case .normal(let deviation): effect.apply(to: level + deviation * normal)
    case .logNormal(let sigma): effect.apply(to: level * exp(sigma * normal - sigma * sigma / 2))
    case .multiple(let other, let sigma):
      effect.apply(to: level) * row[other] * exp(sigma * normal - sigma * sigma / 2)
    }
  }
}
