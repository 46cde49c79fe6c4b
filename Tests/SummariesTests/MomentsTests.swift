import AssayTestSupport
import Foundation
import Summaries
import Testing

/// Moments against exact rational arithmetic on the doubles at hand.
@Suite struct MomentsTests {
  struct Reference: Decodable {
    struct Univariate: Decodable { var mean, sd: Double }
    struct Joint: Decodable {
      struct Difference: Decodable { var mean, squares: Double }
      var meanX, meanY: Double
      var sums: [String: Double]
      var difference: Difference
    }
    var univariate: [String: Univariate]
    var joint: [String: Joint]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("moments", as: Reference.self) }

  /// NIST's NumAcc1 to NumAcc4.
  private func series(_ name: String) -> [Double] {
    switch name {
    case "NumAcc1": [10_000_001, 10_000_003, 10_000_002]
    case "NumAcc2": [1.2] + (0..<1000).map { $0 % 2 == 0 ? 1.1 : 1.3 }
    case "NumAcc3": [1_000_000.2] + (0..<1000).map { $0 % 2 == 0 ? 1_000_000.1 : 1_000_000.3 }
    default: [10_000_000.2] + (0..<1000).map { $0 % 2 == 0 ? 10_000_000.1 : 10_000_000.3 }
    }
  }

  /// One rounding for the mean; for sd one each for the sum, the division and the root.
  @Test(arguments: [1, 2, 7, 1001])
  func certifiedMeansAndDeviationsHoldInAnyParts(parts: Int) throws {
    #expect(reference.univariate.count == 4)
    for (name, expected) in reference.univariate {
      let (whole, merged) = summarizedWholeAndInParts(Moments(), series(name), parts: parts)
      for found in [whole, merged] {
        #expect(found.mean == expected.mean, "\(name)")
        let sd = try #require(found.variance).squareRoot()
        #expect(agree(sd, expected.sd, relative: 4e-16), "\(name)")
      }
    }
  }

  private func pairs(_ name: String) -> [(x: Double, y: Double)] {
    let spread = (0..<301).map { i in
      let x = Double(i * 37 % 101)
      return (x: x / 64, y: Double(i * i * 11 % 97) / 32 + x / 128)
    }
    return name == "offset"
      ? spread.map { (x: 1e9 + $0.x, y: 2e6 + $0.y) }
      : [(x: 1e9, y: -1e6)] + spread.dropFirst()
  }

  @Test(arguments: [1, 2, 13, 301])
  func jointMomentsAreExactInAnyParts(parts: Int) throws {
    for (name, expected) in reference.joint {
      let (whole, merged) = summarizedWholeAndInParts(
        BivariateMoments(), pairs(name), parts: parts)
      for found in [whole, merged] {
        #expect(found.meanX == expected.meanX && found.meanY == expected.meanY, "\(name)")
        for (order, sum) in expected.sums {
          let powers = order.split(separator: ",").compactMap { Int($0) }
          // One rounding each; an outlier that comes first multiplies by n⁴ what twice the digits lose.
          #expect(agree(found.centralSum(powers[0], powers[1]), sum, relative: 3e-16), "\(order)")
        }
        let difference = found.momentsOfDifference
        #expect(agree(difference.mean, expected.difference.mean, relative: 3e-16))
        #expect(
          agree(difference.centeredSquares, expected.difference.squares, relative: 3e-16))
        #expect(found.momentsX.centeredSquares == found.centralSum(2, 0))
        #expect(found.momentsY.centeredSquares == found.centralSum(0, 2))
      }
    }
  }

  @Test func differencesOfMeansSurviveAnOffset() {
    let (a, b) = (Moments([1e15, 1e15 + 0.25]), Moments([1e15 + 0.5, 1e15 + 0.625, 1e15]))
    // (0.5 + 0.625)/3 − 0.25/2
    #expect(b.meanDifference(from: a) == 0.25)
    #expect(a.meanDifference(from: b) == -0.25)
    #expect(a.withoutSpread.centeredSquares == 0 && a.withoutSpread.mean == a.mean)
    #expect(Moments().meanDifference(from: Moments()) == 0)
  }

  @Test func whatOverflowsIsNotANumberOfDigits() {
    #expect(Moments([1e200, -1e200]).centeredSquares == .infinity)
    #expect(Moments([1e200, 1e200]).centeredSquares == 0)
    #expect(!Moments([.infinity, 1]).mean.isFinite)
    #expect(Moments(count: 3, mean: 2, centeredSquares: 5).centeredSquares == 5)
  }

  @Test func codingKeepsEveryBit() throws {
    let moments = Moments(series("NumAcc4"))
    let data = try JSONEncoder().encode(moments)
    #expect(try JSONDecoder().decode(Moments.self, from: data) == moments)
    var joint = BivariateMoments()
    joint.add(contentsOf: pairs("offset"))
    let jointData = try JSONEncoder().encode(joint)
    #expect(try JSONDecoder().decode(BivariateMoments.self, from: jointData) == joint)
  }
}
