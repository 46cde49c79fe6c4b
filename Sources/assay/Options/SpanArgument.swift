internal import ArgumentParser
internal import Experiment

/// A length of time on the command line, as a plan writes it: 1d, 6h, 90m, or ISO 8601.
struct SpanArgument: ExpressibleByArgument {
  let seconds: Double

  init?(argument: String) {
    guard let span = TimeSpan(argument), span.seconds > 0 else { return nil }
    seconds = span.seconds
  }
}
