import CNNCompiler
import CNNIR
import CNNOps
import CNNPasses
import CNNRuntime
import CNNTestSupport
import Testing

/// Mistakes planted in passes and kernels: verification finds each, and says where.
struct MutantTests {

  @Test func thereAreMany() {
    #expect(PassMutant.all.count + KernelMutant.Fault.allCases.count >= 25)
    let names = Set(PassMutant.all.map(\.pass))
    let transformations = Set(Pass.all.filter(\.isTransformation).map(\.name))
    #expect(transformations.subtracting(names).isEmpty, "a pass without a planted mistake")
  }

  @Test(arguments: PassMutant.all)
  func aWrongPassIsNamed(mutant: PassMutant) throws {
    let graph = try mutant.graph
    let right = try Verification(graph, seed: 3, stages: [])
    #expect(right.holds, "\(right.text)")
    let wrong = try Verification(graph, seed: 3, pipeline: mutant.pipeline, stages: [])
    #expect(!wrong.holds)
    #expect(wrong.culprit?.step == mutant.pass, "\(wrong.text)")
    #expect(wrong.culprit?.node == mutant.node, "\(wrong.text)")
    // The passes before it are right, and are said to be.
    let first = wrong.rows.first { $0.error > wrong.tolerance }
    #expect(first?.step == mutant.pass)
    #expect(wrong.text.contains("\(mutant.pass): '\(mutant.node)'"), "\(wrong.text)")
  }

  @Test(arguments: KernelMutant.Fault.allCases)
  func aWrongKernelIsNamed(fault: KernelMutant.Fault) throws {
    let graph = try Graph(irText: KernelMutant.network)
    let passes = Pipeline.optimization.stopping(afterTransformations: 0)
    let right = try Verification(graph, seed: 3, pipeline: passes, stages: [.runtime])
    #expect(right.holds, "\(right.text)")
    let stage = Verification.Stage("runtime") { (network, tensors, inputs) in
      let mutated = KernelMutant.mutated(network.graph, by: fault)
      let program = Program(mutated, tensors: tensors)
      return program.run(inputs, in: program.makeSession())
    }
    let wrong = try Verification(graph, seed: 3, pipeline: passes, stages: [stage])
    #expect(!wrong.holds)
    #expect(wrong.culprit?.node == fault.node, "\(wrong.text)")
    #expect(wrong.text.contains("First wrong after runtime: '\(fault.node)'"))
  }

  @Test func aPassThatBreaksTheOrderIsCaughtAtOnce() throws {
    let pass = Pass(
      "order-nodes", "Orders nodes wrongly.", rule: "Always.",
      .transformation { (graph, _) in graph.setOrder(graph.nodeIDs.reversed()) })
    let pipeline = Pipeline(passes: Pass.all.map { $0.name == pass.name ? pass : $0 })
    let graph = try Graph(irText: KernelMutant.network)
    let failure = #expect(throws: PassFailure.self) {
      try Verification(graph, seed: 1, pipeline: pipeline, stages: [])
    }
    #expect(failure?.violation.invariant == 1)
  }

}
