import AssayTestSupport
import Foundation
import Testing

struct DriftScheduleTests {
  private let folder = TemporaryFolder()

  private func log(_ name: String, rows: Int, from start: Int, step: Int = 37) throws -> String {
    let values = (0..<rows).map { "\(start + $0 * step % 100),k\($0 % 5)" }
    return try folder.file(name, "score,kind\n" + values.joined(separator: "\n") + "\n")
  }

  @Test("D2 profiles stand for logs, merge, and pass through pipes")
  func profiles() throws {
    let (first, second) = (
      try log("1.csv", rows: 4_000, from: 0), try log("2.csv", rows: 4_000, from: 0)
    )
    let moved = try log("3.csv", rows: 4_000, from: 60)
    let profile = folder.path("all.profile")
    for (path, output) in [(first, "1.profile"), (second, "2.profile")] {
      let run = try CommandLineRun.assay("profile", path, "-o", folder.path(output))
      #expect(run.code == 0, "\(run.error)")
      #expect(run.output.contains("few different") || run.output.contains("many different numbers"))
    }
    let merged = try CommandLineRun.assay(
      "merge", folder.path("1.profile"), folder.path("2.profile"), "-o", profile)
    #expect(merged.code == 0, "\(merged.error)")
    #expect(merged.output.contains("8,000 rows"))
    let whole = try CommandLineRun.assay("profile", first, second, "-o", "-", "--quiet")
    #expect(try whole.output == String(contentsOfFile: profile, encoding: .utf8))
    let same = try CommandLineRun.assay("drift", "--reference", profile, "--current", first)
    #expect(same.code == 0, "\(same.output)")
    let drift = try CommandLineRun.assay("drift", "--reference", profile, "--current", moved)
    #expect(drift.code == 20)
    let piped = try CommandLineRun.assay(
      ["drift", "--reference", first, "--current", "-"], input: Data(whole.output.utf8))
    #expect(piped.code == 0, "\(piped.error)")
    let text = try String(contentsOfFile: moved, encoding: .utf8)
    let rows = try CommandLineRun.assay(
      ["drift", "--reference", profile, "--current", "-"], input: Data(text.utf8))
    #expect(rows.code == 20)
  }

  @Test("D2 a profile that is damaged, of a later version or read otherwise ends with its cause")
  func badProfiles() throws {
    let log = try log("1.csv", rows: 500, from: 0)
    let good = try CommandLineRun.assay("profile", log, "-o", "-", "-q").output
    let broken = try folder.file("broken.profile", String(good.prefix(good.count / 2)))
    let later = try folder.file(
      "later.profile", good.replacing("\"assayProfile\":2", with: "\"assayProfile\":7"))
    for path in [broken, later] {
      let run = try CommandLineRun.assay("drift", "--reference", path, "--current", log)
      #expect(run.code == 65)
      #expect(run.error.contains("profile"))
      #expect(run.output.isEmpty)
    }
    #expect(try CommandLineRun.assay("merge", log, "-o", folder.path("no.profile")).code == 65)
    #expect(try CommandLineRun.assay("merge", "nowhere", "-o", folder.path("no")).code == 66)
    let plan = try folder.file(
      "plan.yaml", "name: d\nstrategy: drift\nlog: {missing: [k1]}\n")
    let profile = try folder.file("good.profile", good)
    let other = try CommandLineRun.assay(
      "drift", plan, "--reference", profile, "--current", log)
    #expect(other.code == 78)
    let damaged = try CommandLineRun.assay(
      "profile", "fixtures/logs/malformed/truncated.csv.gz", "-o", folder.path("half.profile"))
    #expect(damaged.code == 65)
    #expect(!FileManager.default.fileExists(atPath: folder.path("half.profile")))
  }

  @Test("D1 looks are kept in a state, count once, and begin anew after an alarm")
  func looks() throws {
    let reference = try log("reference.csv", rows: 5_000, from: 0)
    let same = try log("same.csv", rows: 5_000, from: 0, step: 39)
    let moved = try log("moved.csv", rows: 5_000, from: 60)
    let state = folder.path("daily.state")
    func look(_ name: String, _ current: String) throws -> CommandLineRun {
      try CommandLineRun.assay(
        "drift", "--reference", reference, "--current", current, "--state", state, "--look", name)
    }
    let first = try look("2026-03-01", same)
    #expect(first.code == 0, "\(first.output)\(first.error)")
    #expect(first.output.contains("1 look so far, 0 alarms"))
    let kept = try String(contentsOfFile: state, encoding: .utf8)
    let again = try look("2026-03-01", same)
    #expect(again.code == 0)
    #expect(again.output.contains("This look was taken before"))
    #expect(try String(contentsOfFile: state, encoding: .utf8) == kept)
    #expect(try look("2026-03-01", moved).code == 65)
    #expect(try String(contentsOfFile: state, encoding: .utf8) == kept)
    let alarm = try look("2026-03-02", moved)
    #expect(alarm.code == 20, "\(alarm.output)")
    #expect(try look("2026-03-02", moved).code == 20)
    let copy = try log("copy.csv", rows: 5_000, from: 0, step: 39)
    let twice = try look("2026-03-03", copy)
    #expect(twice.code == 65, "\(twice.output)")
    #expect(twice.error.contains("are those of the look \"2026-03-01\""), "\(twice.error)")
    let piped = try CommandLineRun.assay(
      [
        "drift", "--reference", reference, "--current", "-", "--state", state, "--look",
        "2026-03-03",
      ],
      input: Data(try String(contentsOfFile: same, encoding: .utf8).utf8))
    #expect(piped.code == 65, "\(piped.output)")
    let other = try log("other.csv", rows: 4_900, from: 0, step: 39)
    #expect(try look("2026-03-03", other).code == 0)
    let otherReference = try CommandLineRun.assay(
      "drift", "--reference", moved, "--current", same, "--state", state, "--look", "4")
    #expect(otherReference.code == 78)
    try Data("{}".utf8).write(to: URL(filePath: state))
    #expect(try look("2026-03-04", same).code == 65)
  }

