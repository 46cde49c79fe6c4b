// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "LogBenchmarks",
  dependencies: [.package(name: "assay", path: "../..")],
  targets: [
    .executableTarget(name: "generate", linkerSettings: [.linkedLibrary("m")]),
    .executableTarget(name: "launch"),
    .executableTarget(
      name: "scan", dependencies: [.product(name: "Experiment", package: "assay")]),
  ],
  swiftLanguageModes: [.v6]
)
