import Testing

@testable import Ingest

struct TextTableTests {
  private func find(_ text: String, in table: ShortTexts) -> Int {
    let storage = Storage<UInt8>(text.utf8.count, zero: UInt8(ascii: ","), padding: 64)
    for (i, byte) in text.utf8.enumerated() { storage.lane[i] = byte }
    return table.find(storage.lane, 0, text.utf8.count)
  }

  @Test(arguments: [1, 2, 8, 9, 12, 40, 64])
  func shortTextsAreFoundAndOthersAreNot(_ count: Int) {
    let names = ["control", "", "b"] + (0..<count).map { "treatment-\($0)" }
    let table = ShortTexts(Array(names.prefix(count)))
    #expect(table.isComplete)
    for (i, name) in names.enumerated() { #expect(find(name, in: table) == (i < count ? i : -1)) }
    for other in ["Control", "contro", "control ", "treatment-", "treatment-999999999"] {
      #expect(find(other, in: table) == -1)
    }
  }

  @Test func whatIsTooMuchIsSaidToBe() {
    #expect(!ShortTexts((0..<65).map { "v\($0)" }).isComplete)
    #expect(!ShortTexts(["a", "seventeen letters"]).isComplete)
    // Told apart by their lengths alone, of which places know nothing.
    let alike = (0..<10).map { "v\($0)" } + ["v0\0"]
    #expect(!ShortTexts(alike).isComplete)
    #expect(find("v0", in: ShortTexts(alike)) == -1)
  }
}
