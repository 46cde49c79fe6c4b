internal import Judge

extension ExperimentState {
  /// For programs.
  var name: String {
    switch self {
    case .collecting: "collecting"
    case .ongoing: "ongoing"
    case .success: "success"
    case .failed: "failed"
    }
  }

  /// For a fact of a report.
  var words: String {
    switch self {
    case .collecting(let progress):
      // Never rounded up: 99.9 % of a minimum are not all of it.
      "collecting data, \(Int((progress * 100).rounded(.down)))% of the least advanced minimum"
    case .ongoing, .success, .failed: name
    }
  }
}
