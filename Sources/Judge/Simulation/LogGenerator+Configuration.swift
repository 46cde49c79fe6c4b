public import Summaries

extension LogGenerator {
  /// What a simulated log is made from; equal configurations make equal bytes.
  public struct Configuration: Codable, Equatable, Sendable {
    /// The seed of every draw.
    public var seed: UInt64
    /// How many users could send requests; the rarest of them may not appear.
    public var users: Int
    /// How many rows the log has, header not counted.
    public var rows: Int
    /// The first instant of the log.
    public var start: Timestamp
    /// How many days the log covers.
    ///
    /// Labels that would arrive later are missing.
    public var days: Int
    /// The salt of the sticky hash that assigns users to variants.
    public var salt: String
    /// The share of users who are given the challenger, in 0 … 1.
    public var challengerShare: Double
    /// How far risks lie apart: with more, fewer labels are a matter of chance.
    public var separation = 1.0
    /// Who answers a request.
    public var exposure = Exposure.split
    /// The model in use.
    public var champion: SimulatedModel
    /// The model on trial.
    public var challenger: SimulatedModel

    /// Creates a configuration; the defaults are those of the shipped log.
    public init(
      seed: UInt64 = 2026, users: Int = 10_000, rows: Int = 36_000,
      start: Timestamp = Timestamp(seconds: 1_772_409_600), days: Int = 14,
      salt: String = "fraud-7", challengerShare: Double = 0.5,
      champion: SimulatedModel = .champion, challenger: SimulatedModel = .challenger
    ) {
      self.seed = seed
      self.users = users
      self.rows = rows
      self.start = start
      self.days = days
      self.salt = salt
      self.challengerShare = challengerShare
      self.champion = champion
      self.challenger = challenger
    }

    /// The first value no log can be made from, as a sentence; nil when there is none.
    var problem: String? {
      let models = [champion, challenger]
      if !(1...100_000_000).contains(users) {
        return "users is \(users); it must be 1 to 100,000,000"
      }
      if rows < 0 { return "rows is \(rows); it cannot be negative" }
      if !(1...3660).contains(days) { return "days is \(days); it must be 1 to 3660" }
      if !(0...1).contains(challengerShare) {
        return "challenger share is \(challengerShare); it must be 0 to 1"
      }
      if !(0...1000).contains(separation) {
        return "separation is \(separation); it must be 0 to 1000"
      }
      if champion.variant == challenger.variant {
        return "both variants are called \(champion.variant); their names must differ"
      }
      for model in models where Self.needsQuotes(model.variant + model.version) {
        return
          "variant \(model.variant) has a comma, a quote or a line break in its name or version"
      }
      for model in models where !(0...1).contains(model.errorRate) {
        return "error rate of \(model.variant) is \(model.errorRate); it must be 0 to 1"
      }
      for model in models where !(0...1e6).contains(model.latencyMedian) {
        return "latency of \(model.variant) is \(model.latencyMedian) ms; it must be 0 to 1e6"
      }
      for model in models where !(0...1e6).contains(model.scoreNoise) {
        return "score noise of \(model.variant) is \(model.scoreNoise); it must be 0 to 1e6"
      }
      return nil
    }

    private static func needsQuotes(_ field: String) -> Bool {
      field.unicodeScalars.contains { [",", "\"", "\n", "\r"].contains($0) }
    }
  }

  /// Who answers a request.
  public enum Exposure: String, Codable, Sendable, CaseIterable {
    /// The model of the user's variant.
    case split
    /// Both models, in a row each, of which only the champion's is heard.
    case both
  }

  /// A configuration no log can be made from; the description says which value and what it may be.
  public struct InvalidConfiguration: Error, Equatable, CustomStringConvertible {
    /// The value at fault and what it may be.
    public let description: String
  }
}
