import CNNIR
import CNNPlanning

@testable import CNNCodegen

/// The main file of the program that runs the emitted networks.
///
/// The program reads all weights and inputs from the file `numbers` and prints lines of fields:
/// `output`, the network, the output's number and the elements' bit patterns; `allocations`, the
/// network and the calls of `malloc` in many `forward` and in one `callAsFunction`; `weights`
/// and the error for wrong ones; `file`, the network and the error for a wrong file of weights;
/// `function`, a name and its largest error in units in the last place; `vectors`, a name and its largest
/// error relative to 1 or to the result, whichever is more.
struct TestProgram {

  private let networks: [EmittedNetwork]
  private let checks: String
  private let repetitions: Int

  /// - Parameters:
  ///   - checks: what the program does in the end.
  ///   - repetitions: how often each network runs without allocating.
  init(_ networks: [EmittedNetwork], _ checks: String, repetitions: Int) {
    self.networks = networks
    self.checks = checks
    self.repetitions = repetitions
  }

  /// What the program of the cases checks besides: wrong weights, and functions of numbers.
  static let checks = [weightChecks, functionChecks, vectorChecks].joined(separator: "\n")

  var text: String {
    var writer = SwiftWriter()
    writer.write(Self.prelude)
    for network in networks where network.weightsFile != nil {
      Self.writeFileChecks(of: network, to: &writer)
    }
    for (index, network) in networks.enumerated() {
      writer.block("func run\(index)() throws") { writeRun(of: network, to: &$0) }
      writer.write("try run\(index)()")
    }
    writer.write(checks)
    return writer.text
  }

  /// The emitted functions of one number and of many, where the program can call them.
  static let functions: String = {
    var set = KernelSet()
    let kernels: [Kernel] = [
      .exp, .power, .expm1, .log1p, .elu, .selu, .celu, .softplus, .mish, .softsign,
    ]
    for kernel in kernels { set.insert(kernel) }
    let functions: [ElementFunction] = [
      .sigmoid, .tanh, .silu, .gelu, .approximateGELU, .hardSwish,
      .hardSigmoid(slope: 0, offset: 0), .leakyReLU(slope: 0),
    ]
    for function in functions { set.insert(EmissionTarget.baseline.kernel(of: function).0) }
    let members = set.kernels.map { $0.text(for: "Emitted") }.joined(separator: "\n")
    let globals = set.kernels.compactMap { $0.global(for: "Emitted") }.joined(separator: "\n")
    return "enum EmittedFunctions {\n\(members)\n}\n\(globals)\n"
  }()

  /// A `malloc` for the whole program that counts its calls, where the library lets it.
  static let allocator = """
    #include <stddef.h>
    static long count;
    long allocation_count(void) { return count; }
    #ifdef __linux__
    void *__libc_malloc(size_t size);
    void *malloc(size_t size) { count++; return __libc_malloc(size); }
    #endif
    """

  private func writeRun(of network: EmittedNetwork, to writer: inout SwiftWriter) {
    let type = network.typeName
    Self.writeInitialization(of: network, to: &writer)
    let inputs = network.program.inputs.map(\.name)
    let outputs = network.program.outputs.map(\.name)
    for index in inputs.indices {
      writer.write("let x\(index) = numbers.next(\(literal(network.inputs[index].shape)))")
    }
    let arguments = inputs.indices.map { inputs.count == 1 ? "x0" : "\(inputs[$0]): x\($0)" }
    writer.write("let before = allocationCount()")
    writer.write("let result = network(\(arguments.joined(separator: ", ")))")
    writer.write("let called = allocationCount() - before")
    let results = outputs.map { outputs.count == 1 ? "result" : "result.\($0)" }
    for (index, result) in results.enumerated() {
      writer.write("report(\"output \(type) \(index)\", \(result))")
      writer.write("var y\(index) = [Float](repeating: 0, count: \(result).count)")
    }
    writer.write("var arena = [Float](repeating: .nan, count: \(type).arenaSize)")
    for index in outputs.indices { writer.write("var span\(index) = y\(index).mutableSpan") }
    writer.write("var arenaSpan = arena.mutableSpan")
    writer.write("let start = allocationCount()")
    writer.block("for _ in 0..<\(type == "LeNet5" ? min(100, repetitions) : repetitions)") {
      (writer) in
      let spans =
        inputs.indices.map { inputs.count == 1 ? "x0.span" : "\(inputs[$0]): x\($0).span" }
        + outputs.indices.map { (outputs.count == 1 ? "into" : outputs[$0]) + ": &span\($0)" }
      writer.write("network.forward(\(spans.joined(separator: ", ")), arena: &arenaSpan)")
    }
    writer.write("let forwarded = allocationCount() - start")
    writer.write("print(\"allocations \(type) \\(forwarded) \\(called)\")")
    for (index, result) in results.enumerated() {
      writer.write("precondition(hasSameBits(y\(index), \(result)))")
    }
  }

