import Foundation
import PackagePlugin

/// Turns every `.arch` file of a target into Swift source, one file each.
@main
struct CNNPlugin: BuildToolPlugin {

  func createBuildCommands(context: PluginContext, target: Target) throws -> [Command] {
    guard let target = target as? SourceModuleTarget else { return [] }
    let tool = try context.tool(named: "cnnc").url
    let folder = context.pluginWorkDirectoryURL
    var names = OutputNames()
    return target.sourceFiles(withSuffix: "arch").map(\.url).sorted { $0.path < $1.path }
      .map { (url) in
        let file = ArchFile(url)
        let path = url.path(relativeTo: target.directoryURL)
        let stem = folder.appendingPathComponent(names.add(path)).path
        let source = URL(fileURLWithPath: stem + ".swift")
        let sidecars = file.sidecars.map { URL(fileURLWithPath: stem + $0) }
        return .buildCommand(
          displayName: "cnnc \(path)", executable: tool,
          arguments: ["compile", url.path, "--all", "-o", source.path],
          inputFiles: file.inputs, outputFiles: [source] + sidecars)
      }
  }

}

/// The names of outputs by the files that they are made of. Files of a target must have different
/// names, whatever their folders are.
private struct OutputNames {

  private var taken: Set<String> = []

  /// `lenet5.arch` for `lenet5.arch`, `models_lenet5.arch` for `models/lenet5.arch`.
  mutating func add(_ path: String) -> String {
    let name = path.replacingOccurrences(of: "/", with: "_")
    var candidate = name
    var number = 2
    while !taken.insert(candidate).inserted {
      candidate = "\(number)_\(name)"
      number += 1
    }
    return candidate
  }

}

extension URL {

  /// The path from `folder`, or the last component where the file lies elsewhere.
  fileprivate func path(relativeTo folder: URL) -> String {
    let prefix = folder.path.hasSuffix("/") ? folder.path : folder.path + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : lastPathComponent
  }

}
