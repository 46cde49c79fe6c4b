import Testing

@testable import Judge

/// Columns to break results down by, as a plan writes them.
@Suite struct PlanSegmentTests {
  @Test func columnsAreRead() throws {
    #expect(try PlanFixture.plan("covariates.yaml").segments == ["country", "device"])
    #expect(
      try Plan(yaml: PlanFixture.minimal + "segments: country", file: "p").segments == ["country"])
  }

  @Test(
    "Columns that divide nothing are refused",
    arguments: [
      ("segments: []", "is empty"), ("segments: [a, a]", "twice"),
      ("segments: variant", "divided already"), ("segments: [user_id]", "divided already"),
    ])
  func refused(line: String, words: String) throws {
    let error = #expect(throws: PlanError.self) {
      try Plan(yaml: PlanFixture.minimal + line, file: "p")
    }
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
  }
}
