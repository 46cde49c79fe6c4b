internal import Summaries

/// What the fields of a batch mean, column by column, each read at most once.
final class BatchValues {
  private static let rows = RowBatch.capacity
  private let plan: CompiledPlan
  private let scanner: DelimitedStructure.Scanner
  private let powers = NumberText.powerLane
  private let others = Storage<UInt32>(BatchValues.rows, zero: 0)
  private(set) var batch: RowBatch?

  private var numbers: [Storage<Double>] = []
  private var kinds: [Storage<UInt8>] = []
  private var booleans: [Storage<UInt8>] = []
  private var masks: [Storage<UInt8>] = []
  private var textKinds: [Storage<UInt8>] = []
  /// Columns that are read as numbers anyway, so that these tell what is missing.
  private var isNumeric: [Bool] = []
  private var hasTextKinds: [Bool] = []
  private var hasNumbers: [Bool] = []
  /// The greatest of a column's kinds.
  private var worstNumbers: [UInt8] = []
  private var hasBooleans: [Bool] = []
  private var hasMixedBooleans: [Bool] = []
  private var hasMask: [Bool] = []
  /// For tests of texts, the texts.
  private let texts: [TextTable?]

  init(_ plan: CompiledPlan, _ scanner: DelimitedStructure.Scanner) {
    (self.plan, self.scanner) = (plan, scanner)
    texts = plan.tests.map { test in
      switch test.test {
      case .isOneOf(let texts), .isNoneOf(let texts): TextTable(texts)
      default: nil
      }
    }
    masks = plan.tests.map { _ in Storage(Self.rows, zero: 0) }
    hasMask = plan.tests.map { _ in false }
    makeRoom(for: plan.slots.count)
  }

  private func makeRoom(for slots: Int) {
    while hasNumbers.count < slots {
      // Memory for a column is taken when it is first read as numbers or booleans.
      numbers.append(Storage(0, zero: 0))
      kinds.append(Storage(0, zero: 0))
      booleans.append(Storage(0, zero: 0))
      textKinds.append(Storage(0, zero: 0))
      isNumeric.append(plan.numericSlots.contains(hasNumbers.count))
      hasTextKinds.append(false)
      hasNumbers.append(false)
      worstNumbers.append(0)
      hasBooleans.append(false)
      hasMixedBooleans.append(false)
    }
  }

  /// Turns to another batch.
  func begin(_ batch: RowBatch) {
    self.batch = batch
    makeRoom(for: batch.slots.count)
    for slot in hasNumbers.indices {
      (hasNumbers[slot], hasBooleans[slot], hasTextKinds[slot]) = (false, false, false)
    }
    for test in hasMask.indices { hasMask[test] = false }
  }

  /// A column read as numbers.
  struct Numbers {
    /// Zero where there is no number.
    var values: Lane<Double>
    /// What each field is (`NumberKind`).
    var kinds: Lane<UInt8>
    /// Some field is not a number.
    var hasGaps: Bool
    /// Some field is neither a number nor missing.
    var isMixed: Bool
  }

  /// A column's numbers.
  func numbers(_ slot: Int) -> Numbers {
    numbers[slot].grow(Self.rows)
    kinds[slot].grow(Self.rows)
    let (values, found) = (numbers[slot].lane, kinds[slot].lane)
    if let batch, !hasNumbers[slot] {
      hasNumbers[slot] = true
      let (p, view, powers, others) = (batch.bytes, batch.slots[slot], powers, others.lane)
      let checkMissing = plan.missing.mayBeNumbers
      found.fill(0..<batch.count, NumberKind.number.rawValue)
      let left = NumberText.readShort(
        p, view, rows: batch.count, to: values, others: others,
        checkMissing ? .portable : scanner)
      var worst = NumberKind.number.rawValue
      for i in 0..<left {
        let row = Int(others[i])
        let (start, end) = (view.start(row), view.end(row))
        if !checkMissing, let short = NumberText.short(p, start, end, powers) {
          values[row] = short
        } else {
          (found[row], values[row]) = general(p, start, end)
          worst = max(worst, found[row])
        }
      }
      worstNumbers[slot] = worst
    }
    let worst = worstNumbers[slot]
    return Numbers(
      values: values, kinds: found, hasGaps: worst > NumberKind.number.rawValue,
      isMixed: worst > NumberKind.missing.rawValue)
  }

  @inline(never)
  private func general(_ p: Bytes, _ start: Int, _ end: Int) -> (UInt8, Double) {
    if plan.missing.contain(p, start, end) { return (NumberKind.missing.rawValue, 0) }
    let (kind, value) = NumberText.parse(p, start, end)
    return (kind.rawValue, kind == .number ? value : 0)
  }

