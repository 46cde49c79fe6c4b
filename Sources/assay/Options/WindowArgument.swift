internal import ArgumentParser
internal import Experiment

/// The windows of a log on the command line: a length of time of whole seconds, or `month`.
struct WindowArgument: ExpressibleByArgument {
  let window: DriftWindow

  init?(argument: String) {
    if argument == DriftWindow.monthWord {
      window = .month
      return
    }
    guard let span = TimeSpan(argument), span.seconds >= 1, span.seconds <= 1e9,
      span.seconds == span.seconds.rounded()
    else { return nil }
    window = .seconds(Int(span.seconds))
  }
}
