import AssayTestSupport
import Foundation
import Testing

struct TestCommandTests {
  /// What R finds in `fixtures/logs/classical.csv`.
  struct Expected: Decodable {
    var statistic, pValue: Double?
    var estimate, lower, upper, standardError: Double?
  }

  struct Document: Decodable {
    struct Estimate: Decodable {
      struct Interval: Decodable { var lower, upper: Double? }
      var value: Double
      var interval: Interval?
    }
    struct Statistic: Decodable {
      var value: Double
      var monteCarloError: Double?
    }
    var estimate: Estimate
    var statistic: Statistic?
    var pValue: Double?
  }

  static let log = "fixtures/logs/classical.csv"

  /// Each reference with the command line after the test's name.
  static let runs: [(name: String, arguments: [String])] = {
    let byVariant = ["--value", "ms", "--by", "variant"]
    let byCountry = ["--value", "ms", "--by", "country"]
    let pairs = ["--value", "ms", "--with", "before"]
    // Few enough rows that every permutation is looked at.
    let few = ["--where", "size=3", "--where", "error=false"]
    let errors = ["--value", "error", "--by", "variant"]
    return [
      ("welch-t", byVariant), ("pooled-t", byVariant),
      (
        "welch-t greater",
        byVariant + ["--null", "1", "--alternative", "greater", "--level", "0.9"]
      ),
      ("welch-t unit", byVariant + ["--unit", "user"]),
      ("welch-t where", byVariant + ["--where", "country=DE"]), ("paired-t", pairs),
      ("one-sample-t", ["--value", "ms", "--null", "60"]),
      ("clustered-z", byVariant + ["--unit", "user"]),
      ("clustered-z shares", errors + ["--unit", "user"]), ("welch-anova", byCountry),
      ("mann-whitney", byVariant), ("signed-rank", pairs), ("kruskal-wallis", byCountry),
      ("brown-forsythe", byVariant), ("bartlett", byCountry), ("variance-ratio", byVariant),
      ("kolmogorov-smirnov", byVariant), ("two-proportion-z", errors), ("fisher", errors),
      ("binomial", ["--value", "error", "--null", "0.25"]),
      ("binomial less", ["--value", "error", "--null", "0.25", "--alternative", "less"]),
      ("mantel-haenszel", errors + ["--strata", "country"]),
      ("mcnemar-chi-square", ["--value", "retry", "--with", "error"]),
      ("chi-square", ["--value", "country", "--by", "variant"]),
      ("goodness-of-fit", ["--value", "country", "--weights", "2,1,1"]),
      ("pearson", ["--value", "before", "--with", "size"]),
      ("spearman", ["--value", "before", "--with", "size"]),
      ("kendall", ["--value", "before", "--with", "size"]),
      ("shapiro-wilk", ["--value", "ms"]), ("permutation", byVariant + few),
      ("permutation unit", byVariant + few + ["--unit", "user"]),
      ("sign-flip", pairs + few),
      ("auc", ["--value", "before", "--label", "retry", "--by", "variant"]),
      ("paired-auc", pairs + ["--label", "error"]),
    ]
  }()

  private func document(_ arguments: [String]) throws -> Document {
    let run = try CommandLineRun.assay(["test"] + arguments + ["--json", "-"])
    #expect(run.code == 0, "\(arguments) \(run.error)")
    return try JSONDecoder().decode(Document.self, from: Data(run.output.utf8))
  }

  @Test("A6 every test of a log agrees with R")
  func agreesWithR() throws {
    let reference = try ReferenceFile.load("test_command", as: [String: Expected].self)
    for (name, arguments) in Self.runs {
      let expected = try #require(reference[name])
      let test = String(try #require(name.split(separator: " ").first))
      let found = try document([test, Self.log] + arguments)
      let (statistic, pValue) = (
        try #require(expected.statistic), try #require(expected.pValue)
      )
      // Closed forms, but for what R finds by iteration: odds ratios to eps^¼ = 1.2e-4 of their
      // reciprocals, Kolmogorov's series to 1e-6.
      let tolerance =
        switch test {
        case "fisher": 1e-3
        case "kolmogorov-smirnov": 1e-6
        // Royston's polynomials, and R's single precision within them.
        case "shapiro-wilk": 1e-6
        default: 1e-9
        }
      #expect(agree(try #require(found.pValue), pValue, relative: tolerance), "\(name)")
      let foundStatistic = try #require(found.statistic).value
      if test == "kolmogorov-smirnov" {
        #expect(agree(found.estimate.value, statistic, relative: tolerance), "\(name)")
      } else {
        // R gives rank tests no signed z; its sign is that of the estimate.
        let isRank = ["mann-whitney", "signed-rank"].contains(test)
        #expect(
          agree(
            isRank ? abs(foundStatistic) : foundStatistic,
            isRank ? abs(statistic) : statistic, relative: tolerance), "\(name)")
      }
      if let estimate = expected.estimate {
        #expect(agree(found.estimate.value, estimate, relative: tolerance), "\(name)")
      }
      for (bound, side) in [
        (expected.lower, found.estimate.interval?.lower),
        (expected.upper, found.estimate.interval?.upper),
      ] {
        guard let bound else { continue }
        #expect(agree(try #require(side), bound, relative: tolerance), "\(name)")
      }
    }
  }

