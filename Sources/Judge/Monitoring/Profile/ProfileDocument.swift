internal import Foundation
internal import Summaries

/// A profile as its file has it: JSON, read strictly.
///
/// Its first key says that it is a profile and of which version. Numbers that are told apart in full stand
/// as they are, coarser cells as the steps between their keys.
struct ProfileDocument: Codable {
  /// A column's counts; the number of gaps is what the others leave of the rows.
  struct Column: Codable {
    var name: String
    var missing: Int
    var nonFinite: Int
    var texts: Int
    var mantissaBits: Int
    /// The numbers, where all of their bits are told apart.
    var values: [Double]?
    /// Else the keys of the cells: the first, then the steps from one to the next.
    var steps: [Int64]?
    var counts: [Int]
    var moments: Moments
    /// Nil where there were too many.
    var categories: [String]?
    var categoryCounts: [Int]?
  }

  /// What became of the rows.
  struct Rows: Codable {
    var read: Int
    var used: Int
    var filtered: Int
    var outsidePeriod: Int
    var early: Int
    var failed: Int
  }

  /// The version; its name sorts first, and tells a profile from any log.
  var assayProfile: Int
  var columns: [Column]
  var counted: Int
  var damage: [LogSummary.Damage]
  var reading: LogProfile.Reading
  var rows: Rows
  /// Where rows come in units.
  var units: ProfileUnits?

  static let version = 2
}

private struct ProfileVersion: Decodable {
  var assayProfile: Int
}

extension LogProfile {
  /// What the file of a profile begins with.
  public static let mark = "{\"assayProfile\":"

  /// The text of the profile's file, the same bytes for the same profile.
  public var text: String {
    let document = ProfileDocument(
      assayProfile: ProfileDocument.version, columns: columns.map(ProfileDocument.Column.init),
      counted: counted, damage: damage, reading: reading, rows: ProfileDocument.Rows(rows),
      units: units)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Moments overflow to infinity for numbers near the largest there are.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let data = (try? encoder.encode(document)) ?? Data()
    return FileSeal.sealed(String(bytes: data, encoding: .utf8) ?? "")
  }

  /// Reads a profile's file; one that is not as it was written, or not consistent, is refused.
  ///
  /// - Throws: `ProfileError`.
  public init(text: [UInt8]) throws(ProfileError) {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let data = Data(text)
    guard let version = try? decoder.decode(ProfileVersion.self, from: data) else {
      throw .malformed("it is cut short, or no profile")
    }
    guard version.assayProfile == ProfileDocument.version else {
      throw .unknownVersion(version.assayProfile)
    }
    guard FileSeal.isIntact(text) else {
      throw .malformed("it is not as it was written: its SHA-256 is another")
    }
    let document: ProfileDocument
    do {
      document = try decoder.decode(ProfileDocument.self, from: data)
    } catch {
      throw .malformed(Self.cause(error))
    }
    if let key = ProfileKeys.unknown(in: data, of: document) {
      throw .malformed("\"\(key)\" is no key of a profile")
    }
    try self.init(document)
  }

  private init(_ document: ProfileDocument) throws(ProfileError) {
    if let cause = document.rowsCause { throw .malformed(cause) }
    var columns: [ColumnDistribution] = []
    var names: Set<String> = []
    for column in document.columns {
      guard names.insert(column.name).inserted else {
        throw .malformed("the column \"\(column.name)\" stands there twice")
      }
      let distribution = column.distribution
      let check = ProfileColumnCheck(column: column, rows: document.counted)
      if let cause = check.cause(distribution) {
        throw .malformed("the column \"\(column.name)\": \(cause)")
      }
      if let distribution { columns.append(distribution) }
    }
    guard (document.units == nil) == (document.reading.unit == nil),
      document.units?.isPlausible ?? true
    else {
      throw .malformed("its design effects are none")
    }
    self.init(
      reading: document.reading, rows: document.rows.rows, damage: document.damage,
      counted: document.counted, columns: columns)
    units = document.units
  }

  private static func cause(_ error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound(let key, _): "it has no \"\(key.stringValue)\""
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      "\(context.codingPath.map(\.stringValue).joined(separator: ".")) is of another type"
    default: "it is no JSON of a profile"
    }
  }
}

extension ProfileDocument {
  /// More rows than any log has, few enough for sums not to overflow.
  static let mostRows = 1 << 53

