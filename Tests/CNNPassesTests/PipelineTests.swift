import CNNIR
import CNNPasses
import CNNTestSupport
import Testing

/// The pipelines and the orderings that they must keep.
struct PipelineTests {

  @Test func `the pipelines keep their orderings`() {
    #expect(Pipeline.analysis.brokenOrderings.isEmpty)
    #expect(Pipeline.optimization.brokenOrderings.isEmpty)
  }

  @Test func `every ordering is about passes that there are, and says why`() {
    let names = Set(Pass.all.map(\.name))
    for ordering in Pipeline.orderings {
      #expect(names.isSuperset(of: [ordering.first, ordering.second]))
      #expect(ordering.first != ordering.second)
      #expect(!ordering.reason.isEmpty)
    }
  }

  @Test(arguments: Pipeline.orderings.indices)
  func `a pipeline in the wrong order is reported`(_ index: Int) throws {
    let ordering = Pipeline.orderings[index]
    var pipeline = Pipeline.optimization
    let first = try #require(pipeline.passes.firstIndex { $0.name == ordering.first })
    let second = try #require(pipeline.passes.firstIndex { $0.name == ordering.second })
    pipeline.passes.swapAt(first, second)
    #expect(pipeline.brokenOrderings.contains { $0.reason == ordering.reason })
  }

  @Test func `a reversed pipeline breaks every ordering`() {
    let reversed = Pipeline(passes: Pipeline.optimization.passes.reversed())
    #expect(reversed.brokenOrderings.map(\.reason) == Pipeline.orderings.map(\.reason))
  }

  @Test func `a pass that runs again too late is reported`() {
    let passes = Pipeline.optimization.passes + [.removeIdentities]
    #expect(Pipeline(passes: passes).brokenOrderings.map(\.first).contains("remove-identities"))
  }

  @Test func `an ordering holds where one of its passes is missing`() {
    #expect(Pipeline(passes: [.fuseActivation]).brokenOrderings.isEmpty)
    #expect(Pipeline(passes: [.fuseActivation, .removeIdentities]).brokenOrderings.isEmpty)
  }

  @Test func `each pass has a name in kebab case and a summary`() {
    #expect(Set(Pass.all.map(\.name)).count == Pass.all.count)
    for pass in Pass.all {
      #expect(pass.name.allSatisfy { $0.isLowercase || $0 == "-" }, "\(pass.name)")
      #expect(pass.summary.hasSuffix("."), "\(pass.name)")
    }
  }

}
