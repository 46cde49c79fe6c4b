// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "DriftConformance",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "assay", path: "../..")],
  targets: [
    .executableTarget(
      name: "drift-conformance",
      dependencies: [
        .product(name: "Experiment", package: "assay"), .product(name: "Stats", package: "assay"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
