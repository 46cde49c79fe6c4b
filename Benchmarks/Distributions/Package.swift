// swift-tools-version: 6.2
import PackageDescription

let stats: [Target.Dependency] = [.product(name: "Stats", package: "assay")]

let package = Package(
  name: "DistributionBenchmarks",
  dependencies: [.package(name: "assay", path: "../..")],
  targets: [
    .executableTarget(name: "evaluate", dependencies: stats),
    .executableTarget(name: "speed", dependencies: stats),
  ],
  swiftLanguageModes: [.v6]
)
