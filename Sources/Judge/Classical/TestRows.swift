internal import Summaries

/// The rows of a scan that have everything a test needs, their groups in order.
struct TestRows {
  /// One row.
  struct Row {
    /// The value, of categories the index of its name.
    var value: Double
    var with: Double
    var label: Bool
    var group: Int
    /// Indices of names; zero where no such column was asked for.
    var unit: Int
    var pair: Int
    var stratum: Int
  }

  /// The groups' names, control first; empty without a group column.
  let groups: [String]
  /// The categories' names, in their order.
  let categories: [String]
  let units: [String]
  let pairs: [String]
  let strata: [String]
  private(set) var rows: [Row] = []
  /// How many rows lack something.
  private(set) var leftOut = 0

  /// Takes the columns of `TestColumns.scanPlan`.
  init(_ raw: RawColumns, _ columns: TestColumns) throws(TestProblem) {
    var rest = raw.values[...]
    func next(_ isThere: Bool) -> Ordered? { isThere ? rest.popFirst().map(Ordered.init) : nil }
    let value = next(true) ?? Ordered(.numbers([]))
    let with = next(columns.with != nil)
    let label = next(columns.label != nil)
    let group = next(columns.group != nil)
    let unit = next(columns.unit != nil)
    let pair = next(columns.pair != nil)
    let stratum = next(columns.stratum != nil)
    (categories, units) = (value.names, unit?.names ?? [])
    (pairs, strata) = (pair?.names ?? [], stratum?.names ?? [])
    var order = Array((group?.names ?? []).indices)
    if let control = columns.control {
      guard let index = group?.names.firstIndex(of: control) else {
        throw .unknownControl(control, present: group?.names ?? [])
      }
      order.remove(at: index)
      order.insert(index, at: 0)
    }
    groups = order.map { group?.names[$0] ?? "" }
    var place = Array(repeating: 0, count: order.count)
    for (position, index) in order.enumerated() { place[index] = position }
    for row in 0..<value.count {
      func index(_ column: Ordered?) -> Int? {
        guard let column else { return 0 }
        return column[row].map { Int($0) }
      }
      guard let number = value[row], let other = with == nil ? 0 : with?[row],
        let truth = label == nil ? 0 : label?[row],
        let groupIndex = index(group), let unitIndex = index(unit),
        let pairIndex = index(pair), let stratumIndex = index(stratum)
      else {
        leftOut += 1
        continue
      }
      rows.append(
        Row(
          value: number, with: other, label: truth > 0,
          group: place.isEmpty ? 0 : place[groupIndex],
          unit: unitIndex, pair: pairIndex, stratum: stratumIndex))
    }
  }

  /// A column whose names are in order, so that nothing depends on that of the rows.
  private struct Ordered {
    var names: [String] = []
    private var numbers: [Double?] = []
    private var indices: [Int?] = []

    init(_ values: RawColumns.Values) {
      switch values {
      case .numbers(let numbers): self.numbers = numbers
      case .categories(let categories):
        names = categories.names.sorted()
        var place: [String: Int] = [:]
        for (index, name) in names.enumerated() { place[name] = index }
        let map = categories.names.map { place[$0] ?? 0 }
        indices = categories.indices.map { $0.map { map[$0] } }
      }
    }

    var count: Int { max(numbers.count, indices.count) }

    subscript(row: Int) -> Double? {
      numbers.isEmpty ? indices[row].map(Double.init) : numbers[row]
    }
  }
}
