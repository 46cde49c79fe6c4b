import AssayTestSupport
import Foundation
import Testing

/// Names and values from a log, through every output of the drift commands.
struct HostileNamesTests {
  private let folder = TemporaryFolder()
  /// A tag, an attribute's end, an escape sequence, a right-to-left override, an invisible character.
  private static let attack =
    "<script>alert(1)</script>'\" onload=x \u{1B}[31m\u{202E}\u{200B}\u{9B}"

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  /// Columns, categories, units and labels, all of them hostile.
  private func log(_ name: String, days: Range<Int>, moved: Bool) throws -> String {
    let names = ["column", "unit", "label", "prediction"].map { Self.quoted($0 + Self.attack) }
    var text = "t,\(names.joined(separator: ",")),score\n"
    for day in days {
      for row in 0..<600 {
        let category = "k\((moved ? row * row : row) % 3)" + Self.attack
        let cells = [category, "u\(row % 200)" + Self.attack, "l\(row % 2)" + Self.attack]
          .map(Self.quoted)
        let prediction = Self.quoted("l\(row % 7 == 0 ? 0 : row % 2)" + Self.attack)
        text += "2026-03-0\(day)T0\(row % 10):00:00Z,\(cells.joined(separator: ",")),\(prediction),"
        text += "\((row * 37 % 100) + (moved ? 50 : 0))\n"
      }
    }
    return try folder.file(name, text)
  }

  private func plan(_ name: String, unit: Bool, groups: [String]? = nil) throws -> String {
    var log: [String: Any] = ["label": "label" + Self.attack, "time": "t"]
    log["prediction"] = "prediction" + Self.attack
    if unit { log["unit"] = "unit" + Self.attack }
    var drift: [String: Any] = [
      "critical": ["column" + Self.attack, "nowhere" + Self.attack],
      "tolerances": ["columns": ["column" + Self.attack: ["psi": 0.15]]],
    ]
    if let groups { drift["quality"] = ["accuracy": "2pp", "groups": groups] }
    let data = try JSONSerialization.data(
      withJSONObject: ["name": "n" + Self.attack, "strategy": "drift", "log": log, "drift": drift])
    // A plan in YAML or JSON holds no control characters as such.
    let text = String(decoding: data, as: UTF8.self).utf16.map { unit in
      unit < 0x7F
        ? String(UnicodeScalar(UInt8(unit))) : "\\u" + String(format: "%04x", Int(unit))
    }
    return try folder.file(name, text.joined())
  }

  private func expectInert(_ text: String, _ what: String) {
    let active = text.unicodeScalars.filter { scalar in
      let category = scalar.properties.generalCategory
      return scalar != "\n"
        && [.control, .format, .lineSeparator, .paragraphSeparator].contains(category)
    }
    #expect(active.isEmpty, "\(what): \(active.map { String($0.value, radix: 16) })")
    #expect(!text.isEmpty, "\(what)")
  }

  /// Runs assay and checks what it prints and writes.
  private func check(_ arguments: [String], codes: Set<Int32>) throws {
    let outputs = ["json", "markdown", "html"].map { ($0, folder.path("report.\($0)")) }
    let isReport = arguments[0] == "drift"
    let options = isReport ? outputs.flatMap { ["--\($0.0)", $0.1] } : []
    let run = try CommandLineRun.assay(arguments + options)
    #expect(codes.contains(run.code), "\(arguments[0]): \(run.code) \(run.error)")
    expectInert(run.output + run.error, arguments[0])
    guard isReport, run.code < 64 else { return }
    for (format, path) in outputs {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      expectInert(text, format)
      guard format != "json" else { continue }
      #expect(!text.contains("<script"), "\(format)")
      #expect(!text.contains("'\" onload") || format == "markdown", "\(format)")
    }
  }

  @Test("D1 columns, categories, units, labels and looks from data are inert in every output")
  func everywhere() throws {
    let (before, after) = (
      try log("before.csv", days: 1..<3, moved: false),
      try log("after.csv", days: 3..<5, moved: true)
    )
    let plain = try plan("plain.json", unit: false)
    let profile = folder.path("before.profile")
    try check(["profile", before, "--plan", plain, "-o", profile], codes: [0])
    try check(["profile", before, "--plan", plain, "-o", "-"], codes: [0])
    expectInert(try String(contentsOfFile: profile, encoding: .utf8), "profile")
    try check(["lint", plain, "--reference", profile], codes: [0, 78])
    try check(["explain", plain], codes: [0])
    try check(["drift", plain, "--reference", profile, "--current", after], codes: [20, 21])
    let unit = try plan("unit.json", unit: true)
    try check(["drift", unit, "--reference", before, "--current", after], codes: [10, 20, 21])
    try check(["drift", plain, "--current", after, "--window", "1d"], codes: [0, 10, 20, 21])
    let grouped = try plan("groups.json", unit: true, groups: ["column" + Self.attack])
    try check(["explain", grouped], codes: [0])
    try check(["drift", grouped, "--reference", before, "--current", after], codes: [10, 20, 21])
    try check(
      ["drift", grouped, "--reference", before, "--current", after, "--window", "1d"],
      codes: [10, 20, 21])
    let elsewhere = try plan("elsewhere.json", unit: false, groups: ["nowhere" + Self.attack])
    try check(["lint", elsewhere, "--reference", profile], codes: [0, 78])
    try check(["drift", elsewhere, "--reference", before, "--current", after], codes: [78])
    let state = folder.path("looks.state")
    let look = ["drift", plain, "--reference", profile, "--state", state, "--look"]
    try check(look + ["1" + Self.attack, "--current", after], codes: [10, 20, 21])
    expectInert(try String(contentsOfFile: state, encoding: .utf8), "state")
    // Refused, with both looks' names in the message.
    try check(look + ["2" + Self.attack, "--current", after], codes: [65])
    let damaged = try String(contentsOfFile: profile, encoding: .utf8)
      .replacing("column", with: "kolumn", maxReplacements: 1)
    let broken = try folder.file("broken.profile", damaged)
    try check(["drift", plain, "--reference", broken, "--current", after], codes: [65])
  }
}
