/// The variants of a drafted plan.
struct VariantDraft {
  /// The names found, the likely control first.
  let names: [String]
  private let isFound: Bool

  init(_ roles: RoleGuess) {
    guard let found = roles.variant?.distinct, found.count > 1 else {
      (names, isFound) = (["control", "treatment"], false)
      return
    }
    isFound = true
    let sorted = found.sorted(by: VariantDraft.isBefore)
    let control = VariantDraft.controlWords.lazy.compactMap { word in
      sorted.first { $0.lowercased().contains(word) }
    }.first
    guard let control else {
      names = sorted
      return
    }
    names = [control] + sorted.filter { $0 != control }
  }

  private static let controlWords = [
    "control", "champion", "baseline", "current", "production", "incumbent", "old",
  ]

  /// Numbers by value, before texts.
  private static func isBefore(_ left: String, _ right: String) -> Bool {
    switch (Double(left), Double(right)) {
    case (let left?, let right?) where left != right: left < right
    case (_?, nil): true
    case (nil, _?): false
    default: left < right
    }
  }

  var lines: [String] {
    let comment = isFound ? "the control is a guess" : "not found: name yours"
    let traffic = names.map { "\(YAMLText.scalar($0)): 1" }.joined(separator: ", ")
    return [
      "variants:  # \(comment)", "  control: \(YAMLText.scalar(names[0]))",
      "  treatments: \(YAMLText.list(Array(names.dropFirst())))",
      "traffic: {\(traffic)}  # the planned weights, never the observed ones",
    ]
  }
}
