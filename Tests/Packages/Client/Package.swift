// swift-tools-version: 6.1

import PackageDescription

/// A package that uses cnnc as its clients do. `Tests/Packages/check` puts networks and weights of
/// PyTorch into it, builds it and counts what is made again.
let package = Package(
  name: "Client",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "cnnc", path: "../../..")],
  targets: [
    .target(name: "Networks", plugins: [.plugin(name: "CNNPlugin", package: "cnnc")]),
    .target(name: "Checked", exclude: ["digits.arch"]),
    .executableTarget(
      name: "Budget", dependencies: [.product(name: "CNNCompiler", package: "cnnc")]),
    .executableTarget(
      name: "Classify", dependencies: [.product(name: "CNNCompiler", package: "cnnc")]),
    .testTarget(
      name: "NetworksTests", dependencies: ["Networks", "Checked"],
      exclude: ["input.npy", "output.npy"]),
  ],
  swiftLanguageModes: [.v6]
)