  /// A column read as booleans.
  struct Booleans {
    /// What each field is (`BooleanKind`).
    var kinds: Lane<UInt8>
    /// Some field is neither a boolean nor missing.
    var isMixed: Bool
  }

  /// A column's booleans.
  func booleans(_ slot: Int) -> Booleans {
    booleans[slot].grow(Self.rows)
    let found = booleans[slot].lane
    if let batch, !hasBooleans[slot] {
      hasBooleans[slot] = true
      let (p, view, missing) = (batch.bytes, batch.slots[slot], plan.missing)
      let checkMissing = missing.mayBeNumbers
      var isMixed = false
      for row in 0..<batch.count {
        let (start, end) = (view.start(row), view.end(row))
        let digit = p[start] &- 0x30
        if !checkMissing, end &- start == 1, digit <= 1 {
          found[row] = digit
          continue
        }
        let kind = BooleanText.parse(p, start, end)
        let isMissing = (checkMissing || kind == .text) && missing.contain(p, start, end)
        found[row] = (isMissing ? .missing : kind).rawValue
        isMixed = isMixed || found[row] == BooleanKind.text.rawValue
      }
      hasMixedBooleans[slot] = isMixed
    }
    return Booleans(kinds: found, isMixed: hasMixedBooleans[slot])
  }

  /// Which of a column's fields are missing, the others being texts (`NumberKind`).
  func textKinds(_ slot: Int) -> Lane<UInt8> {
    textKinds[slot].grow(Self.rows)
    let found = textKinds[slot].lane
    guard let batch, !hasTextKinds[slot] else { return found }
    hasTextKinds[slot] = true
    if isNumeric[slot] {
      let kinds = numbers(slot).kinds
      for row in 0..<batch.count {
        let isMissing = kinds[row] == NumberKind.missing.rawValue
        found[row] = (isMissing ? NumberKind.missing : .text).rawValue
      }
      return found
    }
    let (p, view, missing) = (batch.bytes, batch.slots[slot], plan.missing)
    for row in 0..<batch.count {
      let (start, end) = (view.start(row), view.end(row))
      found[row] =
        (missing.contain(p, start, end) ? NumberKind.missing : NumberKind.text).rawValue
    }
    return found
  }

  /// 1 for each row that meets a test.
  func mask(_ test: Int) -> Lane<UInt8> {
    let mask = masks[test].lane
    guard let batch, !hasMask[test] else { return mask }
    hasMask[test] = true
    let (slot, p) = (plan.tests[test].slot, batch.bytes)
    let view = batch.slots[slot]
    let rows = 0..<batch.count
    switch plan.tests[test].test {
    case .isMissing:
      let kinds = textKinds(slot)
      for row in rows { mask[row] = kinds[row] == NumberKind.missing.rawValue ? 1 : 0 }
    case .isPresent:
      let kinds = textKinds(slot)
      for row in rows { mask[row] = kinds[row] == NumberKind.missing.rawValue ? 0 : 1 }
    case .isTrue:
      let values = booleans(slot).kinds
      for row in rows { mask[row] = values[row] == BooleanKind.yes.rawValue ? 1 : 0 }
    case .isNotTrue:
      let values = booleans(slot).kinds
      for row in rows {
        let kind = values[row]
        let isNotTrue = kind == BooleanKind.no.rawValue || kind == BooleanKind.missing.rawValue
        mask[row] = isNotTrue ? 1 : 0
      }
    case .isOneOf:
      guard let table = texts[test] else { break }
      for row in rows {
        mask[row] = table.find(p, view.start(row), view.end(row)) == nil ? 0 : 1
      }
    case .isNoneOf:
      guard let table = texts[test] else { break }
      let kinds = textKinds(slot)
      for row in rows {
        let isNone = table.find(p, view.start(row), view.end(row)) == nil
        mask[row] = isNone && kinds[row] == NumberKind.text.rawValue ? 1 : 0
      }
    case .isNotFinite:
      let kinds = numbers(slot).kinds
      for row in rows { mask[row] = kinds[row] == NumberKind.nonFinite.rawValue ? 1 : 0 }
    case .number(let relation, let bound):
      let found = numbers(slot)
      for row in rows {
        let isNumber = found.kinds[row] == NumberKind.number.rawValue
        mask[row] = isNumber && relation.holds(found.values[row], bound) ? 1 : 0
      }
    }
    return mask
  }
}

extension Condition.Relation {
  /// Whether a value stands in this relation to a bound.
  @inline(__always)
  func holds(_ value: Double, _ bound: Double) -> Bool {
    switch self {
    case .lessThan: value < bound
    case .atMost: value <= bound
    case .greaterThan: value > bound
    case .atLeast: value >= bound
    }
  }
}