  private static func writeInitialization(
    of network: EmittedNetwork, to writer: inout SwiftWriter
  ) {
    let type = network.typeName
    switch network.form {
    case .tensors:
      writer.write("var weights: [String: [Float]] = [:]")
      writer.write(
        "for (name, shape) in \(type).weightShapes { weights[name] = numbers.next(shape) }")
      writer.write("let network = try \(type)(weights: weights)")
    case .embedded, .bare:
      writer.write("let network = \(type)()")
    case .file:
      writer.write("let network = try \(type)(weightsAt: \"\(type).weights\")")
      writer.write("try check\(type)(network)")
    }
  }

  /// Writes the functions that check what a network says about files of weights.
  private static func writeFileChecks(of network: EmittedNetwork, to writer: inout SwiftWriter) {
    let type = network.typeName
    writer.block("func check\(type)(_ network: \(type)) throws") { (writer) in
      writer.write(
        """
        let x = [Float](repeating: 0.5, count: \(type).inputShape.reduce(1, *))
        var bytes = fileBytes("\(type).weights")
        let copy = try \(type)(weights: bytes.span.bytes)
        precondition(copy(x) == network(x))
        func failure(_ make: () throws -> \(type)) -> String {
          do { return "none: \\(try make())" } catch { return "\\(error)" }
        }
        print("file \(type):", failure { try \(type)(weightsAt: "no/such") })
        print("file \(type):", failure { try \(type)(weightsAt: "/dev/null") })
        bytes[9] ^= 1
        print("file \(type):", failure { try \(type)(weights: bytes.span.bytes) })
        bytes.removeLast()
        print("file \(type):", failure { try \(type)(weights: bytes.span.bytes) })
        """)
    }
  }

  private static let prelude = """
    #if canImport(Glibc)
      import Glibc
    #else
      import Darwin
    #endif

    @_silgen_name("allocation_count")
    func allocationCount() -> Int

    struct Numbers {
      private let elements: [Float]
      private var position = 0

      init() {
        let file = fopen("numbers", "rb")!
        fseek(file, 0, SEEK_END)
        let count = ftell(file) / 4
        rewind(file)
        elements = Array(unsafeUninitializedCapacity: count) { (buffer, filled) in
          filled = fread(buffer.baseAddress, 4, count, file)
        }
        fclose(file)
      }

      mutating func next(_ shape: [Int]) -> [Float] {
        position += shape.reduce(1, *)
        return Array(elements[position - shape.reduce(1, *)..<position])
      }
    }

    nonisolated(unsafe) var numbers = Numbers()

    func fileBytes(_ path: String) -> [UInt8] {
      let file = fopen(path, "rb")!
      defer { fclose(file) }
      fseek(file, 0, SEEK_END)
      let count = ftell(file)
      rewind(file)
      return Array(unsafeUninitializedCapacity: count) { (buffer, filled) in
        filled = fread(buffer.baseAddress, 1, count, file)
      }
    }

    func report(_ title: String, _ elements: [Float]) {
      print(title, elements.map { String($0.bitPattern) }.joined(separator: " "))
    }

    func hasSameBits(_ a: [Float], _ b: [Float]) -> Bool {
      a.map(\\.bitPattern) == b.map(\\.bitPattern)
    }
    """

  private static let weightChecks = """
    do {
      _ = try LeNet5(weights: ["0.bias": [1], "3.bias": Array(repeating: 0, count: 50)])
    } catch {
      print("weights missing", error.missing.joined(separator: " "))
      print("weights sizes", error.wronglySized)
      print("weights text", error)
    }
    """

