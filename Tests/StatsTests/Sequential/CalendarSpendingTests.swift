import AssayTestSupport
import Stats
import Testing

/// Significance spent by the time of a calendar, and p-values rounded up.
@Suite struct CalendarSpendingTests {
  /// Values of fixtures/reference/calendar_spending.R.
  private struct Reference: Decodable {
    struct Design: Decodable {
      var family: String
      var significance: Double
      var information: [Double]
      var time: [Double]
      var criticalValues: [Double]
    }

    var designs: [Design]
  }

  private static let observations: [[Double]] = [
    [0.3, 1.1, 1.9, 2.4], [-0.5, 0.1, 0.2, 1.4], [3.1, 2.6, 2.0, 1.1],
  ]

  @Test func criticalValuesMatchRpact() throws {
    for design in try (ReferenceFile.load("calendar_spending") as Reference).designs {
      var test = try GroupSequentialTest(
        spending: design.family == "pocock" ? .pocock : .obrienFleming,
        significance: design.significance, maximumInformation: 700)
      for (index, information) in design.information.enumerated() {
        let look = try #require(
          try test.look(information: 700 * information, fraction: design.time[index]))
        // rpact stops when 2.5e-8 of the significance is left: a bound at which little is spent moves most.
        #expect(abs(look.criticalValue - design.criticalValues[index]) < 2e-5)
      }
    }
  }

  @Test(arguments: observations) func roundedPValuesAreThosePValues(_ statistics: [Double]) throws {
    let looks = statistics.enumerated().map {
      GroupSequentialTest.Observation(
        information: Double($0.offset + 1), standardized: $0.element)
    }
    let levels = [0.05, 0.025, 0.05 / 3, 0.0125]
    let exact = try GroupSequentialTest.pValue(
      of: looks, spending: .pocock, maximumInformation: 4)
    let rounded = try GroupSequentialTest.pValue(
      of: looks, spending: .pocock, maximumInformation: 4, roundedUpTo: levels)
    #expect(rounded == levels.filter { exact <= $0 }.min() ?? 1)
    let cut = try GroupSequentialTest.pValue(
      of: looks, spending: .pocock, maximumInformation: 4, upTo: 0.05)
    // Roots of a function known to 1e-9.
    #expect(agree(cut, exact <= 0.05 ? exact : 1, relative: 1e-6))
  }
}
