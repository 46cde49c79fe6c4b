import Testing

@testable import Judge

@Suite struct PlanValueTests {
  @Test(
    "Lengths of time in short and ISO 8601 form",
    arguments: [
      ("7d", 604_800.0), ("24h", 86_400), ("90m", 5400), ("30s", 30), ("2w", 1_209_600),
      ("1.5h", 5400), ("P7D", 604_800), ("PT1H", 3600), ("P1DT12H", 129_600), ("P2W", 1_209_600),
      ("PT0.5S", 0.5), ("0d", 0),
    ])
  func spans(text: String, seconds: Double) {
    #expect(TimeSpan(text)?.seconds == seconds)
  }

  @Test(
    "Texts that are no length of time",
    arguments: [
      "7", "d", "-1d", "P1M", "P1Y", "P", "PT", "P1H", "PT1D", "7 days", "1d12h", "P1D1D", "",
      "1e3s", "Pd", "P.D", "٣d",
    ])
  func notSpans(text: String) {
    #expect(TimeSpan(text) == nil)
  }

  @Test("Spans in words")
  func words() {
    #expect(TimeSpan(seconds: 604_800).words == "7 days")
    #expect(TimeSpan(seconds: 86_400).words == "1 day")
    #expect(TimeSpan(seconds: 5400).words == "90 minutes")
    #expect(TimeSpan(seconds: 0.5).words == "0.5 seconds")
  }

  /// The unit, the direction and the purpose decide what a text means.
  @Test("X4 20%, 2pp, 20ms and 1.5x mean one thing each")
  func thresholds() throws {
    func value(
      _ text: String, _ kind: MetricPlan.Kind, _ better: MetricPlan.Direction,
      _ purpose: Threshold.Context.Purpose = .deterioration,
      in unit: Threshold.TimeUnit = .milliseconds
    ) throws -> Threshold {
      try Threshold(
        text, .init(kind: kind, better: better, purpose: purpose, timeUnit: unit))
    }
    #expect(try value("20%", .mean, .lower) == .init(value: 0.2, unit: .relative, text: "20%"))
    #expect(try value("2pp", .rate, .lower) == .init(value: 0.02, unit: .absolute, text: "2pp"))
    #expect(try value("20ms", .mean, .lower).value == 20)
    #expect(try value("0.02s", .mean, .lower).value == 20)
    #expect(try value("20ms", .mean, .lower, in: .seconds).value == 0.02)
    #expect(try value("500us", .quantile, .lower).value == 0.5)
    #expect(try value("1.5x", .mean, .lower) == .init(value: 0.5, unit: .relative, text: "1.5x"))
    // 1 − 0.8 is one unit in the last place above 0.2.
    #expect(abs(try value("0.8x", .mean, .higher).value - 0.2) < 1e-15)
    #expect(try value("1.5x", .mean, .higher, .improvement).value == 0.5)
    #expect(try value("3 abs", .ratio, .higher) == .init(value: 3, unit: .absolute, text: "3 abs"))
    #expect(try value("0", .mean, .lower) == .zero)
    #expect(throws: Threshold.Misreading.self) { try value("0.8x", .mean, .lower) }
    #expect(throws: Threshold.Misreading.self) { try value("1.2x", .mean, .higher) }
    #expect(throws: Threshold.Misreading.self) { try value("0.8x", .mean, .higher, .improvement) }
    #expect(throws: Threshold.Misreading.self) { try value("100%", .mean, .higher) }
    #expect(throws: Threshold.Misreading.self) { try value("120pp", .rate, .lower) }
    #expect(throws: Threshold.Misreading.self) { try value("20ms", .rate, .lower) }
  }

  @Test("Thresholds in different units are compared through the baseline")
  func comparison() {
    let share = Threshold(value: 0.2, unit: .relative, text: "20%")
    let points = Threshold(value: 0.01, unit: .absolute, text: "1pp")
    #expect(share.exceeds(points, baseline: nil) == nil)
    #expect(share.exceeds(points, baseline: 0.1) == true)
    #expect(share.exceeds(points, baseline: 0.01) == false)
    #expect(points.exceeds(.zero, baseline: nil) == true)
    #expect(share.exceeds(share, baseline: nil) == false)
  }

  /// Distances by hand, the last one the textbook pair of Wagner and Fischer with one swap.
  @Test(
    "Spelling distance counts insertions, deletions, substitutions and swaps",
    arguments: [
      ("", "", 0), ("a", "", 1), ("margin", "magrin", 1), ("kitten", "sitting", 3),
      ("minimum_improvment", "minimum_improvement", 1), ("ca", "abc", 3),
    ])
  func distance(left: String, right: String, expected: Int) {
    #expect(Spelling.distance(Array(left), Array(right)) == expected)
    #expect(Spelling.distance(Array(right), Array(left)) == expected)
  }

  @Test("Only near words are suggested")
  func suggestions() {
    #expect(Spelling.nearest(to: "magrin", in: ["harm", "margin"]) == "margin")
    #expect(Spelling.nearest(to: "Margin", in: ["harm", "margin"]) == "margin")
    #expect(Spelling.nearest(to: "colour", in: ["harm", "margin"]) == nil)
  }
}
