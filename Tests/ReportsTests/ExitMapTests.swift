import Judge
import Testing

struct ExitMapTests {
  /// promote, continue, stop, rollback, invalid: the table of docs/exit-codes.md.
  static let table: [(map: ExitMap, codes: [Int32])] = [
    (.standard, [0, 10, 20, 21, 30]), (.strict, [0, 1, 1, 1, 1]), (.guardOnly, [0, 0, 20, 21, 30]),
    (.rollbackHook, [0, 0, 0, 21, 0]), (.nagios, [0, 1, 2, 2, 3]), (.airflow, [0, 99, 1, 1, 1]),
  ]

  @Test("Every map has the codes its table says")
  func codes() {
    #expect(Set(Self.table.map(\.map)) == Set(ExitMap.allCases))
    for (map, codes) in Self.table {
      #expect(Verdict.allCases.map { map.code(for: $0) } == codes)
      let drift: [DriftVerdict] = [.stable, .cannotTell, .drift, .criticalDrift, .invalid]
      #expect(drift.map { map.code(for: $0) } == codes)
      #expect(map.code(for: DriftVerdict.changed) == codes[1])
    }
  }

  @Test("No verdict has a code of sysexits, under any map")
  func sysexits() {
    for map in ExitMap.allCases {
      for verdict in Verdict.allCases { #expect(!(64...78).contains(map.code(for: verdict))) }
    }
  }
}