  /// What the numbers of rows say against each other, or nothing.
  fileprivate var rowsCause: String? {
    let counts = [
      ("rows.read", rows.read), ("rows.used", rows.used), ("rows.filtered", rows.filtered),
      ("rows.outsidePeriod", rows.outsidePeriod), ("rows.early", rows.early),
      ("rows.failed", rows.failed), ("counted", counted),
    ]
    for (key, count) in counts where !(0...Self.mostRows).contains(count) {
      return "\(key) is \(count), which is no number of rows"
    }
    let known = rows.used + rows.filtered + rows.outsidePeriod + rows.failed
    if known > rows.read { return "it has \(known) rows of \(rows.read) that were read" }
    if reading.weight == nil, counted != rows.used {
      return "its columns have \(counted) rows, and \(rows.used) were used"
    }
    return nil
  }
}

extension ProfileDocument.Rows {
  init(_ rows: LogSummary.Rows) {
    self.init(
      read: rows.read, used: rows.used, filtered: rows.filtered,
      outsidePeriod: rows.outsidePeriod, early: rows.early, failed: rows.failed)
  }

  var rows: LogSummary.Rows {
    var result = LogSummary.Rows()
    (result.read, result.used, result.filtered) = (read, used, filtered)
    (result.outsidePeriod, result.early, result.failed) = (outsidePeriod, early, failed)
    return result
  }
}

extension ProfileDocument.Column {
  init(_ column: ColumnDistribution) {
    let cells = column.histogram.keyedCounts
    let isExact = column.histogram.mantissaBits == 52
    let texts = column.categories.counts?.sorted { $0.key < $1.key }
    self.init(
      name: column.column, missing: column.missing, nonFinite: column.nonFinite,
      texts: column.texts, mantissaBits: column.histogram.mantissaBits,
      values: isExact ? column.histogram.cells.map(\.lower) : nil,
      steps: isExact ? nil : zip(cells.keys, [0] + cells.keys.dropLast()).map { $0 - $1 },
      counts: cells.counts, moments: column.moments, categories: texts?.map(\.key),
      categoryCounts: texts?.map(\.value))
  }

  /// The column, or nil where its numbers contradict each other.
  var distribution: ColumnDistribution? {
    let parts = [missing, nonFinite, texts] + counts + (categoryCounts ?? [])
    guard parts.allSatisfy({ (0...ProfileDocument.mostRows).contains($0) }), let histogram,
      let categories = categoryTable
    else { return nil }
    let present = histogram.count + nonFinite + texts
    return ColumnDistribution(
      column: name, missing: missing, numbers: histogram.count, nonFinite: nonFinite,
      texts: texts, histogram: histogram, moments: moments,
      categories: CategoryCounts(
        cap: LogProfile.resolution.categoryCap, count: present, counts: categories.counts))
  }

  private var histogram: ValueHistogram? {
    let resolution = LogProfile.resolution.resolution
    if mantissaBits == 52 {
      guard let values, steps == nil, values.count == counts.count,
        values.allSatisfy(\.isFinite), zip(values, values.dropFirst()).allSatisfy({ $0 < $1 })
      else { return nil }
      var histogram = ValueHistogram(resolution)
      for (value, count) in zip(values, counts) {
        guard count > 0 else { return nil }
        histogram.add(value, times: count)
      }
      return histogram.mantissaBits == 52 ? histogram : nil
    }
    guard let steps, values == nil else { return nil }
    var keys: [Int64] = []
    var key: Int64 = 0
    for step in steps {
      let (next, overflow) = key.addingReportingOverflow(step)
      guard !overflow else { return nil }
      key = next
      keys.append(key)
    }
    return ValueHistogram(resolution, mantissaBits: mantissaBits, keys: keys, counts: counts)
  }

  private var categoryTable: CategoryCounts? {
    let cap = LogProfile.resolution.categoryCap
    guard let categories, let categoryCounts else {
      guard categories == nil, categoryCounts == nil else { return nil }
      return CategoryCounts(cap: cap, count: 0, counts: nil)
    }
    guard categories.count == categoryCounts.count, categories.count <= cap,
      Set(categories).count == categories.count
    else { return nil }
    return CategoryCounts(
      cap: cap, count: categoryCounts.reduce(0, +),
      counts: Dictionary(
        zip(categories, categoryCounts), uniquingKeysWith: { first, _ in first }))
  }
}
