import CNNKernels
import CNNPlanning
import Testing

@testable import CNNRuntime

/// What plans know of the kernels, and the kernels.
@Suite struct TargetTests {

  @Test(arguments: InstructionSet.allCases.filter(\.isAvailable))
  func targetsListTheKernelsThatThereAre(instructionSet: InstructionSet) throws {
    let kernels = try #require(instructionSet.kernels)
    let target = instructionSet.target
    #expect(target.mostVectors == kernels.pointee.mostVectors)
    for (pitch, run) in [(16, 16), (16, 48), (16, 1), (32, 16), (1, 5), (2, 14), (4, 11), (48, 16)]
    {
      for vectors in 1...target.mostVectors {
        for filters in [vectors * Layout.lanes, vectors * Layout.lanes - 9] {
          let pixels = (1...20).filter {
            kernels.pointee.convolution(pitch, run, $0, vectors, filters) != nil
          }
          #expect(target.pixels(vectors: vectors, pitch: pitch) == pixels, "\(pitch) \(run)")
        }
      }
    }
  }

  @Test func `dense layers are divided as they are computed`() {
    #expect(DenseStep.rowsTogether == CNN_DENSE_ROWS)
  }

}
