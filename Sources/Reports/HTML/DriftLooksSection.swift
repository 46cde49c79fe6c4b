internal import Foundation
internal import Judge

/// All looks of a scheduled report: the evidence over time, and the line at which it is an alarm.
struct DriftLooksSection {
  private let looks: DriftLooks

  init(_ looks: DriftLooks) { self.looks = looks }

  var section: Markup {
    .section("All looks together", [.tag(.p, text: promise), .facts(facts)] + figure)
  }

  private var promise: String {
    "In \(NumberText.count(looks.looks)) \(looks.looks == 1 ? "look" : "looks") at most "
      + "\(NumberText.significant(looks.alarmRate * Double(looks.looks), digits: 3)) false alarms are "
      + "expected, over all columns together; "
      + (looks.alarms == 1 ? "one was raised." : "\(NumberText.count(looks.alarms)) were raised.")
  }

  private var facts: [Fact] {
    var facts = [
      Fact("this look", InertText.name(looks.look)),
      Fact("evidence", NumberText.evidence(looks.logEValue)),
      Fact("an alarm from", NumberText.evidence(looks.logThreshold)),
    ]
    switch looks.standing {
    case .new: break
    case .takenBefore: facts.append(Fact("taken before", "nothing was added"))
    }
    if looks.caughtUp > 1 {
      facts.append(Fact("caught up with", NumberText.count(looks.caughtUp, "look", "looks")))
    }
    return facts
  }

  /// Decimal logarithms, so that the axis shows powers of ten.
  private var figure: [Markup] {
    let values = looks.history.map { look in
      TrendPlot.Value(
        label: InertText.name(look.name, limit: 12), estimate: look.logEValue / log(10),
        isAlarm: look.alarm)
    }
    let picture = TrendPlot(
      values: values, alarm: looks.logThreshold / log(10), axis: "evidence, power of ten",
      title: "evidence of drift by look, with the alarm line"
    ).picture
    return picture.map { [.tag(.figure, holding: [$0])] } ?? []
  }
}
