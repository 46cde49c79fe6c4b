internal import Experiment
internal import Foundation
internal import Reports

/// Earlier reports of a plan, read for what is final in them.
enum PreviousReports {
  /// The first rollback that was told, by the newest row it rested on.
  ///
  /// - Throws: `Failure` for a file that is missing, is no report of a gate, or belongs to another plan: none is
  ///   passed over, as the rollback could be in it.
  static func rollback(in paths: [String], of plan: Plan) throws(Failure) -> FormerRollback? {
    var rollbacks: [FormerRollback] = []
    for path in paths {
      let report = try report(path)
      guard report.planHash == plan.hash else {
        throw Failure(
          .configuration,
          "\(path): this report judges the plan \(report.planHash.prefix(12)), and the plan is \(plan.hash.prefix(12)); name reports of this plan, unchanged"
        )
      }
      if let rollback = report.rollback { rollbacks.append(rollback) }
    }
    return rollbacks.min { ($0.newest?.microseconds ?? .max) < ($1.newest?.microseconds ?? .max) }
  }

  static func report(_ path: String) throws(Failure) -> FormerReport {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw Failure(
        .noInput, "\(path): the report cannot be read: \(SystemText.cause(error))")
    }
    guard let report = FormerReport(json: String(decoding: data, as: UTF8.self)) else {
      throw Failure(
        .data, "\(path): this is no report of a gate; name a file that gate wrote with --json")
    }
    return report
  }
}
