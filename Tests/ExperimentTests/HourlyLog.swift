import AssayTestSupport
import Experiment
import Foundation

/// Logs whose rows are spread evenly over hours since 2026-03-06, for monitors.
enum HourlyLog {
  static let begin = 1_772_755_200.0

  static func time(_ hour: Double) -> String {
    Date(timeIntervalSince1970: begin + hour * 3_600).formatted(.iso8601)
  }

  /// A log with the fields of each row by hour, and one more row that ends the last of them.
  static func log(
    _ columns: String, hours: Int = 1, rows: Int, last: String, more: [String] = [],
    fields: (Int, Int) -> String
  ) throws -> TemporaryLog {
    var lines = ["time,\(columns)"]
    for hour in 0..<hours {
      for row in 0..<rows {
        lines.append("\(time(Double(hour) + Double(row) / Double(rows))),\(fields(hour, row))")
      }
    }
    lines.append("\(time(Double(hours))),\(last)")
    return try TemporaryLog((lines + more).joined(separator: "\n") + "\n")
  }

  static func plan(
    _ triggers: [String], unit: String = "none", roles: String = "", monitor: String = "",
    more: String = ""
  ) throws -> Plan {
    try Plan(
      yaml: """
        name: hourly
        strategy: monitor
        log: {time: time, unit: \(unit)\(roles)}
        monitor: {minimum_rows: 50\(monitor)}
        triggers:
        \(triggers.map { "  - {\($0)}" }.joined(separator: "\n"))
        \(more)
        """, file: "plan.yaml")
  }
}

extension MonitorDecision {
  /// The state of a trigger by its name.
  func state(_ name: String) -> TriggerState? { triggers.first { $0.trigger.name == name } }
}
