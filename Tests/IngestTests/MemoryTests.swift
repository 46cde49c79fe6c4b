import Testing

@testable import Ingest

/// Memory that is used again.
struct MemoryTests {
  @Test func largePagesAreZeroEachTime() {
    let pages = LargePages()
    for words in [64, 8192, 1 << 17, 1 << 19, 8192, 64] {
      let storage = Storage<UInt64>(words, zero: 0, in: pages)
      #expect((0..<words).allSatisfy { storage.lane[$0] == 0 })
      storage.lane.fill(0..<words, .max)
    }
  }

  @Test func largePagesAreNotSharedByTwo() {
    let pages = LargePages()
    let all = (0..<100).map { i in
      let storage = Storage<UInt64>(1000 * (1 + i % 7), zero: 0, in: pages)
      storage.lane.fill(0..<storage.capacity, UInt64(i))
      return storage
    }
    for (i, storage) in all.enumerated() {
      #expect((0..<storage.capacity).allSatisfy { storage.lane[$0] == UInt64(i) })
    }
  }

  @Test func slotsOfATableThatGrewAreUsedForItsEntries() {
    let pages = LargePages()
    let words = 1 << 17
    var slots: Storage<UInt64>? = Storage(words, zero: 0, in: pages)
    slots?.lane.fill(0..<words, .max)
    let (before, arena) = (pages.size, WordArena(in: pages))
    slots = nil
    var areZero = true
    for i in 0..<words {
      let word = WordArena.at(arena.append(1), in: arena.bases)
      areZero = areZero && word[0] == 0
      word[0] = UInt64(i)
    }
    #expect(areZero)
    #expect(pages.size == before)
    let kept = (0..<words).allSatisfy { WordArena.at($0, in: arena.bases)[0] == UInt64($0) }
    #expect(kept)
  }

  @Test func everyWordOfALargeSegmentHasAPosition() throws {
    let (small, large) = (100, 30_000)
    let arena = WordArena(in: LargePages())
    let starts = [small, large, small, large].map { arena.append($0) }
    for (start, count) in zip(starts, [small, large, small, large]) {
      for word in start..<start + count {
        #expect(word < arena.end)
        WordArena.at(word, in: arena.bases)[0] = UInt64(word)
      }
    }
    func isWhole() -> Bool {
      zip(starts, [small, large, small, large]).allSatisfy { start, count in
        (start..<start + count).allSatisfy {
          WordArena.at($0, in: arena.bases)[0] == UInt64($0)
        }
      }
    }
    #expect(isWhole())
    try arena.move(to: SpillFile(in: "/tmp"))
    #expect(isWhole())
  }

  @Test func wordListsKeepTheirWordsAsTheyGrow() {
    let pool = WordPool()
    for _ in 0..<3 {
      var list = WordList(capacity: 10, in: pool)
      for word in 0..<5000 as Range<UInt64> { list.lane(appending: 1)[0] = word }
      #expect(list.count == 5000)
      #expect((0..<5000).allSatisfy { list.lane[$0] == UInt64($0) })
    }
  }
}
