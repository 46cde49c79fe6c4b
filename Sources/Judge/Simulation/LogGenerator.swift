internal import Summaries

/// Makes a realistic champion/challenger prediction log from a seed.
///
/// The log is of payments held for review. Users come back, some of them often; a sticky hash
/// gives each user one variant; a person's requests resemble one another in risk, in what the
/// models fail to see and in latency, so that rows are not independent and only inference by user
/// is honest. Scores are calibrated: the label is a Bernoulli draw of the true risk, and each
/// model's score is its best guess of that risk from a noisy view. Labels arrive hours to days
/// later, and those that would arrive after the end are missing. Draws of a row do not depend on
/// the models, so that changing one leaves every other field as it was.
///
/// Pure: no clock, no environment, and the same bytes on every machine.
public struct LogGenerator: Sendable {
  /// The log's columns, in order.
  public static let columns = [
    "timestamp", "request_id", "user_id", "variant", "model_version", "score", "prediction",
    "label", "label_time", "latency_ms", "error", "country", "device", "amount", "age",
  ]

  private static let riskIntercept = -1.5
  private static let riskVariance = 1.5 * 1.5 + 2.5 * 2.5

  /// What the log is made from.
  public let configuration: Configuration

  private let users: SimulatedUsers
  private let assignment: StickyHash
  private let challengerBuckets: Int
  private let startSecond: Int

  /// Creates the generator of a configuration's log.
  ///
  /// - Throws: `InvalidConfiguration` for values no log can be made from.
  public init(_ configuration: Configuration = Configuration()) throws(InvalidConfiguration) {
    if let problem = configuration.problem { throw InvalidConfiguration(description: problem) }
    self.configuration = configuration
    users = SimulatedUsers(seed: configuration.seed, count: configuration.users)
    assignment = StickyHash(salt: configuration.salt)
    challengerBuckets = Int(
      (configuration.challengerShare * Double(StickyHash.bucketCount)).rounded())
    startSecond = floorDivide(Int(configuration.start.microseconds), by: 1_000_000)
  }

  /// Calls `body` with the header and then with each row in time order, without line ends.
  ///
  /// Memory grows with the number of users, not with the number of rows.
  public func forEachLine(_ body: (String) throws -> Void) rethrows {
    try body(Self.columns.joined(separator: ","))
    var rhythm = TrafficRhythm(startSecond: startSecond, days: configuration.days)
    for row in 0..<configuration.rows {
      var generator = SplitMix64(seed: configuration.seed, family: 3, index: row)
      let fraction = (Double(row) + generator.share()) / Double(configuration.rows)
      let second = rhythm.second(atFraction: fraction)
      try lines(row: row, second: second, &generator).forEach(body)
    }
  }

  /// The answer to one request, or those of both models.
  private func lines(row: Int, second: Int, _ generator: inout SplitMix64) -> [String] {
    let user = users.user(users.index(atActivity: generator.share()))
    switch configuration.exposure {
    case .both:
      let draws = generator
      return [configuration.champion, configuration.challenger].map { model in
        var same = draws
        return line(row: row, second: second, user, model, &same)
      }
    case .split:
      let isChallenger = assignment.bucket(of: user.name) < challengerBuckets
      let model = isChallenger ? configuration.challenger : configuration.champion
      return [line(row: row, second: second, user, model, &generator)]
    }
  }

  private func line(
    row: Int, second: Int, _ user: SimulatedUser, _ model: SimulatedModel,
    _ generator: inout SplitMix64
  ) -> String {

    // Every draw is made for every row, so that no field's stream depends on another's value.
    let amountNormal = generator.roughNormal()
    let risk =
      Self.riskIntercept + user.riskEffect + 1.5 * amountNormal + 2 * generator.roughNormal()
    let label = generator.share() < PortableMath.sigmoid(configuration.separation * risk)
    let noise = 0.5 * user.blindSpot + 0.75.squareRoot() * generator.roughNormal()
    let failing = generator.share()
    let failed = (failsApart(model) ? 1 - failing : failing) < model.errorRate
    let latencyNormal = 0.2 * user.latencyEffect + 0.4 * generator.roughNormal()
    let labelTime = second + labelDelay(&generator)
    let isLabelled =
      generator.share() >= 0.02 && labelTime <= startSecond + 86_400 * configuration.days

    // The prediction is of the score as written, so that a reader who thresholds it agrees.
    let score = (10_000 * Self.score(risk: risk, noise: noise, of: model)).rounded() / 10_000
    let latency = model.latencyMedian * PortableMath.exponential(latencyNormal)
    let fields = [
      iso8601(second: second), "r" + PortableMath.padded(row + 1, width: 6), user.name,
      model.variant, model.version, failed ? "" : PortableMath.decimal(score, places: 4),
      failed ? "" : (score < 0.5 ? "0" : "1"),
      isLabelled ? (label ? "1" : "0") : "", isLabelled ? iso8601(second: labelTime) : "",
      failed ? "" : PortableMath.decimal(latency, places: 1), failed ? "true" : "false",
      user.country, user.device,
      PortableMath.decimal(45 * PortableMath.exponential(0.8 * amountNormal), places: 2),
      user.age.map(String.init) ?? "",
    ]
    return fields.joined(separator: ",")
  }

  /// Where both models answer, they fail at different requests.
  private func failsApart(_ model: SimulatedModel) -> Bool {
    configuration.exposure == .both && model.variant == configuration.challenger.variant
  }

  /// The model's best guess of the risk probability from a view blurred by its noise.
  ///
  /// The posterior of a normal risk given a normal view, with the sigmoid widened by what stays
  /// unknown, keeps the scores of both models calibrated. The factor π/2 is MacKay's (1992)
  /// argument, by which it is π/8 for the logistic, with this sigmoid's slope at zero.
  private static func score(risk: Double, noise: Double, of model: SimulatedModel) -> Double {
    let noiseVariance = model.scoreNoise * model.scoreNoise
    let reliability = riskVariance / (riskVariance + noiseVariance)
    let view = risk + model.scoreNoise * noise
    let mean = riskIntercept + reliability * (view - riskIntercept)
    return PortableMath.sigmoid(mean / (1 + .pi / 2 * reliability * noiseVariance).squareRoot())
  }

  /// Seconds until the outcome is known: at least two hours, a median of twenty, a log-normal tail.
  private func labelDelay(_ generator: inout SplitMix64) -> Int {
    7_200 + Int(64_800 * PortableMath.exponential(generator.roughNormal()))
  }
}
