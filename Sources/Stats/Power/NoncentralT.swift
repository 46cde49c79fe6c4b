internal import Foundation

/// The tail of Student's t when the mean is not zero, for power.
///
/// T = (Z + δ)/S with S² = χ²_ν/ν, so P(T > t) is the average of Φ(δ − t·S) over S. In ln S the
/// density is analytic and falls off on both sides, where the trapezoidal rule converges
/// exponentially (Trefethen & Weideman 2014): four hundred points give all digits.
struct NoncentralT {
  let degreesOfFreedom: Double
  let noncentrality: Double

  /// P(T > t).
  func upperTail(_ t: Double) throws(StatsError) -> Double {
    let chi = ChiSquared(degreesOfFreedom: degreesOfFreedom)
    let low = 0.5 * log(try chi.quantile(lowerTail: 1e-18) / degreesOfFreedom)
    let high = 0.5 * log(try chi.quantile(upperTail: 1e-18) / degreesOfFreedom)
    let points = 400
    let step = (high - low) / Double(points)
    var sum = 0.0
    for i in 0...points {
      let square = exp(2 * (low + Double(i) * step))
      let x = degreesOfFreedom * square
      // The density of ln S is 2x times that of x = νS².
      let weight = 2 * x * (try chi.density(x)) * step
      sum += weight * (try Normal().upperTail(t * square.squareRoot() - noncentrality))
    }
    return min(1, sum)
  }
}
