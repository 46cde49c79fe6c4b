import AssayTestSupport
import Foundation
import Stats
import Testing

@Suite struct AveragedEDetectorTests {
  private struct Reference: Decodable {
    struct Look: Decodable {
      var eValues: [String: Double]
      var mean: Double
      var alarm: Bool
    }
    var alarmRate: Double
    var looks: [Look]
    var alarms: Int
  }

  @Test("The mean of streams follows the recursion in plain arithmetic")
  func recursion() throws {
    let reference: Reference = try ReferenceFile.load("averaged_e_detector")
    var detector = try AveragedEDetector(alarmRate: reference.alarmRate)
    for look in reference.looks {
      let found = try detector.observe(logEValues: look.eValues.mapValues { log($0) })
      // Forty steps in logarithms against forty in plain numbers.
      #expect(agree(found.logMean, log(look.mean), relative: 1e-10, floor: 1e-10))
      #expect((found.answer == .alarm) == look.alarm)
    }
    #expect(detector.alarms == reference.alarms)
    #expect(detector.alarms > 0)
    #expect(detector.looks == reference.looks.count)
    let again = AveragedEDetector(
      alarmRate: detector.alarmRate, logEvidence: detector.logEvidence,
      streams: detector.streams, looks: detector.looks, alarms: detector.alarms)
    #expect(again == detector)
  }

  @Test("What is no state of a detector is refused")
  func invalid() throws {
    #expect(throws: StatsError.self) { try AveragedEDetector(alarmRate: 0) }
    #expect(throws: StatsError.self) { try AveragedEDetector(alarmRate: 1) }
    var detector = try AveragedEDetector(alarmRate: 0.5)
    #expect(throws: StatsError.self) { try detector.observe(logEValues: ["a": .nan]) }
    for (streams, looks, alarms) in [(0, 1, 0), (1, 1, 2), (1, -1, 0)] {
      #expect(
        AveragedEDetector(
          alarmRate: 0.5, logEvidence: ["a": 1], streams: streams, looks: looks, alarms: alarms)
          == nil)
    }
    let none = try detector.observe(logEValues: ["a": -.infinity])
    #expect(none.answer == .quiet)
    #expect(detector.logEvidence.isEmpty)
  }
}
