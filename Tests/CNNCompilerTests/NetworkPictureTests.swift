import CNNCompiler
import CNNDrawing
import CNNIR
import Testing

/// Pictures of networks.
struct NetworkPictureTests {

  private func layout(_ graph: Graph) throws -> DiagramLayout { DiagramLayout(Diagram(graph)) }

  @Test func boxesSayWhatLayersDo() throws {
    let text = """
      network Boxes {
        input image: (3, 8, 8)
        body: { conv(4, kernel: 3, stride: (2, 1)); batchNorm; relu }
        add { identity; conv(4, kernel: 1) }
        maxPool(2)
        flatten
        softmax
      }
      """
    let diagram = Diagram(try Specs.graph(text: text))
    #expect(
      diagram.boxes.map(\.title) == [
        "image", "conv 3\u{D7}3 /2\u{D7}1", "batchNorm", "relu", "conv 1\u{D7}1", "add",
        "maxPool 2\u{D7}2 /2", "flatten", "softmax", "output",
      ])
    #expect(
      diagram.boxes.map(\.kind) == [
        .terminal, .weighted, .affine, .elementwise, .weighted, .join, .pool, .shape, .other,
        .terminal,
      ])
    #expect(diagram.boxes[1].size == "4\u{D7}3\u{D7}6")
    #expect(diagram.boxes.map(\.blocks).filter { $0 == ["body"] }.count == 3)
    #expect(diagram.arrows.filter { $0.source == 3 }.map(\.target) == [4, 5])
  }

  @Test func fusedOpsStandInTheirLayers() throws {
    let compiled = try CompiledNetwork(try Specs.graph("resnet18"))
    let titles = compiled.layout.diagram.boxes.map(\.title)
    #expect(titles.contains("conv 3\u{D7}3 + add + relu"))
  }

  /// Every network of the collection, as it is written and after the passes.
  @Test(arguments: [
    "lenet5_lecture", "inception_v3", "densenet121", "unet_paper", "fractalnet_cifar10",
  ])
  func picturesOfSpecs(name: String) throws {
    let graph = try Specs.graph(name)
    for layout in [try layout(graph), try CompiledNetwork(graph).layout] {
      let levels = layout.levels
      #expect(
        levels.allSatisfy { (level) in
          level.segments.allSatisfy { level.ranks[$0.source] + 1 == level.ranks[$0.target] }
        })
      let picture = DiagramGeometry(layout, depth: .max)
      #expect(picture.boxes.count == layout.diagram.boxes.count)
      for frame in picture.boxes.values {
        #expect(frame.x >= 0 && frame.x + frame.width <= picture.width)
        #expect(frame.y >= 0 && frame.y + frame.height <= picture.height)
      }
    }
  }

}
