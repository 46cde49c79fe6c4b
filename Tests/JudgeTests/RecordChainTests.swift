import Foundation
import Testing

@testable import Judge

@Suite struct RecordChainTests {
  /// Three records in a chain.
  private func chain() -> RecordChain {
    var chain = RecordChain()
    for version in ["1.0", "1.1", "1.2"] {
      let end = chain.end
      let previous = end.previous.map { "\"\($0)\"" } ?? "null"
      _ = chain.add(
        """
        {"action":"promote","model_name":"m","model_version":"\(version)","previous_record":\(previous),"record_type":"DeploymentRecord","sequence":\(end.sequence),"timestamp":"2026-03-02T00:00:00Z"}
        """)
    }
    return chain
  }

  private func text(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }

  /// The digests are `sha256sum`'s of the text before the last member and a brace, and of the line.
  @Test("R3 each record holds the SHA-256 of itself and of the line before it")
  func digests() throws {
    let digest = RecordChain.digest("{\"a\":1}")
    #expect(digest == "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862")
    #expect(RecordChain.sealed("{\"a\":1}") == "{\"a\":1,\"record_digest\":\"\(digest)\"}")
    let links = chain().links
    try #require(links.count == 3)
    #expect(links[0].record.previousRecord == nil)
    #expect(links[1].record.previousRecord == RecordChain.digest(links[0].line))
    #expect(links[2].record.previousRecord == RecordChain.digest(links[1].line))
    #expect(try RecordChain(text(links.map(\.line))) == chain())
  }

  @Test("R3 a line that is changed, taken out, put in or moved is found, with its number")
  func tampering() throws {
    let lines = chain().links.map(\.line)
    func broken(_ lines: [String]) -> RecordChain.Break? {
      do throws(RecordChain.Break) {
        _ = try RecordChain(text(lines))
        return nil
      } catch { return error }
    }
    let changed = lines[1].replacing("1.1", with: "9.9")
    #expect(broken([lines[0], changed, lines[2]]) == .init(line: 2, kind: .changed))
    // Whoever seals the changed line again is found by the line after it.
    let body = String(changed.prefix(changed.count - 84)) + "}"
    let sealed = RecordChain.sealed(body)
    #expect(RecordChain.sealed(String(lines[1].prefix(lines[1].count - 84)) + "}") == lines[1])
    #expect(broken([lines[0], sealed, lines[2]]) == .init(line: 3, kind: .foreignPredecessor))
    #expect(broken([lines[0], lines[2]]) == .init(line: 2, kind: .foreignPredecessor))
    #expect(broken([lines[1], lines[2]]) == .init(line: 1, kind: .foreignPredecessor))
    #expect(
      broken([lines[0], lines[0], lines[1]]) == .init(line: 2, kind: .foreignPredecessor))
    #expect(broken([lines[0], "", lines[1]]) == .init(line: 2, kind: .noRecord))
    #expect(broken([lines[0], "{}"]) == .init(line: 2, kind: .noRecord))
    // A line taken off the end shows by the head alone.
    #expect(broken([lines[0], lines[1]]) == nil)
    #expect(try RecordChain(text([lines[0], lines[1]])).head != chain().head)
  }

  @Test("R3 a line that was cut off while it was written is told from one that was changed")
  func cutOff() throws {
    let whole = text(chain().links.map(\.line))
    #expect(throws: RecordChain.Break(line: 3, kind: .cutOff)) {
      try RecordChain(String(whole.dropLast(5)))
    }
    #expect(try RecordChain("").links.isEmpty)
    #expect(throws: RecordChain.Break(line: 1, kind: .noRecord)) { try RecordChain("a,b") }
    #expect(throws: RecordChain.Break(line: 1, kind: .carriageReturn)) {
      try RecordChain(whole.replacing("\n", with: "\r\n"))
    }
  }
}
