import AssayTestSupport
import Foundation
import Stats
import Testing

@Suite struct JackknifeEstimateTests {
  struct TwoSamples: Decodable {
    struct Row: Decodable {
      var control, treatment: [Double]
      var acceleration, standardError: Double
    }
    var accelerations: [Row]
  }
  let reference: BootstrapReference
  init() throws { reference = try BootstrapReference.load() }

  @Test func leavingOutARowAgreesWithR() throws {
    for sample in reference.samples {
      let found = try JackknifeEstimate(of: try sample.statistic)
      // R takes differences of values that round at 10⁹.
      let tolerance = sample.value > 1e6 ? 1e-6 : 1e-9
      #expect(agree(found.value, sample.value, relative: 1e-13), "\(sample.name)")
      #expect(agree(found.standardError, sample.jackknifeError, relative: tolerance))
      #expect(agree(found.acceleration, sample.acceleration, relative: tolerance, floor: 1e-12))
      #expect(
        agree(
          found.bias, sample.jackknifeBias, relative: tolerance, floor: 1e-12 * abs(found.value)),
        "\(sample.name)")
    }
  }

  @Test func leavingOutAGroupAgreesWithBusing() throws {
    for row in reference.groups {
      let ratio = try UnitRatio(numerators: row.numerators, denominators: row.denominators)
      let found = try JackknifeEstimate(of: ratio, groups: row.groups)
      #expect(agree(found.value, row.value, relative: 1e-14))
      #expect(agree(found.bias, row.bias, relative: 1e-11))
      #expect(agree(found.standardError, row.standardError, relative: 1e-12))
    }
    #expect(reference.groups.count == 2)
  }

  @Test func groupsOfOneRowAreRows() throws {
    for sample in reference.samples where sample.value < 1e6 {
      let statistic = try sample.statistic
      let rows = try JackknifeEstimate(of: statistic)
      let groups = try JackknifeEstimate(of: statistic, groups: Array(0..<statistic.count))
      #expect(agree(rows.standardError, groups.standardError, relative: 1e-10), "\(sample.name)")
      #expect(agree(rows.acceleration, groups.acceleration, relative: 1e-10), "\(sample.name)")
    }
  }

  /// Quenouille (1956): the divisor n of a variance is all its bias, and the jackknife removes it.
  @Test func plugInVarianceIsCorrectedExactly() throws {
    let row = reference.spread
    let variance = try FunctionOfMeans(units: row.sample.map { [$0, $0 * $0] }) { means in
      means[1] - means[0] * means[0]
    }
    let found = try JackknifeEstimate(of: variance)
    #expect(agree(found.value, row.plugIn, relative: 1e-12))
    #expect(agree(found.corrected, row.unbiased, relative: 1e-11))
  }

  @Test func twoSamplesAgreeWithScipy() throws {
    for row in try ReferenceFile.load("permutation", as: TwoSamples.self).accelerations {
      let found = try JackknifeEstimate(
        control: SampleMean(row.control), treatment: SampleMean(row.treatment))
      #expect(agree(found.acceleration, row.acceleration, relative: 1e-12))
      #expect(agree(found.standardError, row.standardError, relative: 1e-12))
      // The mean of a sample has no bias; nor has a difference of means.
      #expect(abs(found.bias) < 1e-12)
      let swapped = try JackknifeEstimate(
        control: SampleMean(row.treatment), treatment: SampleMean(row.control))
      #expect(agree(swapped.acceleration, -found.acceleration, relative: 1e-12))
    }
  }

  /// Closed formulas for what changes against leaving rows out and computing again.
  @Test func contrastsChangeAsTheyAreRecomputed() throws {
    let (x, y) = ([3.0, 5, 4, 9, 1], [6.0, 2, 8, 11, 7, 7])
    let (control, treatment) = (try SampleMean(x), try SampleMean(y))
    for contrast in Contrast.allCases {
      let found = try JackknifeEstimate(control: control, treatment: treatment, contrast)
      var variance = 0.0
      for (arm, count) in [(0, x.count), (1, y.count)] {
        let left = try (0..<count).map { row in
          let rows = (0..<count).filter { $0 != row }
          return try contrast.value(
            control: arm == 0 ? control.value(of: rows) : control.value,
            treatment: arm == 1 ? treatment.value(of: rows) : treatment.value)
        }
        let mean = left.reduce(0, +) / Double(count)
        variance +=
          Double(count - 1) / Double(count) * left.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      }
      #expect(agree(found.standardError, variance.squareRoot(), relative: 1e-12), "\(contrast)")
    }
  }

  @Test func offsetsCostNoDigits() throws {
    let sample = (0..<100).map { Double($0 % 7) }
    let near = try JackknifeEstimate(of: SampleMean(sample))
    let far = try JackknifeEstimate(of: SampleMean(sample.map { $0 + 1e9 }))
    // The mean itself rounds at 10⁹ to 10⁻⁷; nothing else may.
    #expect(agree(far.standardError, near.standardError, relative: 1e-7))
    #expect(agree(far.acceleration, near.acceleration, relative: 1e-5))
  }

  @Test func unfitDataAreErrors() throws {
    #expect(throws: StatsError.self) { try JackknifeEstimate(of: SampleMean([1])) }
    #expect(throws: StatsError.self) {
      try JackknifeEstimate(of: SampleMean([1, 2]), groups: [1, 1])
    }
    #expect(throws: StatsError.self) {
      try JackknifeEstimate(of: SampleMean([1, 2]), groups: [1, 2, 3])
    }
    let constant = try JackknifeEstimate(of: SampleMean([2, 2, 2]))
    #expect(constant.standardError == 0 && constant.acceleration == 0)
  }
}
