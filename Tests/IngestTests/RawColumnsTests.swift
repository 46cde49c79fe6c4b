import Foundation
import Summaries
import Testing

@testable import Ingest

struct RawColumnsTests {
  private func wanted(_ columns: ScanPlan.Column...) -> ScanPlan {
    var wanted = plan()
    wanted.output = .columns
    wanted.columns = columns
    return wanted
  }

  private func numbers(_ values: RawColumns.Values?) -> [Double?]? {
    if case .numbers(let numbers) = values { numbers } else { nil }
  }

  private func texts(_ values: RawColumns.Values?) -> [String?]? {
    guard case .categories(let found) = values else { return nil }
    return found.indices.map { $0.map { found.names[$0] } }
  }

  @Test("Values come row by row, missing ones as none, rows that cannot be read as errors")
  func values() throws {
    let log = try TemporaryLog(
      "g,ms,ok\nb,1.5,true\na,,no\nNA,2,1\na,many,0\na,3,perhaps\n\"a,b\",4,\n")
    let found = try LogScanner([.path(log.path)]).columns(
      wanted(
        ScanPlan.Column("ms", .number), ScanPlan.Column("g", .category),
        ScanPlan.Column("ok", .boolean)))
    #expect(numbers(found.values[0]) == [1.5, nil, 2, 4])
    #expect(texts(found.values[1]) == ["b", "a", nil, "a,b"])
    #expect(numbers(found.values[2]) == [1, 0, 1, nil])
    #expect(found.log.rows.read == 6)
    #expect(found.log.rows.used == 4)
    #expect(found.log.errors.counts == [.notANumber: 1, .notABoolean: 1])
    #expect(found.log.errors.examples.map(\.line) == [5, 6])
  }

  @Test("Numbers and booleans may share a column, and anything else is an error of a number")
  func numbersAndBooleans() throws {
    let log = try TemporaryLog("y,n\ntrue,1\n2.5,1\nNA,1\nF,1\n,1\nperhaps,1\n-1,1\ninf,1\n")
    let found = try LogScanner([.path(log.path)]).columns(
      wanted(ScanPlan.Column("y", .numberOrBoolean)))
    #expect(numbers(found.values[0]) == [1, 2.5, nil, 0, nil, -1])
    #expect(found.log.errors.counts == [.notANumber: 1, .nonFinite: 1])
  }

  @Test("Filters drop rows, and keys of JSON Lines that a row lacks are missing")
  func filtersAndJSON() throws {
    let log = try TemporaryLog(
      "{\"g\": \"x\", \"ms\": 1}\n{\"ms\": 2}\n{\"g\": \"y\"}\n{\"g\": \"x\", \"ms\": 3}\n",
      name: "log.jsonl")
    var plan = wanted(ScanPlan.Column("ms", .number), ScanPlan.Column("g", .category))
    plan.sources[0].filter = [Condition("g", .isNoneOf(["y"]))]
    let found = try LogScanner([.path(log.path)]).columns(plan)
    #expect(numbers(found.values[0]) == [1, 3])
    #expect(texts(found.values[1]) == ["x", "x"])
    #expect(found.log.rows.filtered == 2)
  }

  @Test("Neither threads nor read sizes show", arguments: [1, 2, 3, 8])
  func determinism(threads: Int) throws {
    let rows = (0..<3000).map { "\($0 * 7919 % 3001),unit \($0 * 31 % 701)\n" }
    let log = try TemporaryLog("x,u\n" + rows.joined())
    for blockSize in [1000, 1 << 18] {
      var options = ScanOptions(threads: threads, blockSize: blockSize)
      options.sizes.chunk = 5000
      let found = try LogScanner([.path(log.path)], options: options).columns(
        wanted(ScanPlan.Column("x", .number), ScanPlan.Column("u", .category)))
      #expect(numbers(found.values[0]) == (0..<3000).map { Double($0 * 7919 % 3001) })
      #expect(texts(found.values[1]) == (0..<3000).map { "unit \($0 * 31 % 701)" })
    }
  }

  @Test("A plan that asks for something else is refused")
  func refusals() throws {
    let log = try TemporaryLog("u,x\n1,2\n")
    let scanner = LogScanner([.path(log.path)])
    #expect(throws: IngestError.self) { try scanner.columns(plan()) }
    #expect(throws: IngestError.self) { try scanner.scan(wanted(ScanPlan.Column("x", .number))) }
    var keyed = wanted(ScanPlan.Column("x", .number))
    keyed.sources[0].unit = "u"
    keyed.key = .unit
    #expect(throws: IngestError.self) { try scanner.columns(keyed) }
    #expect(throws: IngestError.missingColumn(log.path, column: "y", present: ["u", "x"])) {
      try scanner.columns(wanted(ScanPlan.Column("y", .number)))
    }
  }
}
