import CNNIR
import CNNOps

/// An op whose result is made of elements of its operand at regular distances.
private protocol Rearrangement: EmittableOp {

  /// The axes that run through the result of `layer`, outermost first, each with the distance of
  /// its elements in the operand.
  func axes(of layer: Layer) -> [(count: Int, distance: Int)]

  /// The offset of the first element in the operand.
  func start(in layer: Layer) -> Int

}

extension Rearrangement {

  func start(in layer: Layer) -> Int { 0 }

  func emit(_ layer: Layer, into body: inout LayerBody) {
    let loops = StridedLoops(axes(of: layer).map { ($0.count, [$0.distance]) })
    let source = loops.offset(ofOperand: 0, from: start(in: layer))
    loops.emit(into: &body) { (body) in
      body.store("x[\(source)]", in: "y[\(loops.resultOffset)]")
    }
  }

}

extension Layer {

  /// The axes of a result that is a box within the operand.
  fileprivate var axesOfPart: [(count: Int, distance: Int)] {
    zip(output, input.distances).map { ($0, $1) }
  }

}

extension Permute: Rearrangement {

  fileprivate func axes(of layer: Layer) -> [(count: Int, distance: Int)] {
    let distances = layer.input.distances
    return order.map { (layer.input[$0], distances[$0]) }
  }

}

extension Slice: Rearrangement {

  fileprivate func axes(of layer: Layer) -> [(count: Int, distance: Int)] { layer.axesOfPart }

  fileprivate func start(in layer: Layer) -> Int { start * layer.input.distances[1] }

}

extension Crop: Rearrangement {

  fileprivate func axes(of layer: Layer) -> [(count: Int, distance: Int)] { layer.axesOfPart }

  fileprivate func start(in layer: Layer) -> Int {
    let extents = layer.input.dropFirst(2)
    let offsets = zip(extents, layer.input.distances.dropFirst(2)).enumerated().map {
      start($0, $1.0) * $1.1
    }
    return offsets.reduce(0, +)
  }

}

extension ChannelShuffle: Rearrangement {

  /// Seen as `groups x channels / groups`, the channels change their two axes.
  fileprivate func axes(of layer: Layer) -> [(count: Int, distance: Int)] {
    let (channels, distances) = (layer.input[1], layer.input.distances)
    let area = distances[1]
    return [
      (layer.input[0], distances[0]), (channels / groups, area),
      (groups, channels / groups * area), (area, 1),
    ]
  }

}

extension SpaceToDepth: Rearrangement {

  fileprivate func axes(of layer: Layer) -> [(count: Int, distance: Int)] {
    let distances = layer.input.distances
    let image = (count: layer.input[0], distance: distances[0])
    let channel = (count: layer.input[1], distance: distances[1])
    let rowOfBlock = (count: factor, distance: distances[2])
    let columnOfBlock = (count: factor, distance: distances[3])
    let blocks = [2, 3].map { (count: layer.output[$0], distance: factor * distances[$0]) }
    switch order {
    case .torch: return [image, channel, rowOfBlock, columnOfBlock] + blocks
    case .onnx: return [image, rowOfBlock, columnOfBlock, channel] + blocks
    case .spd: return [image, columnOfBlock, rowOfBlock, channel] + blocks
    }
  }

}

extension DepthToSpace: Rearrangement {

  fileprivate func axes(of layer: Layer) -> [(count: Int, distance: Int)] {
    let (planes, distances) = (layer.output[1], layer.input.distances)
    let area = distances[1]
    // How far apart the planes and the rows and columns of a block are in the operand.
    let (plane, rowOfBlock, columnOfBlock) =
      switch order {
      case .torch: (factor * factor * area, factor * area, area)
      case .onnx: (area, factor * planes * area, planes * area)
      case .spd: (area, planes * area, factor * planes * area)
      }
    return [
      (layer.input[0], distances[0]), (planes, plane), (layer.input[2], distances[2]),
      (factor, rowOfBlock), (layer.input[3], distances[3]), (factor, columnOfBlock),
    ]
  }

}
