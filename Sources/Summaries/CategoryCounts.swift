/// Counts by text, kept until more than `cap` distinct texts were seen.
///
/// Whether the cap was passed depends on the data alone, never on their order.
public struct CategoryCounts: Summary, Codable {
  /// The number of texts seen, each as often as it was.
  public private(set) var count: Int
  /// The most distinct texts that are told apart.
  public let cap: Int
  /// Counts by text, or `nil` once there were more than `cap` texts.
  public private(set) var counts: [String: Int]?

  /// Creates counts of no texts.
  public init(cap: Int) {
    (count, self.cap, counts) = (0, cap, [:])
  }

  /// Creates counts from their parts; more than `cap` texts are not kept.
  public init(cap: Int, count: Int, counts: [String: Int]?) {
    (self.count, self.cap) = (count, cap)
    self.counts = counts.flatMap { $0.count > cap ? nil : $0 }
  }

  /// Returns counts of no texts, with the same cap.
  public func empty() -> CategoryCounts { CategoryCounts(cap: cap) }

  /// Folds in one text.
  public mutating func add(_ text: String) { add(text, times: 1) }

  /// Folds in one text seen several times.
  public mutating func add(_ text: String, times: Int) {
    count += times
    counts?[text, default: 0] += times
    if let counts, counts.count > cap { self.counts = nil }
  }

  /// Folds in the counts of other texts.
  public mutating func merge(_ other: CategoryCounts) {
    count += other.count
    guard let theirs = other.counts, counts != nil else { return counts = nil }
    counts?.merge(theirs, uniquingKeysWith: +)
    if let counts, counts.count > cap { self.counts = nil }
  }
}
