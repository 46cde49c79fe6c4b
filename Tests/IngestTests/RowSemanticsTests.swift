import Summaries
import Testing

@testable import Ingest

/// What becomes of rows, one rule a test.
struct RowSemanticsTests {
  private let sum = [UnitPair(.sum(measure: 0), .one)]

  @Test func filtersAndPeriodsAreCounted() throws {
    let log = try TemporaryLog(
      "t,model,ms\n10,a,1\n20,b,2\n30,a,x\n30,b,x\n40,a,8\n50,,16\n")
    var wanted = plan(time: "t", measures: [Measure(.number(column: "ms"))], pairs: sum)
    wanted.sources[0].filter = [Condition("model", .isNoneOf(["b"]))]
    wanted.sources[0].since = Timestamp(seconds: 20)
    wanted.sources[0].until = Timestamp(seconds: 50)
    let rows = try log.scan(wanted).rows
    // A filtered row is never an error; a missing text is none of any texts, but not present.
    #expect(rows.read == 6)
    #expect(rows.filtered == 3)
    #expect(rows.outsidePeriod == 1)
    #expect(rows.failed == 1)
    #expect(rows.used == 1)
  }

  @Test(
    arguments: [
      (Condition.Test.isMissing, [1, 4]), (.isPresent, [0, 2, 3]), (.isTrue, [0, 2]),
      (.isOneOf(["1", "x"]), [0, 3]), (.isNoneOf(["x"]), [0, 2]),
      (.number(.atLeast, 1), [0]), (.number(.lessThan, 1), []),
    ] as [(Condition.Test, [Int])])
  func conditionsHoldWhereTheySay(_ test: Condition.Test, _ rows: [Int]) throws {
    let log = try TemporaryLog("c,row\n1,0\nNA,1\nYes,2\nx,3\n,4\n")
    var wanted = plan(measures: [Measure(.number(column: "row"))], pairs: sum)
    wanted.sources[0].filter = [Condition("c", test)]
    wanted.distributions = [ScanPlan.Distribution(column: "row")]
    let summary = try log.scan(wanted)
    let found = summary.cells.first?.distributions[0].histogram.cells.map { Int($0.lower) } ?? []
    #expect(found == rows)
    #expect(summary.errors.total == 0)
  }

  @Test func weightsCountRowsSeveralTimes() throws {
    let log = try TemporaryLog("ms,n\n1,3\n5,1\n7,0\n9,-1\n9,1.5\n9,\n9,x\n")
    var wanted = plan(
      weight: "n", measures: [Measure(.number(column: "ms"))], pairs: sum,
      distributions: [ScanPlan.Distribution(column: "ms")])
    let cell = try #require(try log.scan(wanted).cells.first)
    #expect(cell.rows == 4 && cell.units == 4)
    #expect(cell.pairs[0].count == 4)
    #expect(cell.pairs[0].meanX == 2)
    #expect(cell.pairs[0].varianceX == 4)
    #expect(cell.distributions[0].histogram.cells.map(\.count) == [3, 1])
    #expect(cell.distributions[0].moments.mean == 2)
    #expect(cell.distributions[0].rows == 4)
    wanted.sources[0].weight = "n"
    let summary = try log.scan(wanted)
    #expect(summary.errors.counts == [.notAWeight: 4])
    #expect(summary.rows.used == 3)
  }

  @Test func missingTextsAreThePlansOwn() throws {
    let log = try TemporaryLog("ms\n-999\n1\nNA\n -999 \n\"\"\n")
    var wanted = plan(
      measures: [
        Measure(.number(column: "ms")), Measure(.one, where: [Condition("ms", .isPresent)]),
      ],
      pairs: [UnitPair(.sum(measure: 0), .sum(measure: 1))])
    wanted.sources[0].missing = ["-999"]
    let summary = try log.scan(wanted)
    #expect(summary.errors.counts == [.notANumber: 1])
    #expect(summary.cells[0].pairs[0].meanX == 0.25)
    #expect(summary.cells[0].pairs[0].meanY == 0.25)
  }

