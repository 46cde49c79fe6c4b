import AssayTestSupport
import Stats
import Testing

@Suite struct AdjustmentTests {
  struct Reference: Decodable {
    struct Adjustment: Decodable {
      var pValues, bonferroni, holm, hochberg, hommel, BH, BY: [Double]
    }
    struct Closed: Decodable {
      var weights, eValues: [Double]
      var global: Double
      var rejected: [Bool]
    }
    struct Discovery: Decodable {
      var eValues: [Double]
      var rejected: [Bool]
    }
    var adjustments: [Adjustment]
    var closed: [Closed]
    var discoveries: [Discovery]
  }
  let reference: Reference
  init() throws { reference = try ReferenceFile.load("classical", as: Reference.self) }

  @Test func agreeWithR() throws {
    for row in reference.adjustments {
      let p = row.pValues
      for (found, expected) in [
        (try Bonferroni.adjusted(p), row.bonferroni), (try Holm.adjusted(p), row.holm),
        (try Hochberg.adjusted(p), row.hochberg), (try Hommel.adjusted(p), row.hommel),
        (try BenjaminiHochberg.adjusted(p), row.BH), (try BenjaminiYekutieli.adjusted(p), row.BY),
      ] {
        #expect(found.count == expected.count)
        for (a, b) in zip(found, expected) { #expect(agree(a, b, relative: 1e-14), "\(row)") }
      }
    }
  }

  @Test func orderDoesNotMatter() throws {
    let p = [0.01, 0.04, 0.03, 0.005]
    #expect(try Holm.adjusted(p).reversed() == Holm.adjusted(p.reversed()))
    #expect(try Hommel.adjusted(p).reversed() == Hommel.adjusted(p.reversed()))
  }

  @Test func nothingToAdjustIsNothing() throws {
    #expect(try Holm.adjusted([]).isEmpty)
    #expect(try Hommel.adjusted([]).isEmpty)
    #expect(try BenjaminiYekutieli.adjusted([]).isEmpty)
  }

  @Test func whatIsNoProbabilityIsAnError() {
    for bad in [-0.1, 1.1, .nan] {
      #expect(throws: StatsError.self) { try Holm.adjusted([0.5, bad]) }
      #expect(throws: StatsError.self) { try BenjaminiHochberg.adjusted([0.5, bad]) }
    }
  }

  @Test func closedTestAgreesWithAllIntersections() throws {
    for row in reference.closed {
      let test = EHolm(weights: row.weights)
      #expect(try test.rejected(eValues: row.eValues, significance: 0.05) == row.rejected, "\(row)")
      #expect(agree(try test.globalEValue(row.eValues), row.global, relative: 1e-13))
    }
  }

  @Test func infiniteEvidenceIsEvidence() throws {
    let test = EHolm(weights: [1, 1])
    #expect(try test.rejected(eValues: [.infinity, 0], significance: 0.05) == [true, false])
    #expect(try test.globalEValue([.infinity, 0]) == .infinity)
    #expect(try EHolm(weights: [0, 1]).globalEValue([.infinity, 2]) == 2)
    #expect(throws: StatsError.self) { try test.globalEValue([.nan, 1]) }
    #expect(throws: StatsError.self) { try test.rejected(eValues: [1], significance: 0.05) }
  }

  @Test func discoveriesAgreeWithTheDefinition() throws {
    for row in reference.discoveries {
      let found = try EBenjaminiHochberg.rejected(eValues: row.eValues, significance: 0.05)
      #expect(found == row.rejected, "\(row)")
    }
  }
}
