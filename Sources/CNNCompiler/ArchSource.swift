import CNNCodegen
import CNNFiles
import CNNIR
import CNNLowering
import CNNRuntime
import CNNSource

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// All networks of a file as one Swift file, with the weights that lie beside it: what `cnnc compile
/// --all` and the build plugin write.
///
/// The weights of the network `NAME` of `net.arch` are `net.NAME.safetensors`; those of its last
/// network may be called `net.safetensors`.
package struct ArchSource: Sendable {

  /// The text of the Swift file.
  package let text: String

  /// The weights that lie beside it, with what follows the Swift file's name without `.swift`.
  package let weights: [(suffix: String, file: WeightsFile)]

  package let warnings: DiagnosticSet

  /// The size above which a file of weights goes beside the source, unless the text says where.
  private static let embeddedSize = EmissionOptions().embedLimit

  /// - Throws: all mistakes in the text and in the weights.
  package init(_ path: String) throws {
    let (graphs, settings, found) = NetworkLoader.loadAll(path)
    if found.containsError { throw found }
    var warnings = found
    var sources: [EmittedSource] = []
    var weights: [(suffix: String, file: WeightsFile)] = []
    let files = try WeightsBeside(path, networks: graphs.map(\.name))
    for graph in graphs {
      let network = try CompiledNetwork(graph)
      var options = EmissionOptions(settings)
      let file = files.file(for: graph.name)
      if let file {
        try MemoryDemand(ofWeights: network.graph).check()
        let (tensors, surplus) = try WeightsSource.file(file.path).tensors(for: graph)
        warnings.formUnion(surplus)
        options.tensors = tensors
        let isEmbedded =
          settings.weights.map { $0 == .embedded } ?? (file.size <= Self.embeddedSize)
        options.embedLimit = isEmbedded ? .max : 0
      }
      let source = try network.swiftSource(madeFrom: path, options)
      sources.append(source)
      if let file, let beside = source.weights { weights.append((file.suffix, beside)) }
    }
    let name = URL(fileURLWithPath: path).lastPathComponent
    text = EmittedSource.text(joining: sources, madeFrom: name)
    self.weights = weights
    self.warnings = warnings
  }

}

extension EmissionOptions {

  /// What `settings` says, and otherwise the defaults.
  package init(_ settings: EmitSettings) {
    self.init()
    if let access = settings.access { self.access = access.rawValue }
    switch settings.weights {
    case .embedded: embedLimit = .max
    case .file: embedLimit = 0
    case nil: break
    }
    switch settings.storage {
    case .float16: storage = .float16
    case .float32, nil: storage = .float32
    }
  }

}

/// The files of weights beside an `.arch` file.
private struct WeightsBeside {

  struct File {
    let path: String
    let size: Int
    /// What follows the name of the Swift file, for weights that lie beside that.
    let suffix: String
  }

  private var files: [String: File] = [:]

  /// - Throws: when a file is for a network that there is none of.
  init(_ path: String, networks: [String]) throws(Diagnostic) {
    let url = URL(fileURLWithPath: path)
    let folder = url.deletingLastPathComponent()
    let stem = url.deletingPathExtension().lastPathComponent
    for name in InputFile.names(inFolder: folder.path)
    where name.hasPrefix(stem + ".") && name.hasSuffix(".safetensors") {
      let middle = name.dropFirst(stem.count).dropLast(".safetensors".count)
      // The names of networks have no dots; a file with more is somebody else's. What is called
      // '.weights' was written here, beside a source of the same name.
      if middle.dropFirst().contains(".") || middle == ".weights" { continue }
      let path = folder.appendingPathComponent(name).path
      let network = middle.isEmpty ? networks.last : String(middle.dropFirst())
      guard let network, networks.contains(network) else {
        throw Self.noNetwork(network, path, networks)
      }
      if middle.isEmpty, files[network] != nil { continue }
      files[network] = File(
        path: path, size: try MappedFile(path).count, suffix: middle + ".weights.safetensors")
    }
  }

  func file(for network: String) -> File? { files[network] }

  private static func noNetwork(
    _ name: String?, _ path: String, _ networks: [String]
  ) -> Diagnostic {
    let known = networks.isEmpty ? "none" : quotedList(networks)
    let message =
      name.map { "these weights are for a network '\($0)', and there is none to be written" }
      ?? "there is no network to be written that these weights could be for"
    return Diagnostic(
      .error, "weights-without-network", message, at: .file(path),
      notes: [Diagnostic.Note("the networks that need no arguments: \(known)")])
  }

}
