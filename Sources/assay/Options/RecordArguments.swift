internal import ArgumentParser
internal import Experiment
internal import Foundation
internal import Reports

/// Who did what to which version: what records name and logs do not tell.
struct RecordNames: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The time of the records. (default: now; of a gate its --as-of first)", valueName: "time"))
  var at: TimeArgument?

  @Option(help: ArgumentHelp("Who, or which job, asked.", valueName: "name"))
  var triggeredBy = "assay"

  @Option(help: ArgumentHelp("The model. (default of a gate: the plan's name)", valueName: "name"))
  var modelName: String?

  @Option(
    help: ArgumentHelp(
      "The version on trial. (default of a gate: the treatment's name)",
      valueName: "name"))
  var modelVersion: String?

  @Option(
    help: ArgumentHelp(
      "The version before. (default of a gate: the control's name)", valueName: "name"))
  var previousVersion: String?

  @Option(
    help: ArgumentHelp(
      "How long to wait for another writer of the records. (default: 10s)", valueName: "span"))
  var recordWait: SpanArgument?

  /// Something was said of records.
  var isGiven: Bool {
    at != nil || triggeredBy != "assay" || modelName != nil || modelVersion != nil
      || previousVersion != nil || recordWait != nil
  }

  func context(asOf: TimeArgument? = nil) -> RecordContext {
    RecordContext(
      timestamp: (at ?? asOf)?.timestamp ?? TimeArgument.now, triggeredBy: triggeredBy,
      modelName: modelName, modelVersion: modelVersion, previousVersion: previousVersion)
  }

  /// Keeps records, all or none; they are made once no other process may write.
  func keep(_ records: () -> [Record], in path: String) throws(Failure) {
    let ledger = RecordLedger(path, patience: recordWait?.seconds ?? 10)
    do throws(LedgerError) {
      try ledger.append { records().map { record in { record.body(at: $0) } } }
    } catch {
      throw Failure(error)
    }
  }
}

/// Where a gate keeps what it decided.
struct RecordArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Add records of the decision to this file, JSON Lines in a chain of digests. A rollback of the same plan and version in it is final.",
      valueName: "file"))
  var record: String?

  @OptionGroup var names: RecordNames

  func validate() throws {
    if record == nil, names.isGiven {
      throw ValidationError("Name the file of records: --record FILE")
    }
  }

  /// The rollback that is kept already of this plan and version on trial, and is final; nil without one.
  func rollback(of plan: Plan) throws(Failure) -> FormerRollback? {
    guard let record, FileManager.default.fileExists(atPath: record) else { return nil }
    do throws(LedgerError) {
      return try RecordLedger(record).readFinished()
        .rollback(of: plan.hash, versions: names.modelVersion.map { [$0] } ?? plan.treatments)
    } catch {
      throw Failure(error)
    }
  }

  /// Keeps the records of a decision where that was asked.
  func keep(_ decision: Decision, asOf: TimeArgument?) throws(Failure) {
    guard let record else { return }
    try names.keep(
      { DecisionRecords(decision, names.context(asOf: asOf)).records }, in: record)
  }

  /// The same of a monitor's.
  func keep(_ decision: MonitorDecision, asOf: TimeArgument?) throws(Failure) {
    guard let record else { return }
    try names.keep({ MonitorRecords(decision, names.context(asOf: asOf)).records }, in: record)
  }
}

extension Failure {
  init(_ error: LedgerError) { (exitCode, message) = (error.exitCode, error.message) }
}