  private static let functionChecks = """
    func checkFunction(_ name: String, _ own: (Float) -> Float, _ exact: (Double) -> Double) {
      var largest = 0.0
      // Every 1009th of all bit patterns: denormals, infinities and NaNs too.
      for bits in stride(from: UInt32(0), through: .max - 1009, by: 1009) {
        let x = Float(bitPattern: bits)
        let (result, expected) = (own(x), exact(Double(x)))
        if expected.isNaN {
          if !result.isNaN { largest = .infinity }
        } else if result != Float(expected) {
          largest = max(largest, abs(Double(result) - expected) / Double(Float(expected).ulp))
        }
      }
      print("function", name, largest)
    }
    checkFunction("exp", { Float(EmittedFunctions.exp(Double($0))) }, { exp($0) })
    checkFunction("expm1", { Float(EmittedFunctions.expm1(Double($0))) }, { expm1($0) })
    checkFunction(
      "log1p", { $0 < 0 ? .nan : Float(EmittedFunctions.log1p(Double($0))) },
      { $0 < 0 ? .nan : log1p($0) })
    checkFunction(
      "elu", { EmittedFunctions.elu($0, alpha: 0.5) }, { $0 < 0 ? 0.5 * expm1($0) : $0 })
    checkFunction(
      "selu", EmittedFunctions.selu,
      { 1.0507009873554804934 * ($0 < 0 ? 1.6732632423543772848 * expm1($0) : $0) })
    checkFunction(
      "celu", { EmittedFunctions.celu($0, alpha: 0.5) },
      { $0 < 0 ? 0.5 * expm1($0 / 0.5) : $0 })
    checkFunction(
      "softplus", { EmittedFunctions.softplus($0, beta: 2, threshold: 20) },
      { 2 * $0 > 20 ? $0 : log1p(exp(2 * $0)) / 2 })
    checkFunction("mish", EmittedFunctions.mish, { $0 * tanh(log1p(exp($0))) })
    checkFunction("softsign", EmittedFunctions.softsign, { $0 / (1 + abs($0)) })
    for exponent in [-0.75, 0.3, -3, 2, 0] {
      checkFunction(
        "power", { Float(EmittedFunctions.power(Double($0), exponent)) }, { pow($0, exponent) })
    }
    """

  private static let vectorChecks = """
    func checkVectors(
      _ name: String,
      _ own: (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void,
      _ exact: (Double) -> Double
    ) {
      var largest = 0.0
      // Every 1009th of all bit patterns, in rows that no vectors fill.
      let patterns = Array(stride(from: UInt32(0), through: .max - 1009, by: 1009))
      let x = patterns.map { Float(bitPattern: $0) }
      var y = [Float](repeating: 0, count: x.count)
      for start in stride(from: 0, to: x.count, by: 1021) {
        let count = min(1021, x.count - start)
        x.withUnsafeBufferPointer { (x) in
          y.withUnsafeMutableBufferPointer { (y) in
            own(x.baseAddress! + start, y.baseAddress! + start, count)
          }
        }
      }
      for (x, result) in zip(x, y) {
        let expected = exact(Double(x))
        if expected.isNaN || result.isNaN {
          if expected.isNaN != result.isNaN { largest = .infinity }
        } else if result != Float(expected) {
          largest = max(largest, abs(Double(result) - expected) / max(abs(expected), 1))
        }
      }
      print("vectors", name, largest)
    }
    typealias Own = EmittedFunctions
    checkVectors("sigmoid", { Own.sigmoid($0, to: $1, count: $2) }, { 1 / (1 + exp(-$0)) })
    checkVectors("tanh", { Own.tanh($0, to: $1, count: $2) }, { tanh($0) })
    checkVectors("silu", { Own.silu($0, to: $1, count: $2) }, { $0 / (1 + exp(-$0)) })
    checkVectors(
      "gelu", { Own.gelu($0, to: $1, count: $2) }, { 0.5 * $0 * erfc(-$0 * 0.5.squareRoot()) })
    checkVectors(
      "approximateGELU", { Own.approximateGELU($0, to: $1, count: $2) },
      { $0 / (1 + exp(-2 * (2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0))) })
    func clipped(_ x: Double, _ most: Double) -> Double { x < 0 ? 0 : x > most ? most : x }
    checkVectors(
      "hardSwish", { Own.hardSwish($0, to: $1, count: $2) }, { $0 * clipped($0 + 3, 6) / 6 })
    checkVectors(
      "hardSigmoid", { Own.hardSigmoid($0, to: $1, count: $2, slope: 0.25, offset: 0.5) },
      { clipped($0 / 4 + 0.5, 1) })
    checkVectors(
      "leakyReLU", { Own.leakyReLU($0, to: $1, count: $2, slope: 0.25) },
      { $0 > 0 ? $0 : $0 / 4 })
    """

}
