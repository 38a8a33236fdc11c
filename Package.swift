// swift-tools-version: 6.1

import PackageDescription

/// The modules, lowest first; a module imports only modules above its own line.
let package = Package(
  name: "cnnc",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "cnnc", targets: ["cnnc"]),
  ],
  targets: [
    .target(name: "CNNSource"),
    .target(name: "CNNSyntax", dependencies: ["CNNSource"]),
    .target(name: "CNNIR", dependencies: ["CNNSource"]),
    .target(name: "CNNOps", dependencies: ["CNNIR"]),
    .target(name: "CNNLowering", dependencies: ["CNNSyntax", "CNNOps"]),
    .target(name: "CNNPasses", dependencies: ["CNNOps"]),
    .target(name: "CNNRuntime", dependencies: ["CNNPasses"]),
    .target(name: "CNNCodegen", dependencies: ["CNNPasses"]),
    .target(
      name: "CNNCompiler",
      dependencies: ["CNNLowering", "CNNPasses", "CNNRuntime", "CNNCodegen"]),
    .executableTarget(name: "cnnc", dependencies: ["CNNCompiler"]),
  ],
  swiftLanguageModes: [.v6]
)
