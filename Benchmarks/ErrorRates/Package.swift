// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "ErrorRates",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "assay", path: "../..")],
  targets: [
    .executableTarget(
      name: "error-rates", dependencies: [.product(name: "Stats", package: "assay")])
  ],
  swiftLanguageModes: [.v6]
)
