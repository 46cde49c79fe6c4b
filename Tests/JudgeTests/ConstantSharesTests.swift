import AssayTestSupport
import Testing

@testable import Judge

/// Shares that are the same for every unit of an arm.
@Suite struct ConstantSharesTests {
  private struct Reference: Decodable {
    var control: [Double]
    var treatment: [Double]
    var tolerated: Double
    var pValue: Double
  }

  private func contrast(_ control: [Double], _ treatment: [Double]) -> StratifiedContrast {
    func arm(_ arm: [Double]) -> ArmEstimate {
      ArmEstimate(units: Int(arm[1]), value: arm[0], standardError: 0, effectiveUnits: 0)
    }
    return StratifiedContrast(
      phases: [PhaseContrast(control: arm(control), treatment: arm(treatment))])
  }

  @Test("Arms without variance are told apart by their number, as by scipy")
  func reference() throws {
    let references: [Reference] = try ReferenceFile.load("constant_shares")
    for reference in references {
      let found = contrast(reference.control, reference.treatment)
      #expect(found.isConstant)
      // The search finds the largest chance to about the square root of a rounding in its place.
      #expect(
        agree(
          found.constantPValue(tolerated: reference.tolerated), reference.pValue, relative: 1e-7))
    }
  }

  @Test("Arms that are alike, or nearly, are no reason")
  func alike() {
    #expect(contrast([1, 1000], [1, 1000]).constantPValue(tolerated: 0) == 1)
    #expect(contrast([1, 1000], [0.996, 1000]).constantPValue(tolerated: 0.005) == 1)
    #expect(contrast([1, 1], [0, 1]).constantPValue(tolerated: 0) == 0.5)
  }
}
