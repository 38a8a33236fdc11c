import CNNIR
import CNNOps
import CNNPasses
import Testing

@testable import CNNCodegen

/// Names of a network that mean something to Swift or to the emitted code.
@Suite struct SwiftNamesTests {

  private static let nasty =
    SwiftNames.keywords.union(SwiftNames.types).union(SwiftNames.members).union(SwiftNames.locals)
    .sorted()

  /// The networks whose graph, inputs, layers, tensors and outputs have the names in `names`.
  private static func source(_ names: some Sequence<String>) throws -> String {
    let names = Array(names)
    var graph = Graph(name: names[0])
    let type = TensorType(Shape(1, 2, 3))
    for name in names { _ = graph.addInput(name, type) }
    var conv = Conv()
    conv.filters = 2
    for (index, name) in names.enumerated() {
      // Folding declares what it uses more than once under the tensors' names.
      let folded = try graph.append(
        conv, [graph.inputs[index].id], name: "c\(index)", tensorNames: ["weight": "a.\(name)"])
      let norm = try graph.append(
        BatchNorm(), [folded], name: "n\(index)", tensorNames: ["running_var": "b.\(name)"])
      graph.addOutput(try graph.append(Softmax(), [norm], name: "\(name)."), name: name)
    }
    var manager = PassManager(graph)
    try manager.run(.optimization)
    return try SwiftEmitter.emit(
      manager.graph, costs: CostTable(manager.graph), EmissionOptions()
    ).text
  }

  @Test func everyNameCompilesInEveryPlace() throws {
    var files = ["main.swift": "print(1)"]
    for start in stride(from: 0, to: Self.nasty.count, by: 8) {
      files["Names\(start).swift"] = try Self.source(Self.nasty.dropFirst(start).prefix(8))
    }
    #expect(try CompiledNetworks.output(of: files, options: ["-Onone"]) == "1\n")
  }

  /// What the emitted code calls or names as a type without declaring it is reserved, so that the
  /// lists cannot fall behind the kernels.
  @Test(arguments: NetworkCase.all)
  func whatTheCodeNamesIsReserved(network: NetworkCase) throws {
    let source = try EmittedNetwork(network).source
    let code = source.split(separator: "\n").map { (line) in
      line.replacing(#/"([^"\\]|\\.)*"|//.*/#, with: "")
    }.joined(separator: "\n")
    let declared = Set(
      code.matches(of: #/(?:func|struct|enum|case|let|var|typealias) ([A-Za-z_]\w*)|([a-z]\w*):/#)
        .compactMap { $0.1 ?? $0.2 })
    let named = code.matches(of: #/(?:^|[^.\w@])([a-z_]\w*)(?=[(<])|(?:^|[^.\w])([A-Z]\w*)/#)
      .compactMap { $0.1 ?? $0.2 }
    let missing = Set(named).subtracting(declared).subtracting(Self.nasty.map { $0[...] })
    // A parameter of a generic function, and a condition of the compiler.
    #expect(missing.subtracting(["Number", "arch"]) == [])
  }

}
