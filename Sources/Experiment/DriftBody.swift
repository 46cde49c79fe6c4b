internal import Foundation

/// One side of a drift check: logs to scan, and profiles that were scanned before.
struct DriftBody {
  let logs: [LogInput]
  let profiles: [LogProfile]
  /// All files, in the order they were named.
  private let files: [LogInput]

  /// Tells profiles from logs by what their files begin with.
  init(_ inputs: [LogInput]) throws(ExperimentError) {
    let files = try LogInput.rereadable(inputs)
    var (logs, profiles) = ([LogInput](), [LogProfile]())
    for file in files {
      if ProfileFile.isProfile(file) {
        profiles.append(try ProfileFile.read(file))
      } else {
        logs.append(file)
      }
    }
    (self.logs, self.profiles, self.files) = (logs, profiles, files)
  }

  /// SHA-256 of the files' bytes, whatever the order they are named in.
  func digest() throws(ExperimentError) -> String {
    do throws(IngestError) {
      return try LogInput.digest(of: files)
    } catch {
      throw .ingest(error)
    }
  }
}

/// A profile's file.
public enum ProfileFile {
  /// A file beyond this is no profile, and is not read into memory.
  private static let mostBytes = 256 << 20

  /// Whether a file begins or ends as profiles do: one whose first bytes are damaged is no log.
  public static func isProfile(_ path: String) -> Bool { isProfile(LogInput.path(path)) }

  static func isProfile(_ input: LogInput) -> Bool {
    guard !input.canBeReadOnce, let file = handle(input) else { return false }
    defer { try? file.close() }
    let mark = Data(LogProfile.mark.utf8)
    if (try? file.read(upToCount: mark.count)) == mark { return true }
    guard let size = try? file.seekToEnd(), size >= UInt64(FileSeal.length),
      (try? file.seek(toOffset: size - UInt64(FileSeal.length))) != nil,
      let end = try? file.read(upToCount: FileSeal.length)
    else { return false }
    return FileSeal.isSeal(end)
  }

  private static func handle(_ input: LogInput) -> FileHandle? {
    switch input {
    case .path(let path): return FileHandle(forReadingAtPath: path)
    case .copy(let copy):
      return copy.opened().map { FileHandle(fileDescriptor: $0, closeOnDealloc: true) }
    case .standardInput: return nil
    }
  }

  /// Reads a profile.
  ///
  /// - Throws: `ExperimentError` where the file is none.
  static func read(_ input: LogInput) throws(ExperimentError) -> LogProfile {
    let path = input.name
    guard let file = handle(input) else { throw .ingest(.missingFile(path)) }
    defer { try? file.close() }
    let data: Data
    do {
      data = try file.read(upToCount: mostBytes + 1) ?? Data()
    } catch {
      throw .ingest(.readFailed(path, cause: error.localizedDescription))
    }
    guard data.count <= mostBytes else {
      throw .profile(file: path, .malformed("it is longer than 256 MiB"))
    }
    do throws(ProfileError) {
      return try LogProfile(text: Array(data))
    } catch {
      throw .profile(file: path, error)
    }
  }

  /// Reads profiles and merges them; all of them were read from their logs in the same way.
  ///
  /// - Throws: `ExperimentError`, also where one of the files is a log, or where two that are said to have no
  ///   unit in common are the same.
  public static func merged(
    _ paths: [String], sharing: ProfileUnits.Sharing = .unknown
  ) throws(ExperimentError) -> LogProfile {
    var merged: LogProfile?
    var taken: [String: String] = [:]
    for path in paths {
      let next = try read(.path(path))
      if sharing == .none, next.counted > 0,
        let other = taken.updateValue(path, forKey: next.digest)
      {
        throw .profile(file: path, .repeated(other: other))
      }
      guard merged != nil else {
        merged = next
        continue
      }
      do throws(ProfileError) {
        try merged?.merge(next, sharing: sharing)
      } catch {
        throw .profile(file: path, error)
      }
    }
    guard let merged else { throw .unsupported("There is no profile to merge.") }
    return merged
  }
}
