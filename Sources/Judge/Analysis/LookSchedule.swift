internal import Foundation
internal import Summaries

/// When a plan that tests in groups looks: at whole multiples of its spacing since 1970, once the log is
/// known up to them.
struct LookSchedule: Equatable {
  /// When the log begins.
  var first: Timestamp
  /// Seconds between two looks.
  var spacing: Double
  /// The look that spends what is left, where the plan has a maximum duration: the first one behind it.
  var last: Timestamp?
  /// The looks there could be so far, in order.
  var taken: [Timestamp]
  /// The next look, unless the last one was taken.
  var next: Timestamp?

  /// Nil where the plan does not test in groups, or the log holds no row.
  ///
  /// - Parameters:
  ///   - plan: What names the spacing and the maximum.
  ///   - first: The first row.
  ///   - now: Up to when all rows are known.
  init?(_ plan: Plan, first: Timestamp?, now: Timestamp?) {
    guard plan.inference.success == .groupSequential, let first, let now else { return nil }
    (self.first, spacing) = (first, plan.lookSpacing)
    let width = spacing * 1e6
    func look(_ index: Double) -> Timestamp {
      Timestamp(microseconds: Int64(exactly: (index * width).rounded()) ?? .max)
    }
    let begin = (Double(first.microseconds) / width).rounded(.down) + 1
    var end = (Double(now.microseconds) / width).rounded(.down)
    if let maximum = plan.duration.maximum {
      let final = ((Double(first.microseconds) + maximum * 1e6) / width).rounded(.up)
      last = look(final)
      end = min(end, final)
    }
    // So many looks are refused where the log is read; here they must only end.
    end = min(end, begin + Double(Plan.mostBuckets))
    taken = begin <= end ? stride(from: begin, through: end, by: 1).map(look) : []
    let upcoming = look(max(begin, end + 1))
    next = last.map { upcoming <= $0 ? upcoming : nil } ?? upcoming
  }

  /// The share of what there is to spend that a look may have spent: by information where the plan fixes
  /// the sample, else by the time in which complete units came; all of it at the last look.
  ///
  /// Calendar time instead of information: Lan & DeMets (1989), Statistics in Medicine 8.
  func fraction(
    at look: Timestamp, information: Double, plan: Plan, targetClock: Double, delay: Double
  ) -> Double {
    if let last, look >= last { return 1 }
    if plan.inference.plannedSample != nil { return min(1, information / targetClock) }
    guard let maximum = plan.duration.maximum, maximum > delay else { return 1 }
    return min(1, max(0, (first.seconds(to: look) - delay) / (maximum - delay)))
  }
}