  @Test("D1 of two runs at once the second ends with 75 and changes nothing")
  func lock() throws {
    let reference = try log("reference.csv", rows: 500, from: 0)
    let state = folder.path("locked.state")
    let holder = open("\(state).lock", O_RDWR | O_CREAT, 0o666)
    #expect(flock(holder, LOCK_EX | LOCK_NB) == 0)
    let arguments = [
      "drift", "--reference", reference, "--current", reference, "--state", state, "--look", "1",
    ]
    let second = try CommandLineRun.assay(arguments)
    #expect(second.code == 75)
    #expect(!FileManager.default.fileExists(atPath: state))
    close(holder)
    #expect(try CommandLineRun.assay(arguments).code != 75)
    #expect(FileManager.default.fileExists(atPath: state))
  }

  /// Two days of rows, one each minute.
  private func days(_ name: String, _ days: ClosedRange<Int>, movedFrom: Int = 99) throws -> String
  {
    var text = "t,score\n"
    for day in days {
      for minute in 0..<1440 {
        let value = (minute * 37 % 100) + (day >= movedFrom ? 60 : 0)
        let hour = minute / 60
        let clock = "\(hour < 10 ? "0" : "")\(hour):\(minute % 60 < 10 ? "0" : "")\(minute % 60)"
        text += "2026-03-\(day < 10 ? "0" : "")\(day)T\(clock):00Z,\(value)\n"
      }
    }
    return try folder.file(name, text)
  }

