import AssayTestSupport
import Foundation
import Stats
import Summaries
import Testing

@Suite struct ScoringRuleTests {
  @Test func histogramsAndRowsAgree() throws {
    for row in try RowReference.load().rows {
      let rows = try row.controlRows
      for rule in [ScoringRule.brier, .logLoss(clip: 1e-15)] {
        let moments = try rule.moments(positives: rows.positives, negatives: rows.negatives)
        let found = try rule.evaluate(rows).estimate()
        let error = ((moments.variance ?? 0) / Double(moments.count)).squareRoot()
        #expect(agree(moments.mean, found.ratio, relative: 1e-13))
        #expect(agree(error, found.standardError, relative: 1e-11))
      }
    }
  }

  @Test func clippingBoundsTheLoss() throws {
    let sure = try LabelledScores(scores: [0, 1], labels: [true, false])
    let found = try ScoringRule.logLoss(clip: 0.01).evaluate(sure)
    #expect(agree(found.value, -log(0.01), relative: 1e-15))
    // Tiny probabilities of what happened, or of what did not, keep their digits; so does a clip
    // that one minus would lose.
    let fine = ScoringRule.logLoss(clip: 1e-30)
    let loss = { (score: Double, label: Bool) throws in
      try fine.evaluate(LabelledScores(scores: [score], labels: [label])).value
    }
    #expect(agree(try loss(1e-20, true), -log(1e-20), relative: 1e-15))
    #expect(agree(try loss(1e-20, false), 1e-20, relative: 1e-15))
    #expect(agree(try loss(1, false), -log(1e-30), relative: 1e-15))
    #expect(agree(try loss(1, true), 1e-30, relative: 1e-15))
    for clip in [0, 0.5, -1, Double.nan] {
      #expect(throws: StatsError.self) { try ScoringRule.logLoss(clip: clip).evaluate(sure) }
    }
    let odds = try LabelledScores(scores: [1.5], labels: [true])
    #expect(throws: StatsError.self) { try ScoringRule.brier.evaluate(odds) }
    #expect(throws: StatsError.self) {
      try ScoringRule.brier.moments(positives: odds.positives, negatives: odds.negatives)
    }
  }
}
