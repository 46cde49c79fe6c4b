/// The fields of one delimited row as text: for headers and samples, not for the row path.
enum DelimitedFields {
  /// Splits the row in `start ..< end`, its line end not included.
  static func split(_ p: Bytes, _ start: Int, _ end: Int, delimiter: UInt8) -> [String] {
    let structure = DelimitedStructure(delimiter: delimiter)
    let end = end > start && p[end - 1] == 0x0D ? end - 1 : end
    var fields: [String] = []
    var field: [UInt8] = []
    var state = DelimitedStructure.State.fieldStart
    for i in start..<end {
      let before = state
      state = structure.next(state, p[i])
      switch (before, state) {
      case (_, .fieldStart):
        fields.append(String(decoding: field, as: UTF8.self))
        field.removeAll()
      case (.fieldStart, .quoted), (.quoted, .quoteInQuoted): break
      default: field.append(p[i])
      }
    }
    fields.append(String(decoding: field, as: UTF8.self))
    return fields
  }
}
