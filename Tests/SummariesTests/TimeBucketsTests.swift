import Summaries
import Testing

@Suite struct TimeBucketsTests {
  @Test func aBucketsInstantsAreThoseThatFallIntoIt() throws {
    let fixed = TimeBuckets.fixed(origin: Timestamp(microseconds: 7), width: 10)
    let boundaries = TimeBuckets.boundaries([-5, 3, 3, 40].map { Timestamp(microseconds: $0) })
    for buckets in [fixed, boundaries] {
      for bucket in Set((-30..<60).map { buckets.index(of: Timestamp(microseconds: $0)) }) {
        let instants = try #require(buckets.instants(of: bucket))
        #expect(buckets.index(of: instants.lowerBound) == bucket)
        #expect(buckets.index(of: instants.upperBound) == bucket)
        for beyond in [
          instants.lowerBound.microseconds.subtractingReportingOverflow(1),
          instants.upperBound.microseconds.addingReportingOverflow(1),
        ] where !beyond.overflow {
          #expect(buckets.index(of: Timestamp(microseconds: beyond.partialValue)) != bucket)
        }
      }
    }
    // Two equal boundaries, no such boundary, and behind the last instant.
    #expect(boundaries.instants(of: 2) == nil)
    #expect(boundaries.instants(of: 5) == nil)
    #expect(fixed.instants(of: .max) == nil)
  }
}
