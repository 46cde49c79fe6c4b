/// Why an input could not be read at all; rows that could not be understood are counted instead.
public enum IngestError: Error, Equatable, Sendable {
  /// No file of that name, or no match of a pattern.
  case missingFile(String)
  case directory(String)
  case notPermitted(String)
  /// Reading failed on the way, for the cause the system gave.
  case readFailed(String, cause: String)
  /// What does not fit into memory could not be kept in a temporary file of this directory.
  case spillFailed(String, cause: String)
  /// An input that can be read but once, and must be read twice, could not be kept in this directory.
  case copyFailed(String, in: String, cause: String)
  /// The same file, or standard input, is named twice.
  case repeatedInput(String)
  /// Zero bytes.
  case empty(String)
  /// A known format that is not read; `conversion` is one line that makes it readable.
  case unsupportedFormat(String, format: String, conversion: String)
  case notText(String, byte: Int)
  case unreadableHeader(String, cause: String)
  /// Two columns of one name; their positions count from 1.
  case duplicateColumn(String, column: String, first: Int, second: Int)
  /// A column the plan needs is not in a file.
  case missingColumn(String, column: String, present: [String])
  /// A unit has more rows than are counted.
  case unitTooLarge(rows: Int)
  /// A file that is joined by key has more rows of keys that fall together than can be held.
  case joinTooLarge(rows: Int)
  /// The scan's own plan contradicts itself.
  case invalidPlan(String)

  /// What sort of failure this is, for an exit code.
  public enum Category: Sendable {
    /// The input is not there or may not be read (66).
    case noInput
    /// The input is not what it should be (65).
    case data
    /// The system failed to deliver (74).
    case io
    /// The request makes no sense (78).
    case configuration
  }

  /// What sort of failure this is.
  public var category: Category {
    switch self {
    case .missingFile, .directory, .notPermitted: .noInput
    case .readFailed, .spillFailed, .copyFailed: .io
    case .invalidPlan: .configuration
    default: .data
    }
  }

  /// One sentence on what is wrong and where, and one on how to mend it.
  public var message: String {
    switch self {
    case .missingFile(let file): "\(file): there is no such file. Check the path."
    case .directory(let file):
      "\(file): this is a directory, not a log. Name its files, for example \(file)/*.csv."
    case .notPermitted(let file): "\(file): reading is not permitted. Check the file's permissions."
    case .readFailed(let file, let cause): "\(file): reading failed: \(cause)."
    case .spillFailed(let directory, let cause):
      "\(directory): a temporary file could not be kept there: \(cause). "
        + "Allow more memory, or name a directory with more room."
    case .copyFailed(let file, let directory, let cause):
      "\(file): it must be read twice and could not be kept in \(directory): \(cause). "
        + "Name a directory with more room as TMPDIR, or give the log as a file."
    case .repeatedInput(let file):
      "\(file): the same input is named twice; its rows would count twice. Name it once."
    case .empty(let file):
      "\(file): the file is empty, it has not even a header. Check the job that writes it."
    case .unsupportedFormat(let file, let format, let conversion):
      "\(file): this is \(format), which is not read. Convert it: \(conversion)"
    case .notText(let file, let byte):
      "\(file): byte \(byte) is no text. Logs are CSV, TSV or JSON Lines, plain, gzip or zstd."
    case .unreadableHeader(let file, let cause):
      "\(file), line 1: the header cannot be read: \(cause)."
    case .duplicateColumn(let file, let column, let first, let second):
      "\(file), line 1: columns \(first) and \(second) are both named '\(column)'. Rename one."
    case .missingColumn(let file, let column, let present):
      "\(file), line 1: there is no column '\(column)'. " + Self.advice(column, present)
    case .unitTooLarge(let rows):
      "A unit has more than \(rows) rows, and no more are counted. "
        + "Sum them up beforehand, and name the column of their number as the log's weight."
    case .joinTooLarge(let rows):
      "A file that is joined by key has \(rows) rows whose keys fall together, more than can be held: most of "
        + "them have the same key. Leave out the rows that say the same."
    case .invalidPlan(let cause): "\(cause)."
    }
  }

  private static func advice(_ column: String, _ present: [String]) -> String {
    guard !present.isEmpty else { return "The file has no columns." }
    let shown = present.prefix(20).map { "'\($0)'" }.joined(separator: ", ")
    let more = present.count > 20 ? " and \(present.count - 20) more" : ""
    let near = present.first { $0.lowercased() == column.lowercased() }
    return (near.map { "Did you mean '\($0)'? " } ?? "") + "The file has \(shown)\(more)."
  }
}
