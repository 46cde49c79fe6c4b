internal import Foundation
public import Summaries

extension SplitMix64 {
  /// A standard normal draw by Box and Muller (1958).
  ///
  /// The bits are those of the platform's `log` and `cos`.
  public mutating func normal() -> Double {
    (-2 * log(uniform())).squareRoot() * cos(2 * Double.pi * uniform())
  }
}
