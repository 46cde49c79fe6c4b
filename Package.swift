// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]
let memorySafe = strict + [.strictMemorySafety()]

// The arrows of the design: Stats, Ingest → Summaries; Judge → Stats, Summaries;
// Experiment → Judge, Ingest; Reports → Judge; assay → Experiment, Reports. All see Summaries.
let package = Package(
  name: "assay",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Stats", targets: ["Stats", "Summaries"]),
    .library(name: "Experiment", targets: ["Experiment"]),
    .executable(name: "assay", targets: ["assay"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"]), .brew(["gsl"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .target(name: "CScan"),
    .target(name: "Summaries", swiftSettings: strict),
    .target(name: "Stats", dependencies: ["Summaries", "CGSL"], swiftSettings: memorySafe),
    .target(
      name: "Ingest",
      dependencies: [
        "Summaries", "CScan", "CZlib", "CZstd",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: memorySafe),
    .target(
      name: "Judge",
      dependencies: [
        "Stats", "Summaries", .product(name: "Yams", package: "Yams"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      resources: [.embedInCode("Plan/Schema/plan.schema.json"), .embedInCode("Plan/Templates")],
      swiftSettings: strict),
    .target(
      name: "Experiment", dependencies: ["Judge", "Ingest", "Stats", "Summaries"],
      swiftSettings: strict),
    .target(
      name: "Reports", dependencies: ["Judge", "Summaries"],
      resources: [.embedInCode("Schema/decision.schema.json")], swiftSettings: strict),
    .executableTarget(
      name: "assay",
      dependencies: [
        "Experiment", "Reports", "Judge", "Summaries",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .target(
      name: "AssayTestSupport", dependencies: ["Summaries", "Stats"],
      path: "Tests/AssayTestSupport",
      swiftSettings: strict),
    .testTarget(name: "SummariesTests", dependencies: ["Summaries", "AssayTestSupport"]),
    .testTarget(name: "StatsTests", dependencies: ["Stats", "Summaries", "AssayTestSupport"]),
    .testTarget(name: "IngestTests", dependencies: ["Ingest", "Summaries", "AssayTestSupport"]),
    .testTarget(
      name: "JudgeTests", dependencies: ["Judge", "Stats", "Summaries", "AssayTestSupport"]),
    .testTarget(
      name: "ExperimentTests", dependencies: ["Experiment", "Judge", "AssayTestSupport"]),
    .testTarget(name: "ReportsTests", dependencies: ["Reports", "Judge", "AssayTestSupport"]),
    .testTarget(name: "CLITests", dependencies: ["assay", "AssayTestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
