internal import Foundation

/// Tests whether two samples have one distribution, by the squared distance of their functions.
///
/// H0: the distribution functions F and G are equal. The estimate is T, nm/(n + m)² times the sum
/// of (F − G)² over all observations. By itself the p-value is exact, given the ties, up to 20
/// observations an arm; else T, moved and scaled to the moments of the limit, is judged by it.
///
/// Reference: Anderson (1962), Annals of Mathematical Statistics 33, 1148–1159; exact: Xiao, Gordon
/// & Yakovlev (2007), Journal of Statistical Software 17(8). Matches SciPy's `cramervonmises_2samp`
/// without ties, and the enumeration of all orders with them.
public struct CramerVonMisesTest: TwoSampleTest {
  /// How the p-value is found.
  public var method: PValueMethod

  /// Creates a test.
  public init(method: PValueMethod = .automatic) { self.method = method }

  /// Compares two samples that are not empty.
  ///
  /// - Throws: `StatsError.zeroVariance` when all values are equal.
  public func evaluate(
    control: WeightedValues, treatment: WeightedValues
  ) throws(StatsError) -> TestResult {
    for (arm, sample) in [("control", control), ("treatment", treatment)] {
      guard sample.count > 0 else { throw .tooFewObservations(arm: arm, needed: 1, found: 0) }
    }
    let (n, m) = (Double(control.count), Double(treatment.count))
    let (pairs, total) = (n * m, n + m)
    let isExact = try method.isExact(
      automatically: max(n, m) <= 20, steps: pairs * pairs * pairs)
    let lattice = SquaredDistanceLattice(control: control, treatment: treatment)
    guard lattice.tieSizes.count > 1 else { throw .zeroVariance }
    let distance = pairs / (total * total) * lattice.squaredDistance
    let mean = (1 + 1 / total) / 6
    var result = TestResult(
      method: PValueMethod.title("Two-sample Cramér–von Mises test", isExact: isExact),
      estimate: distance, standardError: nil, nullValue: mean, statistic: distance,
      reference: .exact, alternative: .greater, pValue: 1)
    if isExact {
      result.pValue = lattice.exactPValue()
    } else {
      let variance =
        (total + 1) * (4 * total - 3 * (n / m + m / n) - 2) / (180 * total * total)
      guard variance > 0 else {
        throw .tooFewObservations(arm: "both arms", needed: 3, found: Int(total))
      }
      result.statistic = 1.0 / 6 + (distance - mean) / (45 * variance).squareRoot()
      result.reference = .cramerVonMises
      result.pValue = try result.reference.pValue(of: result.statistic, .greater)
    }
    return result
  }
}

/// The orders of a pooled sample as paths over (control seen, treatment seen), and what each costs.
private struct SquaredDistanceLattice {
  let n: Int
  let m: Int
  let tieSizes: [Int]
  /// Of control, at each distinct value.
  let controlSizes: [Int]

  init(control: WeightedValues, treatment: WeightedValues) {
    (n, m) = (control.count, treatment.count)
    var (sizes, ofControl) = ([Int](), [Int]())
    var (i, j) = (0, 0)
    while i < control.values.count || j < treatment.values.count {
      let x = i < control.values.count ? control.values[i] : .infinity
      let y = j < treatment.values.count ? treatment.values[j] : .infinity
      let (a, b) = (x <= y ? control.counts[i] : 0, y <= x ? treatment.counts[j] : 0)
      sizes.append(a + b)
      ofControl.append(a)
      i += a > 0 ? 1 : 0
      j += b > 0 ? 1 : 0
    }
    (tieSizes, controlSizes) = (sizes, ofControl)
  }

  /// Σ (F − G)² over all observations.
  var squaredDistance: Double {
    var (i, j, sum) = (0, 0, 0.0)
    for (size, own) in zip(tieSizes, controlSizes) {
      i += own
      j += size - own
      let gap = Double(i) / Double(n) - Double(j) / Double(m)
      sum += Double(size) * gap * gap
    }
    return sum
  }

  /// The share of orders whose distance is as large as the observed one, in whole numbers.
  func exactPValue() -> Double {
    let divisor = greatestCommonDivisor(n, m)
    func cost(_ size: Int, _ i: Int, _ j: Int) -> Int {
      let gap = i * (m / divisor) - j * (n / divisor)
      return size * gap * gap
    }
    var (seen, own, observed) = (0, 0, 0)
    // For each number of control's observations seen: the probability of each cost so far.
    var paths: [[Int: Double]] = Array(repeating: [:], count: n + 1)
    paths[0][0] = 1
    for (size, controlSize) in zip(tieSizes, controlSizes) {
      var next: [[Int: Double]] = Array(repeating: [:], count: n + 1)
      for (i, costs) in paths.enumerated() where !costs.isEmpty {
        for taken in max(0, seen + size - i - m)...min(size, n - i) {
          let (end, weight) = (i + taken, choose(size, taken))
          let added = cost(size, end, seen + size - end)
          for (sum, mass) in costs { next[end][sum + added, default: 0] += mass * weight }
        }
      }
      paths = next
      seen += size
      own += controlSize
      observed += cost(size, own, seen - own)
    }
    // In order, so that two runs round alike.
    var (tail, all) = (0.0, 0.0)
    for (sum, mass) in paths[n].sorted(by: { $0.key < $1.key }) {
      all += mass
      if sum >= observed { tail += mass }
    }
    return tail / all
  }

  private func choose(_ n: Int, _ k: Int) -> Double {
    (0..<min(k, n - k)).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
  }

  private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : greatestCommonDivisor(b, a % b)
  }
}
