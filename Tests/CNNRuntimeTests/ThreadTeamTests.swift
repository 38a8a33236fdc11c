import CNNIR
import CNNTestSupport
import Testing

@testable import CNNRuntime

struct ThreadTeamTests {

  @Test(arguments: [1, 2, 5])
  func `threads end with their session`(_ threads: Int) {
    let graph = GraphGenerator.graph(seed: 17)
    var options = ProgramOptions()
    options.threads = threads
    let program = Program(graph, tensors: graph.seededTensors(1), options: options)
    weak var team: ThreadTeam?
    var session: Session? = program.makeSession()
    if let session {
      team = session.team
      _ = program.run(graph.seededInputs(2), in: session)
    }
    #expect(team != nil)
    // A team that goes waits until its threads have ended.
    session = nil
    #expect(team == nil)
  }

}
