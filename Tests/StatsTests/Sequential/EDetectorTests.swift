import AssayTestSupport
import Foundation
import Stats
import Summaries
import Testing

@Suite struct EDetectorTests {
  private struct Reference: Decodable {
    struct Calibrated: Decodable { var pValue, logEValue: Double }
    struct Path: Decodable {
      var pValues: [String]
      var alarmsPerWindow: String
      var logEvidence: [Double]
      var alarms: [Int]
    }
    var calibrated: [Calibrated]
    var paths: [Path]
  }

  /// 1e-12 of a logarithm near zero: the values themselves keep as many digits.
  @Test func calibratesAsTheIntegral() throws {
    for row in try ReferenceFile.load("e_detector", as: Reference.self).calibrated {
      let found = try EValueCalibrator().logEValue(pValue: row.pValue)
      #expect(agree(found, row.logEValue, relative: 1e-12, floor: 1e-12), "\(row)")
    }
  }

  /// Sums of a few logarithms of e-values that agree to 1e-12.
  @Test func followsTheRecursion() throws {
    for path in try ReferenceFile.load("e_detector", as: Reference.self).paths {
      var detector = try EDetector(alarmsPerWindow: #require(Double(path.alarmsPerWindow)))
      for (index, text) in path.pValues.enumerated() {
        let before = detector
        let eValue = try EValueCalibrator().logEValue(pValue: #require(Double(text)))
        let answer = try detector.observe(logEValue: eValue)
        #expect((answer == .alarm) == path.alarms.contains(index))
        if answer == .alarm {
          #expect(detector.logEvidence == -.infinity)
          #expect(path.logEvidence[index] >= before.logThreshold)
        } else {
          #expect(
            agree(detector.logEvidence, path.logEvidence[index], relative: 1e-11, floor: 1e-12))
        }
      }
      #expect(detector.alarms == path.alarms.count)
      #expect(detector.windows == path.pValues.count)
    }
  }

  /// The mean of 4,000 streams of 50 windows each, and that of a mutant that takes 1/p for an e-value.
  ///
  /// Bound: α·T and 4 standard errors of the observed counts, so that a right detector fails in one run of
  /// 30,000 at most.
  @Test func expectedAlarms() throws {
    let (alpha, windows, streams) = (0.05, 50, 4000)
    var random = SplitMix64(seed: 20_260_321)
    var (counts, mutant) = (Moments(), Moments())
    for _ in 0..<streams {
      var detector = try EDetector(alarmsPerWindow: alpha)
      var careless = detector
      for _ in 0..<windows {
        let pValue = random.uniform()
        _ = try detector.observe(logEValue: try EValueCalibrator().logEValue(pValue: pValue))
        _ = try careless.observe(logEValue: -log(pValue))
      }
      counts.add(Double(detector.alarms))
      mutant.add(Double(careless.alarms))
    }
    func bound(_ counts: Moments) -> Double {
      alpha * Double(windows) + 4 * ((counts.variance ?? 0) / Double(streams)).squareRoot()
    }
    #expect(counts.mean <= bound(counts))
    #expect(counts.mean > 0)
    #expect(mutant.mean > bound(mutant))
  }

  @Test func findsWhenTheChangeBegan() throws {
    var detector = try EDetector(alarmsPerWindow: 0.001)
    let calibrator = EValueCalibrator()
    for pValue in [0.6, 0.9, 0.8, 0.01, 0.01] {
      _ = try detector.observe(logEValue: try calibrator.logEValue(pValue: pValue))
    }
    #expect(detector.windowsOfChange == 2)
  }

  @Test func refusesWhatIsNoEvidence() throws {
    #expect(throws: StatsError.self) { try EDetector(alarmsPerWindow: 0) }
    #expect(throws: StatsError.self) { try EValueCalibrator().logEValue(pValue: 1.2) }
    var detector = try EDetector(alarmsPerWindow: 0.1)
    #expect(throws: StatsError.self) { try detector.observe(logEValue: .nan) }
    #expect(try detector.observe(logEValue: .infinity) == .alarm)
  }
}
