import Foundation
import PackagePlugin

/// Writes the Swift source of every `.arch` file of a package beside it, for those who check it in.
@main
struct CNNGenerate: CommandPlugin {

  func performCommand(context: PluginContext, arguments: [String]) throws {
    var extractor = ArgumentExtractor(arguments)
    let names = extractor.extractOption(named: "target")
    let isCheck = extractor.extractFlag(named: "check") > 0
    if let word = extractor.remainingArguments.first {
      Diagnostics.error("cnnc-generate takes --target NAME and --check, not '\(word)'")
      return
    }
    let targets =
      names.isEmpty ? context.package.targets : try context.package.targets(named: names)
    let files = Set(targets.flatMap { $0.archFiles }).sorted { $0.path < $1.path }
    let tool = try context.tool(named: "cnnc").url
    var failed = false
    for file in files {
      let status = try Self.run(
        tool,
        ["compile", file.path, "--all", "-o", file.path + ".swift"] + (isCheck ? ["--check"] : []))
      if status != 0 { failed = true }
    }
    if failed {
      Diagnostics.error(isCheck ? "not all source is up to date" : "not all source was written")
    }
  }

  private static func run(_ tool: URL, _ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = tool
    process.arguments = arguments
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

}

extension Target {

  /// The `.arch` files in the target's folder, also those that the manifest excludes.
  fileprivate var archFiles: [URL] {
    let files = FileManager.default.enumerator(at: directoryURL, includingPropertiesForKeys: nil)
    return (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "arch" }
      .map(\.standardizedFileURL)
  }

}
