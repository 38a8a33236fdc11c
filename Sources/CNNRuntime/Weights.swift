import CNNIR
import CNNSource

/// Where the tensors of a network come from.
package enum Weights {

  /// Made from their names.
  case seeded(SeededTensors)
  /// Read from a file.
  case file(SafetensorsFile, path: String)

  /// The tensors that `parameters` name, by name, and what was wrong with any of them: missing,
  /// wrongly shaped or typed ones are errors, surplus ones warnings.
  package func load(
    _ parameters: [NamedTensor]
  ) -> (tensors: [String: Tensor], diagnostics: DiagnosticSet) {
    switch self {
    case .seeded(let generator):
      let tensors = parameters.map { ($0.name, generator.tensor($0)) }
      return (Dictionary(uniqueKeysWithValues: tensors), DiagnosticSet())
    case .file(let file, let path):
      return Self.load(parameters, from: file, path)
    }
  }

  private static func load(
    _ parameters: [NamedTensor], from file: SafetensorsFile, _ path: String
  ) -> (tensors: [String: Tensor], diagnostics: DiagnosticSet) {
    var tensors: [String: Tensor] = [:]
    var diagnostics = DiagnosticSet()
    let needed = Set(parameters.map(\.name))
    // What PyTorch counts in training carries nothing at inference.
    let surplus = file.names.filter {
      !needed.contains($0) && !$0.hasSuffix("num_batches_tracked")
    }
    for parameter in parameters {
      if let fault = fault(of: parameter, in: file, surplus, path) {
        diagnostics.insert(fault)
      } else {
        tensors[parameter.name] = Tensor(parameter.shape, file.floats(of: parameter.name))
      }
    }
    for name in surplus {
      diagnostics.insert(
        Diagnostic(
          .warning, "surplus-weight", "the network has no parameter '\(name)'", at: .file(path)))
    }
    return (tensors, diagnostics)
  }

  private static func fault(
    of parameter: NamedTensor, in file: SafetensorsFile, _ surplus: [String], _ path: String
  ) -> Diagnostic? {
    let name = parameter.name
    guard let shape = file.shape(of: name) else {
      let likely = surplus.filter { file.shape(of: $0) == parameter.shape }
      let near = nearestName(to: name, among: likely)
      return Diagnostic(
        .error, "missing-weight", "there is no tensor '\(name)' of shape [\(parameter.shape)]",
        at: .file(path), notes: near.map { [.init("did you mean '\($0)'?")] } ?? [])
    }
    guard shape == parameter.shape else {
      let message = "'\(name)' has the shape [\(shape)]; the network needs [\(parameter.shape)]"
      return Diagnostic(.error, "wrong-weight-shape", message, at: .file(path))
    }
    guard file.isFloat(name) else {
      let type = file.elementType(of: name) ?? ""
      let message = "'\(name)' is of type \(type); the network needs F32, F16 or BF16"
      return Diagnostic(.error, "wrong-weight-type", message, at: .file(path))
    }
    return nil
  }

}
