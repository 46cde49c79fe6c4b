internal import Judge

/// How many units are complete, where metrics wait for that.
enum CompletenessText {
  /// A sentence for each number of complete units, with the metrics that have it.
  static func lines(_ treatment: TreatmentAnalysis) -> [String] {
    var lines: [(complete: CompleteUnits, names: [String])] = []
    for metric in treatment.metrics {
      guard let complete = metric.complete else { continue }
      let name = InertText.name(metric.name)
      if let known = lines.firstIndex(where: { $0.complete == complete }) {
        lines[known].names.append(name)
      } else {
        lines.append((complete, [name]))
      }
    }
    return lines.map { complete, names in
      "\(NumberText.count(complete.control + complete.treatment)) of "
        + "\(NumberText.count(complete.units, "unit is", "units are")) mature for \(names.joined(separator: ", ")); "
        + "harm is judged on all of them."
    }
  }
}
