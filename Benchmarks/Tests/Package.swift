// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "TestBenchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "assay", path: "../..")],
  targets: [
    .executableTarget(name: "measure", dependencies: [.product(name: "Stats", package: "assay")])
  ],
  swiftLanguageModes: [.v6]
)