  @Test("Permutations drawn at random give the p-value of all of them, within their error")
  func sampledPermutations() throws {
    let reference = try ReferenceFile.load("test_command", as: [String: Expected].self)
    let byVariant = ["--value", "ms", "--by", "variant"]
    for (test, arguments) in [
      ("permutation", byVariant), ("sign-flip", ["--value", "ms", "--with", "before"]),
    ] {
      let expected = try #require(reference["\(test) sampled"])
      func found(_ more: String...) throws -> Document {
        try document([test, Self.log] + arguments + ["--where", "size=3"] + more)
      }
      let first = try found("--replicates", "20000", "--seed", "3")
      #expect(agree(first.estimate.value, try #require(expected.statistic), relative: 1e-9))
      let error = try #require(first.statistic?.monteCarloError)
      // Two tails of a share that 20,000 draws know to 0.0035 at most; four of these are exceeded
      // by one seed in 16,000.
      #expect(error < 0.0071)
      #expect(abs((try #require(first.pValue)) - (try #require(expected.pValue))) < 4 * error)
      #expect(try found("--replicates", "20000", "--seed", "3").pValue == first.pValue)
      #expect(try found("--replicates", "20000", "--seed", "4").pValue != first.pValue)
    }
  }

  @Test("Bootstrap intervals are those of R's boot, within the error of both's resamples")
  func bootstrapIntervals() throws {
    let reference = try ReferenceFile.load("test_command", as: [String: Expected].self)
    for test in ["bootstrap", "bootstrap-median"] {
      let expected = try #require(reference[test])
      let found = try document([test, Self.log, "--value", "ms", "--by", "variant"])
      #expect(agree(found.estimate.value, try #require(expected.estimate), relative: 1e-12))
      #expect(found.pValue == nil)
      let interval = try #require(found.estimate.interval)
      // A 2.5 % quantile of 9,999 normal replicates errs by 0.027 standard errors, of 40,000 by
      // 0.013: 0.03 together, and four of that, more for medians, whose replicates are lumpy.
      let room = (test == "bootstrap" ? 0.12 : 0.3) * (try #require(expected.standardError))
      #expect(abs(try #require(interval.lower) - (try #require(expected.lower))) < room)
      #expect(abs(try #require(interval.upper) - (try #require(expected.upper))) < room)
      let oneSided = try document([
        test, Self.log, "--value", "ms", "--by", "variant", "--alternative", "greater", "--level",
        "0.975",
      ])
      #expect(oneSided.estimate.interval?.upper == nil)
      #expect(
        agree(
          try #require(oneSided.estimate.interval?.lower), try #require(interval.lower),
          relative: 1e-9))
    }
  }

  @Test("A null falls where a bootstrap interval excludes it")
  func bootstrapNull() throws {
    // Of the means R's interval is -2.57 to 4.49.
    for (null, words) in [("4", "the null stands"), ("5", "the null falls")] {
      let run = try CommandLineRun.assay([
        "test", "bootstrap", Self.log, "--value", "ms", "--by", "variant", "--null", null,
      ])
      #expect(run.output.contains(words))
    }
  }

  @Test("Whole units move, and areas of dependent rows know it")
  func unitsOfScores() throws {
    let arguments = ["auc", Self.log, "--value", "before", "--label", "retry", "--by", "variant"]
    let (rows, units) = (try document(arguments), try document(arguments + ["--unit", "user"]))
    #expect(rows.estimate.value == units.estimate.value)
    #expect(rows.pValue != units.pValue)
  }

  /// Seconds that 22 players take round first base in three ways, of Hollander & Wolfe (1973).
  static let roundingTimes = [
    [5.40, 5.50, 5.55], [5.85, 5.70, 5.75], [5.20, 5.60, 5.50], [5.55, 5.50, 5.40],
    [5.90, 5.85, 5.70], [5.45, 5.55, 5.60], [5.40, 5.40, 5.35], [5.45, 5.50, 5.35],
    [5.25, 5.15, 5.00], [5.85, 5.80, 5.70], [5.25, 5.20, 5.10], [5.65, 5.55, 5.45],
    [5.60, 5.35, 5.45], [5.05, 5.00, 4.95], [5.50, 5.50, 5.40], [5.45, 5.55, 5.50],
    [5.55, 5.55, 5.35], [5.45, 5.50, 5.55], [5.50, 5.45, 5.25], [5.65, 5.60, 5.40],
    [5.70, 5.65, 5.55], [6.30, 6.30, 6.25],
  ]

