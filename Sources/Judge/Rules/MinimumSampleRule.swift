internal import Summaries

/// Too few units, or too short a time, is `continue` — never a pass and never a fail.
struct MinimumSampleRule: DecisionRule {
  let rule = Rule.minimumSample

  func apply(to file: CaseFile) -> Finding {
    let reasons =
      sample(file) + complete(file) + labels(file) + duration(file) + horizon(file)
      + looks(file)
    return Finding(verdict: reasons.isEmpty ? nil : .continue, reasons: reasons)
  }

  private func sample(_ file: CaseFile) -> [Reason] {
    guard file.sample.arms.contains(where: { $0.rows > 0 }) else { return [.noRows] }
    let required = file.plan.inference.minimumSample
    return file.sample.arms.compactMap { arm in
      if arm.rows == 0 { return .variantMissing(variant: arm.variant) }
      return arm.units < required
        ? .minimumSample(variant: arm.variant, units: arm.units, required: required) : nil
    }
  }

  /// What promotion rests on is the units that are complete.
  private func complete(_ file: CaseFile) -> [Reason] {
    let required = file.plan.inference.minimumSample
    return file.treatments.flatMap { treatment in
      treatment.metrics.compactMap { metric in
        guard metric.role != .monitor, let complete = metric.complete else { return nil }
        let fewest = min(complete.control, complete.treatment)
        guard fewest < required else { return nil }
        return .unitsIncomplete(
          metric: metric.name, treatment: treatment.variant,
          complete: complete.control + complete.treatment, units: complete.units,
          required: required)
      }
    }
  }

  /// Labels that come late come late for a reason: what is known first is no sample of what is to come.
  private func labels(_ file: CaseFile) -> [Reason] {
    guard let required = file.plan.labels?.coverage else { return [] }
    let labelled = Set(file.plan.metrics.filter { file.plan.isLabel($0) }.map(\.name))
    return file.missing.compactMap { missing in
      let share = min(missing.control, missing.changed)
      guard missing.cause == .noValue, labelled.contains(missing.metric), share < required else {
        return nil
      }
      return .labelsImmature(
        metric: missing.metric, treatment: missing.treatment, share: share, required: required)
    }
  }

  private func duration(_ file: CaseFile) -> [Reason] {
    guard let planned = file.plan.duration.minimum,
      let minimum = file.plan.duration.enforcedMinimum
    else { return [] }
    guard let elapsed = file.elapsed else { return [.durationUnknown] }
    guard elapsed < minimum else { return [] }
    return [
      .minimumDuration(
        elapsedSeconds: elapsed, requiredSeconds: minimum, plannedSeconds: planned,
        until: file.instant(elapsed: minimum))
    ]
  }

  /// Looks are taken again from the log: each row and label must say when it came.
  private func looks(_ file: CaseFile) -> [Reason] {
    guard file.plan.inference.success == .groupSequential else { return [] }
    let errors = [file.sample.rowErrors] + [file.sample.labels?.rowErrors].compactMap(\.self)
    let rows = errors.map { ($0.counts[.missingTime] ?? 0) + ($0.counts[.notATime] ?? 0) }
      .reduce(0, +)
    return rows > 0 ? [.looksNotReconstructable(rows: rows)] : []
  }

  /// A single look may be taken once, at the end.
  private func horizon(_ file: CaseFile) -> [Reason] {
    guard file.plan.inference.success == .fixed else { return [] }
    let horizon = file.plan.duration.maximum
    if let horizon, let elapsed = file.elapsed, elapsed >= horizon { return [] }
    return [.horizonNotReached(elapsedSeconds: file.elapsed, horizonSeconds: horizon)]
  }
}

extension Timestamp {
  /// The instant so many seconds later; the last representable one where that would overflow.
  func advanced(by seconds: Double) -> Timestamp {
    let microseconds = Double(self.microseconds) + seconds * 1e6
    return Timestamp(microseconds: Int64(exactly: microseconds.rounded()) ?? .max)
  }
}