  @Test func agreementComparesNumbersThenTexts() throws {
    let log = try TemporaryLog(
      "p,l\n1,1.0\n1,2\ncat,cat\ncat,dog\ncat,1\n,1\n1,\n0.50,.5\n")
    let summary = try log.scan(
      plan(
        measures: [Measure(.agreement(prediction: "p", label: "l", threshold: nil))], pairs: sum))
    #expect(summary.cells[0].rows == 8)
    #expect(summary.cells[0].pairs[0].meanX == 3.0 / 8)
    let scored = try TemporaryLog(
      "p,l\n0.5,1\n0.4,1\n0.4,0.0\n0.9,false\n,1\n0.9,\nx,1\nnan,1\n0.5,maybe\n")
    let found = try scored.scan(
      plan(
        measures: [Measure(.agreement(prediction: "p", label: "l", threshold: 0.5))], pairs: sum))
    #expect(found.cells[0].rows == 6)
    #expect(abs(found.cells[0].pairs[0].meanX - 2.0 / 6) < 1e-15)
    #expect(found.errors.counts == [.notANumber: 1, .nonFinite: 1, .notABoolean: 1])
  }

  @Test func valuesAreOnlyReadWhereTheConditionsHold() throws {
    let log = try TemporaryLog("ms,error\ntimeout,1\n5,0\nslow,0\n")
    let ok = Condition("error", .number(.lessThan, 1))
    let summary = try log.scan(
      plan(
        measures: [Measure(.number(column: "ms"), where: [ok]), Measure(.one, where: [ok])],
        pairs: [UnitPair(.mean(numerator: 0, denominator: 1), .one)]))
    #expect(summary.errors.examples.map(\.text) == ["slow"])
    #expect(summary.errors.examples.map(\.column) == ["ms"])
    #expect(summary.cells[0].rows == 2)
    // The row with the error has no denominator and is left out of the pair.
    #expect(summary.cells[0].pairs[0].count == 1)
    #expect(summary.cells[0].pairs[0].meanX == 5)
  }

  @Test func offsetsTakeNoDigits() throws {
    // 1e9 + k/1024: exact in binary, so the variance of 0 ... 999 over 1024² is known.
    let text = "x\n" + (0..<1000).map { "\(1e9 + Double($0) / 1024)\n" }.joined()
    let summary = try TemporaryLog(text).scan(
      plan(
        measures: [Measure(.number(column: "x"))], pairs: sum,
        distributions: [ScanPlan.Distribution(column: "x")]))
    let variance = 1000.0 * 1001 / 12 / 1024 / 1024
    let found = try #require(summary.cells[0].pairs[0].varianceX)
    #expect(abs(found / variance - 1) < 1e-12)
    let moments = try #require(summary.cells[0].distributions[0].moments.variance)
    #expect(abs(moments / variance - 1) < 1e-12)
  }

  @Test func rowsLongerThanTheLongestAreSkipped() throws {
    let long = String(repeating: "x", count: 200_000)
    let log = try TemporaryLog("a,b\n1,2\n\(long),3\n4,5\n\(long)\n6,7\n\(long)")
    for chunk in [10, 300, 900] {
      var options = ScanOptions(threads: 2, blockSize: 100)
      // Less than a row that is too long, more than what is read at once.
      options.sizes.longestRow = 100_000
      options.sizes.chunk = chunk
      let wanted = plan(measures: [Measure(.number(column: "b"))], pairs: sum)
      let summary = try LogScanner([.path(log.path)], options: options).scan(wanted)
      #expect(summary.rows.used == 3, "\(chunk)")
      #expect(
        summary.errors.examples.map { "\($0.line) \($0.kind)" }
          == ["3 lineTooLong", "5 lineTooLong", "7 lineTooLong"], "\(chunk)")
    }
  }

  @Test(arguments: [ScanPlan.Output.unitVectors, .columns])
  func outputsThatAreNotMadeAreRefused(output: ScanPlan.Output) throws {
    var wanted = plan(measures: [Measure(.number(column: "x"))], pairs: sum)
    wanted.output = output
    let log = try TemporaryLog("x\n1\n")
    #expect(throws: IngestError.self) { try log.scan(wanted) }
  }
}
