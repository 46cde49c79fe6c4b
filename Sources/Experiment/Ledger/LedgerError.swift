public import Judge

/// Why records cannot be read or kept.
public enum LedgerError: Error, Equatable, Sendable {
  case missing(path: String, cause: String)
  case cannotCreate(path: String, cause: String)
  case io(path: String, cause: String)
  /// Another process kept it for longer than one waits.
  case busy(path: String, seconds: Double)
  case broken(path: String, RecordChain.Break)
  /// The last record is not the one it should be.
  case otherHead(path: String, found: String?, expected: String)

  /// The exit code of the command line, one of sysexits.
  public var exitCode: Int32 {
    switch self {
    case .missing: 66
    case .cannotCreate: 73
    case .io: 74
    case .busy: 75
    case .broken, .otherHead: 65
    }
  }

  /// What is wrong, where, and how to mend it.
  public var message: String {
    switch self {
    case .missing(let path, let cause): "\(path): the records cannot be read: \(cause)"
    case .cannotCreate(let path, let cause): "\(path): cannot be created: \(cause)"
    case .io(let path, let cause): "\(path): writing failed: \(cause)"
    case .busy(let path, let seconds):
      "\(path): another process kept the records locked for \(TimeSpan(seconds: seconds).words); try again"
    case .broken(let path, let chainBreak):
      "\(path):\(chainBreak.line): \(chainBreak.complaint)"
    case .otherHead(let path, let found, let expected):
      "\(path): the last record's line has the SHA-256 \(found ?? "of none"), and should have \(expected): records were taken off the end, or added"
    }
  }
}

extension RecordChain.Break {
  fileprivate var complaint: String {
    switch kind {
    case .noRecord: "this line is no record that assay wrote; restore the file from a copy"
    case .changed:
      "this record was changed after it was written: its text does not have the digest it holds; restore the file from a copy"
    case .foreignPredecessor:
      line == 1
        ? "the first record follows one that is missing; restore the file from a copy"
        : "this record was written after another line than the one before it, which was changed, taken out or put in; restore the file from a copy"
    case .misnumbered(let found):
      "this record has number \(found), and its place is \(line); restore the file from a copy"
    case .carriageReturn:
      "this line ends in a carriage return: the file was rewritten with the line ends of Windows; restore it from a copy"
    case .cutOff:
      "the last line was cut off while it was written, and was never acknowledged; the next record replaces it"
    }
  }
}
