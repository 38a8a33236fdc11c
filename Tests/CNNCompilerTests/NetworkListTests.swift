import CNNCompiler
import CNNFiles
import CNNLowering
import CNNSource
import CNNTestSupport
import Foundation
import Testing

/// All networks of a file, for those who emit them.
struct NetworkListTests {

  /// The names of the networks in a text, and the codes of what is wrong with it.
  private func networks(_ text: String) throws -> (names: [String], codes: [String]) {
    let folder = try TemporaryFolder()
    let path = try folder.file(Array(text.utf8), "net.arch")
    let (graphs, _, diagnostics) = NetworkLoader.loadAll(path)
    return (graphs.map(\.name), diagnostics.elements.map(\.code))
  }

  @Test func networksThatNeedNoArguments() throws {
    let (names, codes) = try networks(
      """
      block Unit(width) { conv(width, kernel: 1) }
      network Family(unit, width, classes = 4) { input(3, 8, 8); unit(width); conv(classes) }
      network Part = Family(unit: Unit)
      network Small = Part(width: 2)
      network Single(n = 2) { input(n); relu }
      network Large = Family(Unit, 8)
      """.replacing("conv(classes)", with: "conv(classes, kernel: 1)"))
    #expect(codes.isEmpty)
    #expect(names == ["Small", "Single", "Large"])
  }

  @Test(arguments: ["", "block Unit { relu }\nlet a = 1\n", "network A(n) { input(n); relu }"])
  func filesWithoutNetworks(text: String) throws {
    let (names, codes) = try networks(text)
    #expect(names.isEmpty && codes.isEmpty)
  }

  @Test func mistakesOfAllNetworksOnce() throws {
    let (names, codes) = try networks(
      """
      block Unit { conv(2, kernal: 3) }
      network A { input(3, 8, 8); Unit(); relu; softmx }
      network B { input(3, 8, 8); Unit() }
      network C = D(2)
      """)
    #expect(names.isEmpty)
    #expect(codes.sorted() == ["unknown-attribute", "unknown-name", "unknown-name"])
  }

  @Test func textsThatAreBroken() throws {
    #expect(try networks("block A { relu").codes == ["unclosed-brace"])
    #expect(try networks("block A { relu }\nblock A { relu }").codes == ["duplicate-declaration"])
  }

  @Test func settingsOfAFile() {
    let settings = NetworkLoader.settings(
      in: SourceFile(name: "a.arch", text: "emit { access: package, weights: file }\n"))
    #expect(settings.access == .package)
    #expect(settings.weights == .file)
    #expect(settings.storage == nil)
  }

}
