import AssayTestSupport
import Foundation
import Testing

struct DriftCommandTests {
  private let folder = TemporaryFolder()

  /// A column of numbers spread evenly over a hundred values from `start` on.
  private func log(_ name: String, rows: Int, from start: Int) throws -> String {
    let values = (0..<rows).map { String(start + $0 * 37 % 100) }
    return try folder.file(name, "score\n" + values.joined(separator: "\n") + "\n")
  }

  @Test("Stable, cannot tell and drift have their codes under every map")
  func verdicts() throws {
    let reference = try log("reference.csv", rows: 20_000, from: 0)
    let same = try log("same.csv", rows: 20_000, from: 0)
    let moved = try log("moved.csv", rows: 20_000, from: 50)
    let few = try log("few.csv", rows: 3, from: 0)
    for (current, word, column) in [
      (same, "STABLE", 0), (few, "CANNOT TELL", 1), (moved, "DRIFT", 2),
    ] {
      let run = try CommandLineRun.assay("drift", "--reference", reference, "--current", current)
      #expect(run.code == [0, 10, 20][column], "\(run.output)\(run.error)")
      #expect(run.output.hasPrefix("\(word) ("))
      for map in VerdictTests.maps {
        let run = try CommandLineRun.assay(
          "drift", "--reference", reference, "--current", current, "--exit-map", map.name,
          "--json", "-")
        #expect(run.code == map.codes[column], "\(map.name)")
        #expect(run.output.contains("\"exitMap\": \"\(map.name)\""))
      }
    }
  }

  @Test("Damaged and missing logs")
  func badInput() throws {
    let good = "fixtures/logs/good/plain.csv"
    let damaged = try CommandLineRun.assay(
      "drift", "--reference", good, "--current", "fixtures/logs/malformed/truncated.csv.gz")
    #expect(damaged.code == 30)
    let missing = try CommandLineRun.assay(
      "drift", "--reference", good, "--current", "nowhere.csv")
    #expect(missing.code == 66)
    let empty = try CommandLineRun.assay(
      "drift", "--reference", "fixtures/logs/malformed/empty.csv", "--current", good)
    #expect(empty.code == 65)
    let plan = try CommandLineRun.assay(
      "drift", "fixtures/plans/small.yaml", "--reference", good, "--current", good)
    #expect(plan.code == 78)
  }
}
