internal import Foundation
internal import Summaries

/// One line of a file of requests: someone, or a ticket, asks for what a trigger does, or takes that back.
struct RollbackRequest: Equatable, Codable, Sendable {
  var requestedBy: String
  var reason: String
  /// ISO 8601; requests are ordered by it, and by their place where it is the same.
  var timestamp: String
  /// Whether the request before is taken back.
  var withdrawn: Bool?

  enum CodingKeys: String, CodingKey {
    case requestedBy = "requested_by"
    case reason, timestamp, withdrawn
  }

  /// What a file of requests says.
  struct File: Equatable {
    /// In the order of the file: the last line is what is asked now, whatever its clock says.
    var requests: [(request: RollbackRequest, time: Timestamp)] = []
    /// The first line that is no request: it lacks a name, a reason or a time.
    var unreadable: Int?

    /// Reads JSON Lines, blank ones passed over.
    init(jsonLines text: String) {
      for (index, line) in text.split(
        omittingEmptySubsequences: false, whereSeparator: \.isNewline
      ).enumerated()
      where !line.allSatisfy(\.isWhitespace) {
        guard
          let request = try? JSONDecoder().decode(RollbackRequest.self, from: Data(line.utf8)),
          !request.requestedBy.allSatisfy(\.isWhitespace),
          !request.reason.allSatisfy(\.isWhitespace), let time = request.time
        else {
          unreadable = unreadable ?? index + 1
          continue
        }
        requests.append((request, time))
      }
    }

    static func == (a: File, b: File) -> Bool {
      a.unreadable == b.unreadable && a.requests.map(\.request) == b.requests.map(\.request)
    }
  }

  private var time: Timestamp? {
    guard let date = try? Date(timestamp, strategy: .iso8601),
      abs(date.timeIntervalSince1970) < 1e12
    else { return nil }
    return Timestamp(seconds: Int64(date.timeIntervalSince1970.rounded(.down)))
  }
}

extension TriggerJudge {
  /// Looks for a request that is open: one that was not taken back and that no rollback has answered.
  ///
  /// A file that is not there, or a line that cannot be read, is no proof that nobody asked.
  func judgeRequests(_ file: String, _ trigger: TriggerPlan) -> Finding {
    guard let text = readings.requests[file] else {
      return Finding(state: TriggerState(trigger, causes: [.requestsMissing(file: file)]))
    }
    let found = RollbackRequest.File(jsonLines: text)
    let answered = layout.monitor.afterRollback?.began
    let last = found.requests.last
    var state = TriggerState(trigger, causes: [])
    if let last, last.request.withdrawn != true, answered.map({ $0 < last.time }) ?? true {
      state.status = .raised
      state.raisedSince = last.time
      state.alarms = 1
      state.causes = [
        .requested(by: last.request.requestedBy, reason: last.request.reason, at: last.time)
      ]
    } else if let line = found.unreadable {
      state.causes = [.requestUnreadable(file: file, line: line)]
    } else {
      state.status = .clear
      state.clearSince = [last?.time, answered].compactMap(\.self).max() ?? firstTime
    }
    return Finding(state: state)
  }

  private var firstTime: Timestamp? { readings.windows.values.compactMap(\.firstTime).min() }
}
