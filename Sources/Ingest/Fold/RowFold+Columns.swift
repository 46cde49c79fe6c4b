internal import Summaries

/// The values of columns that are handed back row by row.
extension RowFold {
  /// Takes out the rows whose value in a column cannot be understood.
  func checkColumn(_ slot: Int, _ kind: ScanPlan.Column.Kind, _ rows: Range<Int>) {
    switch kind {
    // A time that cannot be understood has failed its row before.
    case .category, .rowTime: break
    case .number:
      let numbers = values.numbers(slot)
      for row in rows where numbers.isMixed { failUnlessNumber(row, numbers.kinds[row], slot) }
    case .boolean:
      let kinds = values.booleans(slot).kinds
      for row in rows where kinds[row] == BooleanKind.text.rawValue {
        fail(row, .notABoolean, slot)
      }
    case .numberOrBoolean:
      let (numbers, truths) = (values.numbers(slot), values.booleans(slot).kinds)
      for row in rows where numbers.isMixed && truths[row] == BooleanKind.text.rawValue {
        failUnlessNumber(row, numbers.kinds[row], slot)
      }
    }
  }

  /// Keeps the values of the rows that count.
  func keepColumns(_ rows: Range<Int>, _ batch: RowBatch) {
    guard let kept = result?.values else { return }
    let alive = alive.lane
    for (column, target) in zip(plan.columns, kept) {
      switch column.kind {
      case .number:
        let numbers = values.numbers(column.slot)
        for row in rows where alive[row] != 0 {
          let isNumber = numbers.kinds[row] == NumberKind.number.rawValue
          target.append(isNumber ? numbers.values[row] : nil)
        }
      case .boolean:
        let kinds = values.booleans(column.slot).kinds
        for row in rows where alive[row] != 0 {
          let isMissing = kinds[row] == BooleanKind.missing.rawValue
          target.append(isMissing ? nil : kinds[row] == BooleanKind.yes.rawValue ? 1 : 0)
        }
      case .numberOrBoolean:
        let numbers = values.numbers(column.slot)
        let truths = values.booleans(column.slot).kinds
        for row in rows where alive[row] != 0 {
          if numbers.kinds[row] == NumberKind.number.rawValue {
            target.append(numbers.values[row])
          } else {
            let isMissing = truths[row] == BooleanKind.missing.rawValue
            target.append(isMissing ? nil : truths[row] == BooleanKind.yes.rawValue ? 1 : 0)
          }
        }
      case .rowTime:
        let times = times.lane
        for row in rows where alive[row] != 0 { target.append(Double(times[row])) }
      case .category:
        let (kinds, view) = (values.textKinds(column.slot), batch.slots[column.slot])
        for row in rows where alive[row] != 0 {
          if kinds[row] == NumberKind.missing.rawValue {
            target.appendMissingText()
          } else {
            target.append(batch.bytes, view.start(row), view.end(row))
          }
        }
      }
    }
  }
}
