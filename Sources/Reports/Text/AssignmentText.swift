internal import Summaries

/// How units came to their variants, in sentences.
enum AssignmentText {
  static func notes(_ counts: AssignmentCounts) -> [Phrase] {
    let (checked, mismatched) = (counts.checked.reduce(0, +), counts.mismatched.reduce(0, +))
    let dropped = counts.dropped.reduce(0, +)
    var notes: [Phrase] = []
    if checked > 0 {
      let text =
        "Assignment: \(NumberText.count(checked - mismatched)) of \(NumberText.count(checked)) "
        + "units are in the variant of their hash."
      notes.append(Phrase(text, mismatched > 0 ? .caution : .plain))
    }
    if counts.moved > 0 {
      notes.append(
        Phrase(
          "Units moved by the split of the phases: \(NumberText.count(counts.moved)); every unit "
            + "counts with its rows of the phase it first came in."))
    }
    if dropped > 0 {
      notes.append(
        Phrase(
          "Units left out because their hash falls where the split changed: "
            + "\(NumberText.count(dropped))."))
    }
    return notes
  }
}
