// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "DriftYears",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "assay", path: "../..")],
  targets: [
    .executableTarget(
      name: "drift-years",
      dependencies: [
        .product(name: "Experiment", package: "assay"), .product(name: "Stats", package: "assay"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
