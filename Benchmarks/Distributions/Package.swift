// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "DistributionBenchmarks",
  dependencies: [.package(name: "assay", path: "../..")],
  targets: [
    .executableTarget(
      name: "evaluate", dependencies: [.product(name: "Stats", package: "assay")])
  ],
  swiftLanguageModes: [.v6]
)
