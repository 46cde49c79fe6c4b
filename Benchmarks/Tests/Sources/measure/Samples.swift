import Foundation

/// The data that every program is given: raw little-endian doubles in a directory of files.
struct Samples {
  let control: [Double]
  let treatment: [Double]
  let smallControl: [Double]
  let smallTreatment: [Double]

  init(directory: String) throws {
    func read(_ name: String) throws -> [Double] {
      let data = try Data(contentsOf: URL(filePath: directory).appending(path: "\(name).f64"))
      return data.withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
    }
    (control, treatment) = (try read("control"), try read("treatment"))
    smallControl = Array(control.prefix(10_000))
    smallTreatment = Array(treatment.prefix(10_000))
  }
}
