// swift-tools-version: 6.1

import PackageDescription

/// The modules, lowest first; a module imports only modules above its own line.
let package = Package(
  name: "cnnc",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "cnnc", targets: ["cnnc"]),
    .library(name: "CNNCompiler", targets: ["CNNCompiler"]),
    .plugin(name: "CNNPlugin", targets: ["CNNPlugin"]),
    .plugin(name: "CNNGenerate", targets: ["CNNGenerate"]),
  ],
  targets: [
    .target(name: "CNNSource"),
    .target(name: "CNNDrawing"),
    .target(name: "CNNSyntax", dependencies: ["CNNSource"]),
    .target(name: "CNNIR", dependencies: ["CNNSource"]),
    .target(name: "CNNFiles", dependencies: ["CNNIR"]),
    .target(name: "CNNOps", dependencies: ["CNNIR"]),
    .target(name: "CNNPictures", dependencies: ["CNNFiles"]),
    .target(name: "CNNLowering", dependencies: ["CNNSyntax", "CNNOps"]),
    .target(name: "CNNPasses", dependencies: ["CNNOps"]),
    .target(name: "CNNPlanning", dependencies: ["CNNPasses"]),
    .target(name: "CNNKernels"),
    .target(name: "CNNRuntime", dependencies: ["CNNPlanning", "CNNFiles", "CNNKernels"]),
    .target(name: "CNNCodegen", dependencies: ["CNNPlanning", "CNNFiles"]),
    .target(
      name: "CNNCompiler",
      dependencies: [
        "CNNDrawing", "CNNLowering", "CNNPasses", "CNNRuntime", "CNNCodegen", "CNNPictures",
      ]),
    .executableTarget(name: "cnnc", dependencies: ["CNNCompiler"]),
    .plugin(
      name: "CNNPlugin", capability: .buildTool(), dependencies: ["cnnc"],
      path: "Sources/CNNPlugin"),
    .plugin(
      name: "CNNGenerate",
      capability: .command(
        intent: .custom(
          verb: "cnnc-generate",
          description: "Writes the Swift source of every .arch file beside it; --check compares."),
        permissions: [
          .writeToPackageDirectory(
            reason: "The Swift source of .arch files is written beside them.")
        ]),
      dependencies: ["cnnc"], path: "Sources/CNNGenerate"),

    .target(
      name: "CNNTestSupport", dependencies: ["CNNRuntime"], path: "Tests/CNNTestSupport"),
    .testTarget(name: "CNNSourceTests", dependencies: ["CNNTestSupport"]),
    .testTarget(
      name: "CNNDrawingTests", dependencies: ["CNNDrawing", "CNNTestSupport"], exclude: ["Cases"]),
    .testTarget(name: "CNNSyntaxTests", dependencies: ["CNNSyntax"]),
    .testTarget(
      name: "CNNIRTests", dependencies: ["CNNTestSupport"], exclude: ["Cases"]),
    .testTarget(name: "CNNFilesTests", dependencies: ["CNNFiles", "CNNTestSupport"]),
    .testTarget(
      name: "CNNOpsTests", dependencies: ["CNNTestSupport"], exclude: ["Counting"]),
    .testTarget(
      name: "CNNPassesTests", dependencies: ["CNNTestSupport"], exclude: ["Cases"]),
    .testTarget(
      name: "CNNRuntimeTests", dependencies: ["CNNTestSupport"], exclude: ["Networks"]),
    .testTarget(name: "CNNPicturesTests", dependencies: ["CNNPictures", "CNNTestSupport"]),
    .testTarget(
      name: "CNNLoweringTests", dependencies: ["CNNLowering", "CNNTestSupport"],
      exclude: ["Cases"]),
    .testTarget(name: "CNNCodegenTests", dependencies: ["CNNCodegen", "CNNTestSupport"]),
    .testTarget(
      name: "CNNCompilerTests", dependencies: ["CNNCompiler", "CNNTestSupport"],
      exclude: ["Cases"]),
    .testTarget(name: "cnncTests", dependencies: ["cnnc", "CNNTestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
