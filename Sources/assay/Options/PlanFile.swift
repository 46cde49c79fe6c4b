internal import Experiment
internal import Foundation

/// A plan's text, from a file or the standard input.
enum PlanFile {
  static func read(_ path: String) throws(Failure) -> Plan {
    let text = try text(path)
    do throws(PlanError) {
      return try Plan(yaml: text, file: path == "-" ? "standard input" : path)
    } catch {
      throw Failure(error)
    }
  }

  /// A plan of a strategy that a command judges.
  static func read(_ path: String, for strategies: Plan.Strategy...) throws(Failure) -> Plan {
    try read(path, for: strategies)
  }

  /// A plan of one of several strategies.
  static func read(_ path: String, for strategies: [Plan.Strategy]) throws(Failure) -> Plan {
    let plan = try read(path)
    guard strategies.contains(plan.strategy) else {
      let command = plan.strategy == .drift ? "drift" : "gate"
      throw Failure(
        .configuration,
        "\(path): the plan's strategy is \(plan.strategy.rawValue); judge it with assay \(command)")
    }
    return plan
  }

  /// The files of the plan's labels: those named on the command line, or the plan's own, which is named
  /// from the folder of the plan.
  static func labels(
    of plan: Plan, at path: String, else named: [String]
  ) throws(Failure)
    -> [LogInput]?
  {
    guard let labels = plan.labels else {
      guard named.isEmpty else {
        throw Failure(
          .configuration,
          "\(path): --labels names files, but the plan has no labels; add labels: {file: …, key: …, value: …}"
        )
      }
      return nil
    }
    guard named.isEmpty else { return ScanArguments.inputs(named) }
    return [beside(path, labels.file)]
  }

  /// The files of a shadow's answers, likewise; nil where the plan names none.
  static func shadow(
    of plan: Plan, at path: String, else named: [String]
  ) throws(Failure) -> [LogInput]? {
    guard plan.strategy == .shadow else {
      guard named.isEmpty else {
        throw Failure(
          .configuration, "\(path): --shadow names files, but the plan's strategy is no shadow")
      }
      return nil
    }
    guard named.isEmpty else { return ScanArguments.inputs(named) }
    return plan.shadow?.file.map { [beside(path, $0)] }
  }

  /// The folder of a plan; nil where it came from the standard input.
  static func folder(of plan: String) -> String? {
    plan == "-" ? nil : URL(filePath: plan).deletingLastPathComponent().relativePath
  }

  /// The files of what is usual, likewise; nil where the plan names none.
  static func reference(of plan: Plan, at path: String, else named: [String]) -> [LogInput]? {
    guard named.isEmpty else { return ScanArguments.inputs(named) }
    guard case .file(let file) = plan.monitor?.baseline else { return nil }
    return [beside(path, file)]
  }

  /// The deployment records that a plan names.
  static func records(of plan: Plan, at path: String) throws(Failure) -> [DeploymentEvent] {
    guard let target = plan.monitor?.rollbackTarget,
      case .path(let file) = beside(path, target.records)
    else { return [] }
    let text = try lines(file)
    do throws(DeploymentEvent.Unreadable) {
      return try DeploymentEvent.events(jsonLines: text)
    } catch {
      throw Failure(
        .data,
        "\(file):\(error.line): no deployment record: write {\"model_version\": …, \"action\": \"promote\", "
          + "\"timestamp\": …, \"success\": true}")
    }
  }

  /// The files of requests that a plan names and that are there; one that is not is for the gate to tell.
  static func requests(of plan: Plan, at path: String) throws(Failure) -> [String: String] {
    var texts: [String: String] = [:]
    for trigger in plan.monitor?.triggers ?? [] {
      guard case .request(let name) = trigger.measurement,
        case .path(let file) = beside(path, name), FileManager.default.fileExists(atPath: file)
      else { continue }
      texts[name] = try lines(file)
    }
    return texts
  }

  /// A file that a plan names from its own folder.
  private static func beside(_ plan: String, _ file: String) -> LogInput {
    guard plan != "-", !file.hasPrefix("/") else { return .path(file) }
    let folder = URL(filePath: plan).deletingLastPathComponent()
    return .path(folder.appending(path: file).relativePath)
  }

  /// A plan's text.
  static func text(_ path: String) throws(Failure) -> String {
    guard let text = String(bytes: try bytes(path, "plan"), encoding: .utf8) else {
      throw Failure(.configuration, "\(path): the plan is no UTF-8 text")
    }
    return text
  }

  /// The text of a file of JSON Lines.
  private static func lines(_ path: String) throws(Failure) -> String {
    let bytes = try bytes(path, "file")
    if let text = String(bytes: bytes, encoding: .utf8) { return text }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let broken = lines.firstIndex { String(bytes: $0, encoding: .utf8) == nil } ?? 0
    throw Failure(.data, "\(path):\(broken + 1): the line is no UTF-8 text")
  }

  private static func bytes(_ path: String, _ what: String) throws(Failure) -> Data {
    if path != "-" { try requireReadable(path, what) }
    do {
      return try path == "-"
        ? FileHandle.standardInput.readToEnd() ?? Data()
        : FileHandle(forReadingFrom: URL(filePath: path)).readToEnd() ?? Data()
    } catch {
      throw Failure(.noInput, "\(path): the \(what) cannot be read: \(SystemText.cause(error))")
    }
  }

  private static func requireReadable(_ path: String, _ what: String) throws(Failure) {
    var information = stat()
    guard stat(path, &information) == 0, access(path, R_OK) == 0 else {
      throw Failure(
        .noInput, "\(path): the \(what) cannot be read: \(SystemText.cause(errno: errno))")
    }
    guard information.st_mode & S_IFMT != S_IFDIR else {
      throw Failure(.noInput, "\(path): this is a directory, not a \(what); name a file in it")
    }
  }
}
