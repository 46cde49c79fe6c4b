import Experiment
import Foundation
import Testing

/// The README's Swift example, run: the lines between the two marks below stand in the README word for word.
@Suite struct ReadmeExampleTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test func decidesFromSwift() async throws {
    let folder = Self.root.appendingPathComponent("notebooks-data").path
    // README begins
    let file = "\(folder)/fraud_ab.yaml"
    let plan = try Plan(yaml: String(contentsOfFile: file, encoding: .utf8), file: file)
    let decision = try await Gate(plan).decide([.path("\(folder)/fraud_ab.csv")])
    print(decision.verdict, decision.verdict.exitCode)
    // README ends
    #expect(decision.verdict == .promote)
  }

  @Test func readmeShowsTheseLines() throws {
    let readme = try String(
      contentsOf: Self.root.appendingPathComponent("README.md"), encoding: .utf8)
    let source = try String(contentsOfFile: #filePath, encoding: .utf8)
    let lines = source.components(separatedBy: "\n")
    let begin = try #require(lines.firstIndex { $0.hasSuffix("// README begins") })
    let end = try #require(lines.firstIndex { $0.hasSuffix("// README ends") })
    let example = lines[(begin + 1)..<end].map { $0.dropFirst(4) }.joined(separator: "\n")
    #expect(readme.contains(example))
  }
}
