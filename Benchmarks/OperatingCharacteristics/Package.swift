// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "OperatingCharacteristics",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "assay", path: "../..")],
  targets: [
    .executableTarget(
      name: "operating-characteristics",
      dependencies: [
        .product(name: "Experiment", package: "assay"), .product(name: "Stats", package: "assay"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
