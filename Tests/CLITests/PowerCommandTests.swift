import AssayTestSupport
import Foundation
import Testing

struct PowerCommandTests {
  struct Document: Decodable {
    var sizes: [Int]
    var total: Int
    var effect, power: Double
    var days, designEffect: Double?
  }

  private func document(_ arguments: String...) throws -> Document {
    let run = try CommandLineRun.assay(["power"] + arguments + ["--json", "-"])
    #expect(run.code == 0, "\(arguments) \(run.error)")
    return try JSONDecoder().decode(Document.self, from: Data(run.output.utf8))
  }

  /// R prints power.t.test(delta = .5, power = .8): n 63.76576, and power.prop.test(p1 = .10,
  /// p2 = .12, power = .8): n 3840.847.
  @Test("Each of the three numbers follows from the other two, as R prints them")
  func threeQuestions() throws {
    let means = try document("t-test", "--effect", "0.5")
    #expect(means.sizes == [64, 64])
    // power.t.test(n = 64, delta = .5) prints 0.8014586.
    #expect(agree(means.power, 0.8014586, relative: 1e-7))
    let power = try document("t-test", "--effect", "2", "--sd", "4", "--sample-size", "64")
    #expect(power.power == means.power)
    let effect = try document("t-test", "--sample-size", "63.76576", "--sd", "4")
    #expect(agree(effect.effect, 2, relative: 1e-6))
    let shares = try document(
      "proportions", "--baseline", "0.1", "--effect", "0.02", "--per-day", "1000")
    #expect(shares.sizes == [3841, 3841])
    #expect(agree(try #require(shares.days), 7.682, relative: 1e-12))
  }

  @Test("Shares are written as shares or per cent, their differences also in points")
  func units() throws {
    let plain = try document(
      "proportions", "--baseline", "0.1", "--effect", "0.02", "--power", "0.9", "--significance",
      "0.01")
    let written = try document(
      "proportions", "--baseline", "10%", "--effect", "2pp", "--power", "90%", "--significance",
      "1%")
    // power.prop.test(p1 = .1, p2 = .12, power = .9, sig.level = .01) prints n = 7280.988.
    #expect(written.sizes == plain.sizes)
    #expect(written.sizes == [7281, 7281])
    let margin = try document("non-inferiority", "--baseline", "80%", "--margin", "5pp")
    #expect(
      try margin.sizes == document("non-inferiority", "--baseline", "0.8", "--margin", "0.05").sizes
    )
  }

  @Test("Days at a traffic are a size, and clusters cost rows")
  func trafficAndClusters() throws {
    let days = try document(
      "proportions", "--baseline", "0.1", "--per-day", "768.1694", "--days", "10")
    #expect(agree(days.effect, 0.02, relative: 1e-5))
    let uneven = try document(
      "t-test", "--effect", "0.5", "--allocation", "75/25", "--sample-size", "100")
    #expect(uneven.sizes == [100, 34])
    let clustered = try document(
      "proportions", "--baseline", "0.1", "--effect", "0.02", "--icc", "0.05", "--rows-per-unit",
      "30", "--size-variation", "0.65")
    // Eldridge et al. (2006): 3.08375 times the rows.
    #expect(clustered.designEffect == 3.08375)
    #expect(clustered.sizes[0] == Int((3840.847 * 3.08375).rounded(.up)))
  }

  @Test("Reports read as they were last approved")
  func transcripts() throws {
    let runs: [(String, [String])] = [
      (
        "proportions",
        [
          "proportions", "--baseline", "0.1", "--effect", "0.02", "--per-day", "1200",
          "--allocation", "90/10",
        ]
      ),
      (
        "non-inferiority",
        ["non-inferiority", "--baseline", "0.8", "--margin", "0.05", "--significance", "0.025"]
      ),
      ("equivalence", ["equivalence", "--sd", "1", "--sample-size", "70"]),
      ("anova", ["anova", "--groups", "3", "--effect", "0.25", "--sample-size", "40"]),
      ("sequential", ["sequential", "--effect", "0.2", "--per-day", "300"]),
      (
        "clusters",
        [
          "t-test", "--sd", "40", "--effect", "2", "--icc", "0.3", "--rows-per-unit", "4.5",
        ]
      ),
      ("mcnemar-json", ["mcnemar", "--discordant", "0.3", "--effect", "0.1", "--json", "-"]),
    ]
    for (name, arguments) in runs {
      let run = try CommandLineRun.assay(["power"] + arguments)
      #expect(run.code == 0, "\(name) \(run.error)")
      #expect(try run.output == golden("power/\(name).txt", for: run.output))
    }
  }

  @Test("What has no answer is told with the way to mend it")
  func refusals() throws {
    let cases: [(String, [String])] = [
      ("Give two of", ["t-test"]),
      ("Give two of", ["t-test", "--effect", "1", "--sample-size", "9", "--power", "0.8"]),
      ("needs --baseline", ["proportions", "--effect", "0.1"]),
      ("needs --margin", ["non-inferiority", "--sd", "1"]),
      ("needs --per-day", ["t-test", "--days", "3"]),
      ("both --icc and --rows-per-unit", ["t-test", "--effect", "1", "--icc", "0.1"]),
      ("takes no --groups", ["t-test", "--effect", "1", "--groups", "3"]),
      ("takes no --icc", ["ratio", "--sd", "1", "--effect", "1", "--icc", "0.1"]),
      ("a positive --sd", ["t-test", "--effect", "1", "--sd", "0"]),
      ("unitsPerDay", ["t-test", "--effect", "1", "--per-day", "0"]),
      ("2 to 1000 --groups", ["anova", "--effect", "1", "--groups", "1000000000"]),
      ("below 1e15", ["t-test", "--effect", "1", "--sample-size", "1e300"]),
      ("There is no such plan", ["t-test", "--effect", "nan"]),
      ("There is no such plan", ["t-test", "--effect", "1", "--allocation", "1/1e300"]),
      ("a share; write 10% or 0.1", ["proportions", "--baseline", "10pp", "--effect", "0.02"]),
      ("write 2pp or 0.02", ["proportions", "--baseline", "10%", "--effect", "2%"]),
      ("no difference of shares", ["t-test", "--effect", "2pp"]),
      ("without %", ["t-test", "--effect", "2%"]),
      ("--baseline", ["proportions", "--baseline", "tenth", "--effect", "0.02"]),
      ("effect is 0", ["t-test", "--effect", "0"]),
      ("a negative --effect", ["t-test", "--effect", "0.5", "--alternative", "less"]),
      ("a positive --effect", ["t-test", "--effect", "-0.5", "--alternative", "greater"]),
      ("--allocation", ["t-test", "--effect", "1", "--allocation", "90"]),
    ]
    for (words, arguments) in cases {
      let run = try CommandLineRun.assay(["power"] + arguments)
      #expect(run.code == 64, "\(arguments) \(run.error)")
      #expect(run.error.contains(words), "\(arguments) \(run.error)")
    }
  }
}
