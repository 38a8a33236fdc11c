import CNNIR
import CNNOps
import CNNTestSupport
import Testing

@testable import CNNRuntime

/// The fast kernels against PyTorch and against the reference kernels.
struct CPUKernelTests {

  private static let cases = OpCase.all.filter { (opCase) in
    OpTable.standard[opCase.op]?.init() is any CPUOp
  }

  /// What a kernel stores over a result that holds NaNs before, given the stored tensors.
  private func compute(_ op: any CPUOp, _ operands: [Tensor], _ stored: [Tensor]) throws -> Tensor {
    let types = operands.map { TensorType($0.shape) }
    let type = try op.checkedResultType(for: types)
    let parameters = op.parameterValues(of: stored, for: types)
    let buffer = TensorBuffer(Tensor(type.shape, repeating: .nan))
    let inputs = (operands + parameters).map { ($0.shape, TensorBuffer($0)) }
    let views = inputs.map { $1.view($0) }
    withExtendedLifetime(inputs) {
      op.compute(
        Array(views.prefix(operands.count)), Array(views.dropFirst(operands.count)),
        into: buffer.mutableView(type.shape))
    }
    return buffer.tensor(type.shape)
  }

  @Test func `convolutions and dense layers have a fast kernel`() {
    #expect(Set(Self.cases.map(\.op)).isSuperset(of: ["conv", "linear"]))
  }

  @Test(arguments: cases)
  func `values are PyTorch's`(_ opCase: OpCase) throws {
    let op = try #require(try opCase.makeOp(.standard) as? any CPUOp)
    let result = try compute(op, opCase.inputTensors, opCase.parameterTensors())
    try result.check(equals: opCase.expected, within: 1e-5, opCase.name)
  }

  @Test(arguments: UInt64(0)..<300)
  func `random convolutions are those of the reference`(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let rank = random.integer(in: 1...3)
    let spatial = (0..<rank).map { (_) in random.integer(in: 3...9) }
    let x = Shape([random.integer(in: 1...2), random.integer(in: 1...6)] + spatial)
    let conv = random.makeConv(TensorType(x))
    // A window that is larger than its input has no result.
    guard (try? conv.checkedResultType(for: [TensorType(x)])) != nil else { return }
    let tensors = SeededTensors(seed: seed)
    let parameters = conv.storedTensors(for: [TensorType(x)]).map { tensors.tensor($0) }
    let input = tensors.input("x", x)
    let expected = try conv.reference([input], parameters)
    try compute(conv, [input], parameters).check(equals: expected, within: 1e-5, "\(conv) of \(x)")
  }

}
