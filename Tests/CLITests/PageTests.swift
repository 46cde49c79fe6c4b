import AssayTestSupport
import Foundation
import Testing

/// `--html` of the commands: whole files, inert names, and the verdict's code as ever.
struct PageTests {
  private let folder = TemporaryFolder()

  @Test("A drift page is written whole, beside the verdict's code, and says what it was made from")
  func drift() throws {
    let rows = (0..<400).map { "\($0 % 97),\($0 % 3)" }.joined(separator: "\n")
    let log = try folder.file("a.csv", "score,kind\n\(rows)\n")
    let page = folder.path("drift.html")
    let run = try CommandLineRun.assay(
      "drift", "--reference", log, "--current", log, "--html", page)
    #expect(run.code == 0 || run.code == 10, "\(run.error)")
    #expect(!run.output.isEmpty)
    let text = try String(contentsOfFile: page, encoding: .utf8)
    #expect(text.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    #expect(text.hasSuffix("</html>\n"))
    #expect(text.contains("<dt>reference</dt><dd>\(log)</dd>"))
    #expect(folder.contents == ["a.csv", "drift.html"])
    // The same bytes, whether to a file or to the standard output.
    let again = try CommandLineRun.assay(
      "drift", "--reference", log, "--current", log, "--html", "-")
    #expect(again.output == text)
    #expect(again.error.contains(":"))
  }

  @Test(
    "No log, however hostile its names, puts anything but text on a page",
    arguments: [
      "hostile-names", "terminal-escapes", "huge-numbers", "constant", "number-spellings",
    ])
  func hostile(name: String) throws {
    let log = "fixtures/logs/adversarial/\(name).csv"
    let run = try CommandLineRun.assay(
      "drift", "--reference", "fixtures/logs/good/plain.csv", "--current", log, "--html", "-")
    #expect([10, 20, 30].contains(run.code), "\(run.error)")
    #expect(!run.output.contains("<script"))
    #expect(!run.output.unicodeScalars.contains("\u{1B}"))
    #expect(run.output.utf8.count < 300_000)
  }

  @Test("A gate's page holds a plan's names as text")
  func gate() throws {
    let run = try CommandLineRun.assay(
      "gate", "fixtures/plans/hostile-names.yaml", "--log",
      "fixtures/logs/adversarial/hostile-names.csv", "--html", "-")
    #expect(run.code < 64, "\(run.error)")
    #expect(!run.output.contains("<script"))
    #expect(!run.output.contains("<img"))
    #expect(run.output.contains("&lt;img src=x onerror=alert(1)&gt;"))
  }

  @Test("Two reports cannot go to one place, and any command can write a page")
  func places() throws {
    let both = try CommandLineRun.assay(
      "power", "t-test", "--effect", "0.5", "--html", "-", "--json", "-")
    #expect(both.code == 64)
    #expect(both.error.contains("--json and --html cannot both go to the standard output."))
    let test = try CommandLineRun.assay(
      "test", "fisher", "--counts", "56/70", "48/80", "--html", "-")
    #expect(test.code == 0, "\(test.error)")
    #expect(test.output.hasPrefix("<!DOCTYPE html>"))
  }
}
