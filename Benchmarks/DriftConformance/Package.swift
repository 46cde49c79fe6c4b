// swift-tools-version: 6.2
import PackageDescription

let products: [Target.Dependency] = [
  .product(name: "Experiment", package: "assay"), .product(name: "Stats", package: "assay"),
]

// Both programs in one package, so that assay is built for release but once.
let package = Package(
  name: "DriftConformance",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "assay", path: "../..")],
  targets: [
    .target(name: "Simulated", dependencies: products),
    .executableTarget(name: "drift-conformance", dependencies: products + ["Simulated"]),
    .executableTarget(name: "drift-years", dependencies: products + ["Simulated"]),
  ],
  swiftLanguageModes: [.v6]
)