  @Test("Blocks by a column are those of R's friedman.test")
  func blocks() throws {
    let rows = Self.roundingTimes.enumerated().flatMap { player, times in
      zip(["round", "narrow", "wide"], times).map { "\(player),\($0),\($1)\n" }
    }
    // A block that one group is not in is left out.
    let folder = TemporaryFolder()
    let log = try folder.file(
      "times.csv", "player,way,seconds\n\(rows.joined())99,wide,5.1\n")
    let found = try document([
      "friedman", log, "--value", "seconds", "--by", "way", "--pair", "player",
    ])
    // ?friedman.test prints 11.143 and 0.003805.
    #expect(agree(try #require(found.statistic).value, 11.14285714285714, relative: 1e-12))
    #expect(agree(try #require(found.pValue), 0.003805040775511363, relative: 1e-12))
  }

  @Test("Counts, summaries and tables give what published examples give")
  func aggregates() throws {
    // R's sleep data, t.test(extra ~ group), by its groups' sizes, means and deviations.
    let sleep = try document([
      "welch-t", "--summary", "10,0.75,1.78901", "10,2.33,2.002249",
    ])
    // As printed, with the deviations rounded to seven digits.
    #expect(agree(try #require(sleep.pValue), 0.07939414, relative: 1e-5))
    #expect(agree(try #require(sleep.statistic).value, 1.8608135, relative: 1e-5))
    // Newcombe (1998): 56/70 against 48/80; Miettinen & Nurminen's interval of the difference.
    let counts = try document(["two-proportion-z", "--counts", "48/80", "56/70"])
    let interval = try #require(counts.estimate.interval)
    #expect(agree(try #require(interval.lower), 0.052830, relative: 1e-4))
    #expect(agree(try #require(interval.upper), 0.338173, relative: 1e-4))
    // Fisher's tea: fisher.test(matrix(c(3, 1, 1, 3), 2)) prints p-value = 0.4857.
    let tea = try document(["fisher", "--table", "1,3/3,1"])
    #expect(agree(try #require(tea.pValue), 0.485714, relative: 1e-5))
    // Agresti (1990): approval ratings, mcnemar.test prints 34.712 with correction, 35.1... without.
    let table = try document(["chi-square", "--table", "762,327,468/484,239,477"])
    #expect(agree(try #require(table.statistic).value, 30.070149095755, relative: 1e-9))
  }

  @Test("Reports read as they were last approved")
  func transcripts() throws {
    let runs: [(String, [String])] = [
      (
        "welch-t",
        ["welch-t", Self.log, "--value", "ms", "--by", "variant", "--unit", "user"]
      ),
      (
        "control",
        [
          "pooled-t", Self.log, "--value", "ms", "--by", "variant", "--control", "treatment",
          "--alternative", "less",
        ]
      ),
      ("two-proportion-z", ["two-proportion-z", "--counts", "3/40", "1/50"]),
      ("chi-square", ["chi-square", Self.log, "--value", "country", "--by", "variant"]),
      ("kruskal-wallis", ["kruskal-wallis", Self.log, "--value", "size", "--by", "country"]),
      ("equivalence", ["equivalence-z", "--counts", "400/500", "395/500", "--margin", "0.06"]),
      (
        "paired-auc",
        ["paired-auc", Self.log, "--value", "ms", "--with", "before", "--label", "error"]
      ),
      (
        "permutation",
        ["permutation", Self.log, "--value", "ms", "--by", "variant", "--replicates", "999"]
      ),
      (
        "bootstrap",
        ["bootstrap", Self.log, "--value", "ms", "--by", "variant", "--unit", "user"]
      ),
      ("list", ["--list"]),
      ("mcnemar-json", ["mcnemar", "--table", "5,2/2,7", "--json", "-"]),
    ]
    for (name, arguments) in runs {
      let run = try CommandLineRun.assay(["test"] + arguments)
      #expect(run.code == 0, "\(name) \(run.error)")
      #expect(try run.output == golden("test/\(name).txt", for: run.output))
    }
  }

  @Test("Threads do not show in a test of raw values")
  func determinism() throws {
    let arguments = ["test", "clustered-z", Self.log, "--value", "ms", "--by", "variant", "--unit"]
    let runs = try ["1", "2", "7"].map { threads in
      try CommandLineRun.assay(arguments + ["user", "--threads", threads, "--json", "-"])
    }
    #expect(runs.allSatisfy { $0.code == 0 && $0.output == runs[0].output })
  }