  @Test("D4 windows over one log: 20 from the day that drifted on, with its trend")
  func windows() throws {
    let log = try days("log.csv", 1...8, movedFrom: 6)
    let run = try CommandLineRun.assay(
      "drift", "--current", log, "--time", "t", "--window", "1d", "--json", folder.path("r.json"))
    #expect(run.code == 20, "\(run.output)\(run.error)")
    #expect(run.output.contains("which began about 2026-03-06 00:00 UTC"))
    let json = try String(contentsOfFile: folder.path("r.json"), encoding: .utf8)
    #expect(json.contains("\"changeBegan\": \"2026-03-06T00:00:00Z\""))
    #expect(json.contains("\"reference\": \"firstWindow\""))
    let steady = try CommandLineRun.assay(
      "drift", "--current", try days("steady.csv", 1...5), "--time", "t", "--window", "1d")
    #expect(steady.code == 0, "\(steady.output)")
    let noTime = try CommandLineRun.assay("drift", "--current", log, "--window", "1d")
    #expect(noTime.code == 78)
    #expect(try CommandLineRun.assay("drift", "--current", log).code == 64)
    #expect(
      try CommandLineRun.assay("drift", "--current", log, "--window", "1d", "--textbook").code == 64
    )
  }

  @Test("D4 a run that was missed is caught up with, window by window")
  func catchUp() throws {
    let reference = try days("reference.csv", 1...2)
    let state = folder.path("windows.state")
    func run(_ current: String) throws -> CommandLineRun {
      try CommandLineRun.assay(
        "drift", "--reference", reference, "--current", current, "--time", "t", "--window", "1d",
        "--state", state)
    }
    // The last day is not over: its last row is before its end.
    let three = try run(try days("3-5.csv", 3...5))
    #expect(three.code == 0, "\(three.output)\(three.error)")
    #expect(three.output.contains("caught up with 2 looks"))
    let again = try run(try days("3-5 again.csv", 3...5))
    #expect(again.output.contains("This look was taken before"))
    let later = try run(try days("4-8.csv", 4...8, movedFrom: 7))
    #expect(later.code == 20, "\(later.output)")
    #expect(later.output.contains("caught up with 3 looks"))
    #expect(later.output.contains("5 looks so far, 1 alarm"))
    let none = try run(try days("9.csv", 9...9))
    #expect(none.code == 78)
  }

  @Test("D2 units count with logs, profiles and looks; quality is refused where it is not judged")
  func refused() throws {
    let log = try log("1.csv", rows: 600, from: 0)
    let profile = folder.path("1.profile")
    #expect(try CommandLineRun.assay("profile", log, "-o", profile, "-q").code == 0)
    let unit = try folder.file("unit.yaml", "name: u\nstrategy: drift\nlog: {unit: kind}\n")
    let quality = try folder.file(
      "quality.yaml",
      "name: q\nstrategy: drift\nlog: {prediction: kind, label: kind}\ndrift: {quality: 2pp}\n")
    let looks = try CommandLineRun.assay(
      "drift", quality, "--reference", log, "--current", log, "--state", folder.path("s"))
    #expect(looks.code == 78, "\(looks.error)")
    #expect(looks.error.contains("drift.quality"))
    // A profile that counted rows as independent cannot tell how alike those of a unit are.
    let profiles = try CommandLineRun.assay(
      "drift", unit, "--reference", profile, "--current", log)
    #expect(profiles.code == 78)
    #expect(profiles.error.contains("the unit must be those of the plan"))
    let logs = try CommandLineRun.assay("drift", unit, "--reference", log, "--current", log)
    // Five units of 120 rows each are as good as five rows.
    #expect(logs.code == 10, "\(logs.output)")
    #expect(logs.output.contains("count as one"))
    #expect(
      try CommandLineRun.assay("profile", "--plan", unit, log, "-o", profile, "-q").code == 0)
    let alike = try CommandLineRun.assay(
      "drift", unit, "--reference", profile, "--current", profile)
    #expect(alike.code == 10, "\(alike.output)")
    #expect(alike.output.contains("up to 120 of them count as one"))
    let state = try CommandLineRun.assay(
      "drift", unit, "--reference", profile, "--current", log, "--state", folder.path("u"))
    #expect(state.code == 10, "\(state.error)")
    #expect(state.output.contains("come back in later looks"))
    let twice = try CommandLineRun.assay("merge", profile, profile, "-o", folder.path("2.profile"))
    #expect(twice.output.contains("up to 240 rows count as one, at most"), "\(twice.output)")
    // The same rows twice are of the same units, whatever their file is called.
    let copy = folder.path("copy.profile")
    try FileManager.default.copyItem(atPath: profile, toPath: copy)
    let same = try CommandLineRun.assay(
      "merge", "--disjoint-units", profile, copy, "-o", folder.path("3.profile"))
    #expect(same.code == 65)
    #expect(same.error.contains("\(copy): the profile is that of \(profile)"), "\(same.error)")
    let other = folder.path("other.profile")
    #expect(
      try CommandLineRun.assay(
        "profile", "--plan", unit, try self.log("2.csv", rows: 600, from: 600), "-o", other, "-q"
      ).code == 0)
    let apart = try CommandLineRun.assay(
      "merge", "--disjoint-units", profile, other, "-o", folder.path("3.profile"))
    #expect(apart.output.contains("up to 120 rows count as one, from"), "\(apart.output)")
    let judged = try CommandLineRun.assay("drift", quality, "--reference", log, "--current", log)
    #expect(judged.output.contains("no harm: accuracy went from 100.00%"), "\(judged.output)")
  }
  @Test("D2 labels in a file of their own: quality by month and by group, as text and as a page")
  func labels() throws {
    let logs = "fixtures/logs/drift"
    let page = folder.path("page.html")
    let classes = try CommandLineRun.assay(
      "drift", "fixtures/plans/drift-quality-classes.yaml", "--reference", "\(logs)/reference.csv",
      "--current", "\(logs)/current.csv", "--html", page)
    #expect(
      classes.output.contains("2,700 of 3,000 rows have one"), "\(classes.output)\(classes.error)")
    #expect(classes.output.contains("Quality by window"))
    #expect(try String(contentsOfFile: page, encoding: .utf8).contains("accuracy by window"))
    let prices = try CommandLineRun.assay(
      "drift", "fixtures/plans/drift-quality.yaml", "--reference", "\(logs)/reference.csv",
      "--current", "\(logs)/current.csv", "--labels", "\(logs)/labels.csv")
    #expect(prices.code == 21, "\(prices.output)\(prices.error)")
    #expect(prices.output.contains("country = SE"))
    #expect(prices.output.contains("predictions became worse"))
    let explained = try CommandLineRun.assay("explain", "fixtures/plans/drift-quality.yaml")
    #expect(explained.output.contains("risen by more than 10% of the reference's"))
    let noPlan = try CommandLineRun.assay(
      "drift", "--reference", "\(logs)/reference.csv", "--current", "\(logs)/current.csv",
      "--labels", "\(logs)/labels.csv")
    #expect(noPlan.code == 64)
    let looks = try CommandLineRun.assay(
      "drift", "fixtures/plans/drift-quality.yaml", "--reference", "\(logs)/reference.csv",
      "--current", "\(logs)/current.csv", "--state", folder.path("l"))
    #expect(looks.code == 78)
    // Another log than the one that the labels belong to has none of them.
    let without = try CommandLineRun.assay(
      "drift", "fixtures/plans/drift-quality-classes.yaml", "--reference", "\(logs)/reference.csv",
      "--current", "\(logs)/current.csv", "--labels", "nowhere.csv")
    #expect(without.code == 66)
  }
}
