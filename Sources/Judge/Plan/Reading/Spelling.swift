/// Finds the word that was probably meant.
enum Spelling {
  /// The known word nearest to `word`, if it is near enough to be a slip of the keyboard.
  static func nearest(to word: String, in known: [String]) -> String? {
    let typed = Array(word.lowercased())
    // A longer word would cost more than any suggestion is worth.
    guard typed.count <= 64 else { return nil }
    let ranked = known.map { (word: $0, distance: distance(typed, Array($0.lowercased()))) }
    let best = ranked.min { ($0.distance, $0.word) < ($1.distance, $1.word) }
    guard let best, best.distance <= max(1, best.word.count / 3) else { return nil }
    return best.word
  }

  /// The Damerau–Levenshtein distance (Damerau, 1964) in its optimal string alignment form: the
  /// insertions, deletions, substitutions and swaps of neighbours that turn one word into the other.
  static func distance(_ left: [Character], _ right: [Character]) -> Int {
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in 1...left.count {
      var row = [i]
      row.reserveCapacity(right.count + 1)
      for j in 1...right.count {
        let substitution = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1)
        var cost = min(last[j] + 1, row[j - 1] + 1, substitution)
        if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
          cost = min(cost, beforeLast[j - 2] + 1)
        }
        row.append(cost)
      }
      (beforeLast, last) = (last, row)
    }
    return last[right.count]
  }
}
