import Stats
import Testing

@Suite struct QuantileBinsTests {
  @Test func valuesOnAnEdgeFallOnTheClosedSide() throws {
    let sample = try WeightedValues([1, 2, 2, 3, 4])
    #expect(QuantileBins(edges: [2, 3]).counts(of: sample) == [3, 1, 1])
    #expect(QuantileBins(edges: [2, 3], closure: .left).counts(of: sample) == [1, 2, 2])
  }

  @Test func tiesMergeEdges() throws {
    let sample = try WeightedValues([0, 0, 0, 0, 0, 0, 0, 0, 1, 2])
    let bins = try QuantileBins(sample)
    #expect(bins.edges == bins.edges.sorted() && Set(bins.edges).count == bins.edges.count)
    #expect(bins.counts(of: sample).reduce(0, +) == 10)
    #expect(bins.edges.first == 0)
  }

  @Test func binsOfDistinctValuesAreEven() throws {
    let sample = try WeightedValues((1...1000).map(Double.init))
    #expect(try QuantileBins(sample).counts(of: sample) == [Int](repeating: 100, count: 10))
  }

  @Test func weightsAreRepetitions() throws {
    let raw = try WeightedValues([5, 1, 1, 2, 5, 5, 9])
    let cells = try WeightedValues([
      (value: 9, count: 1), (value: 5, count: 3), (value: 1, count: 2), (value: 2, count: 1),
      (value: 3, count: 0),
    ])
    #expect(raw == cells)
    #expect(throws: StatsError.self) { try WeightedValues([.infinity]) }
    #expect(throws: StatsError.self) { try WeightedValues([Double]()).quantile(0.5) }
    #expect(throws: StatsError.self) { try raw.quantile(1.5) }
  }
}
