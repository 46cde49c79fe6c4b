// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "LogBenchmarks",
  targets: [
    .executableTarget(name: "generate", linkerSettings: [.linkedLibrary("m")])
  ]
)
