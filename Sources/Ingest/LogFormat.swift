/// How the rows of a log are written.
public enum LogFormat: String, Sendable, Codable {
  /// By the file's name, else by its first bytes.
  case detect
  case csv
  case tsv
  case jsonLines

  /// The format that a file's name and first bytes show.
  static func detected(name: String, start: [UInt8]) -> LogFormat {
    let object = start.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    if object.first == UInt8(ascii: "{") {
      let next = object.dropFirst().first { $0 != 0x20 && !(0x09...0x0D).contains($0) }
      if next == UInt8(ascii: "\"") || next == UInt8(ascii: "}") { return .jsonLines }
    }
    var parts = name.lowercased().split(separator: ".").dropFirst()
    if let last = parts.last, ["gz", "zst", "zstd"].contains(last) { parts.removeLast() }
    switch parts.last {
    case "csv": return .csv
    case "tsv", "tab": return .tsv
    case "jsonl", "ndjson", "json": return .jsonLines
    default:
      let header = start.prefix { $0 != 0x0A }
      let tabs = header.count { $0 == 0x09 }
      return tabs > header.count { $0 == UInt8(ascii: ",") } ? .tsv : .csv
    }
  }

  /// The byte between two fields, where fields are delimited.
  var delimiter: UInt8 { self == .tsv ? 0x09 : UInt8(ascii: ",") }
}

/// Formats known by their first bytes that are not read.
enum ForeignFormat {
  private static let known:
    [(magic: [UInt8], name: String, conversion: @Sendable (String) -> String)] = [
      (Array("PAR1".utf8), "Parquet", { duckdb("'\($0)'") }),
      (
        [0x50, 0x4B, 0x03, 0x04], "a zip archive or an Excel sheet",
        { "unzip -p '\($0)' > log.csv" }
      ),
      (
        [0x4F, 0x62, 0x6A, 0x01], "Avro",
        { "duckdb -c \"INSTALL avro; LOAD avro; COPY (FROM read_avro('\($0)')) TO 'log.csv'\"" }
      ),
      (Array("ORC".utf8), "ORC", { "orc-contents '\($0)' > log.jsonl" }),
      (Array("BZh".utf8), "bzip2", { "bzip2 -dc '\($0)' | gzip > log.csv.gz" }),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz", { "xz -dc '\($0)' | gzip > log.csv.gz" }),
      ([0x04, 0x22, 0x4D, 0x18], "lz4", { "lz4 -dc '\($0)' | gzip > log.csv.gz" }),
      (
        [0xFF, 0x06, 0x00, 0x00, 0x73, 0x4E], "snappy", { "snzip -dc '\($0)' | gzip > log.csv.gz" }
      ),
      (
        Array("SQLite format 3\0".utf8), "a SQLite database",
        { "sqlite3 -header -csv '\($0)' 'SELECT * FROM log' > log.csv" }
      ),
      (
        Array("ARROW1".utf8), "an Arrow file",
        {
          "duckdb -c \"INSTALL nanoarrow FROM community; LOAD nanoarrow; COPY (FROM '\($0)') TO 'log.csv'\""
        }
      ),
      (
        [0x89, 0x48, 0x44, 0x46], "HDF5",
        { "python3 -c \"import pandas; pandas.read_hdf('\($0)').to_csv('log.csv')\"" }
      ),
      (
        [0x80, 0x04, 0x95], "a Python pickle",
        { "python3 -c \"import pandas; pandas.read_pickle('\($0)').to_csv('log.csv')\"" }
      ),
      ([0xD0, 0xCF, 0x11, 0xE0], "an old Excel sheet", { "libreoffice --convert-to csv '\($0)'" }),
      ([0xFF, 0xFE], "UTF-16 text", { "iconv -f UTF-16 -t UTF-8 '\($0)' > log.csv" }),
      ([0xFE, 0xFF], "UTF-16 text", { "iconv -f UTF-16 -t UTF-8 '\($0)' > log.csv" }),
    ]

  private static func duckdb(_ file: String) -> String {
    "duckdb -c \"COPY (FROM \(file)) TO 'log.csv'\""
  }

  /// Throws when the bytes are the beginning of a format that is not read, or of no text at all.
  static func refuse(name: String, start: [UInt8]) throws(IngestError) {
    for format in known where start.starts(with: format.magic) {
      throw .unsupportedFormat(name, format: format.name, conversion: format.conversion(name))
    }
    if start.count > 262, start[257..<262].elementsEqual("ustar".utf8) {
      throw .unsupportedFormat(
        name, format: "a tar archive", conversion: "tar -xOf '\(name)' > log.csv")
    }
    if start.first(where: { $0 != 0x20 && !(0x09...0x0D).contains($0) }) == UInt8(ascii: "[") {
      let jq = "jq -c '.[]' '\(name)' > log.jsonl"
      throw .unsupportedFormat(name, format: "a JSON array", conversion: jq)
    }
    if let nul = start.firstIndex(of: 0) { throw .notText(name, byte: nul) }
  }
}