  @Test("What a test cannot do is told with the way to mend it")
  func refusals() throws {
    let folder = TemporaryFolder()
    let constant = try folder.file("constant.csv", "g,y\na,1\na,1\nb,1\nb,1\n")
    let text = try folder.file("text.csv", "g,y\na,1\na,many\nb,1\nb,2\n")
    let both = try folder.file("both.csv", "g,u,y\na,1,1\na,2,4\nb,1,1\nb,3,2\n")
    let values = ["--value", "y", "--by", "g"]
    let cases: [(code: Int32, words: String, arguments: [String])] = [
      (64, "assay test --list", []), (64, "There is no test 'nonsense'", ["nonsense"]),
      (64, "--value", ["welch-t", Self.log]),
      (64, "needs --by", ["welch-t", Self.log, "--value", "ms"]),
      (
        64, "clustered-z",
        ["fisher", Self.log, "--value", "error", "--by", "variant", "--unit", "user"]
      ),
      (64, "one alternative", ["anova", constant] + values + ["--alternative", "less"]),
      (64, "needs a positive --margin", ["equivalence-t", constant] + values),
      (64, "takes no --margin", ["welch-t", constant] + values + ["--margin", "1"]),
      (64, "there is no group 'c'", ["welch-t", constant] + values + ["--control", "c"]),
      (64, "nullProportion", ["binomial", "--counts", "1/4", "--null", "2"]),
      (64, "--table", ["chi-square", "--table", "9223372036854775807,1/1,1"]),
      (64, "--counts", ["fisher", "--counts", "3/2", "1/4"]),
      (64, "mann-whitney takes numbers", ["mann-whitney", "--summary", "3,1,1", "3,2,1"]),
      (64, "takes no --seed", ["welch-t", constant, "--seed", "2"] + values),
      (64, "takes no --label", ["welch-t", constant, "--label", "g"] + values),
      (64, "needs --label", ["auc", constant] + values),
      (64, "needs --pair", ["friedman", constant] + values),
      (64, "--replicates 5", ["permutation", constant, "--replicates", "5"] + values),
      (65, "do not vary", ["welch-t", constant] + values),
      (65, "line 3 in column 'y': 'many'", ["welch-t", text] + values),
      (65, "more than one group, for instance '1'", ["welch-t", both] + values + ["--unit", "u"]),
      (65, "there are 3", ["welch-t", Self.log, "--value", "ms", "--by", "country"]),
      (66, "no such file", ["welch-t", "nowhere.csv"] + values),
      (78, "no column 'z'", ["welch-t", constant, "--value", "z", "--by", "g"]),
    ]
    for (code, words, arguments) in cases {
      let run = try CommandLineRun.assay(["test"] + arguments)
      #expect(run.code == code, "\(arguments) \(run.error)")
      #expect(run.error.contains(words), "\(arguments) \(run.error)")
      #expect(run.output.isEmpty)
    }
  }

  @Test("Conditions leave rows out")
  func conditions() throws {
    let base = ["one-sample-t", Self.log, "--value", "ms"]
    struct Rows: Decodable {
      struct Source: Decodable {
        struct Counts: Decodable { var used: Int }
        var rows: Counts
      }
      var source: Source
    }
    func used(_ conditions: String...) throws -> Int {
      let run = try CommandLineRun.assay(
        ["test"] + base + conditions.flatMap { ["--where", $0] } + ["--json", "-"])
      return try JSONDecoder().decode(Rows.self, from: Data(run.output.utf8)).source.rows.used
    }
    let all = try used()
    #expect(try used("country=DE") + used("country!=DE") == all)
    #expect(try used("size<5") + used("size>=5") == all)
    #expect(try used("size<=4", "size>3") == used("size=4"))
    for wrong in ["country", "=DE", "size<many"] {
      #expect(try CommandLineRun.assay(["test"] + base + ["--where", wrong]).code == 64)
    }
  }

  @Test("Pairs by a column are those of two columns")
  func pairs() throws {
    let folder = TemporaryFolder()
    let long = try folder.file(
      "long.csv", "id,when,y\n1,after,5\n2,before,3\n1,before,2\n2,after,9\n3,after,7\n3,before,6\n"
    )
    let wide = try folder.file("wide.csv", "before,after\n2,5\n3,9\n6,7\n")
    let byPair = try document([
      "paired-t", long, "--value", "y", "--by", "when", "--pair", "id", "--control", "before",
    ])
    let byColumn = try document(["paired-t", wide, "--value", "after", "--with", "before"])
    #expect(byPair.pValue == byColumn.pValue)
    #expect(byPair.estimate.value == byColumn.estimate.value)
  }
}
