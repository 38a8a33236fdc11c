import Testing

/// A network that the emitter is tested with, as IR text.
struct NetworkCase: Sendable, CustomTestStringConvertible {

  var text: String

  /// Whether the inputs hold infinities, NaNs and other special numbers.
  var hasSpecialInputs = false

  var testDescription: String { String(text.prefix { $0 != "(" }) }

  /// The network with the values `name0`, `name1`, … flattened and joined to the value `name`.
  func joining(_ name: String, _ count: Int) -> NetworkCase {
    let lines = (0..<count).map { "%\(name)f\($0) = flatten %\(name)\($0)" }
    let parts = (0..<count).map { "%\(name)f\($0)" }.joined(separator: ", ")
    let end = text.firstRange(of: "  return")!.lowerBound
    var result = self
    result.text =
      text[..<end] + (lines + ["%\(name) = concat \(parts)"]).joined(separator: "\n")
      + "\n" + text[end...]
    return result
  }

  /// Every op, rank, kind of padding and use of memory. Results are joined to few outputs, and
  /// there are few combinations of channels and filters, so that the sources compile quickly.
  static let all =
    [planes, volumes, vectors, norms, functions, views, branches, ports, leNet, epilogues] + windows
    + elements

}

extension NetworkCase {

  /// Parameters that are tensors, and some that are computed from several.
  static let folded = NetworkCase(
    text: """
      graph Folded(%x: f32[1x3x6x6]) {
        %conv = conv %x {filters = 5, kernel = 3, bias = false}
        %norm = batchNorm %conv
        %relu = relu %norm
        %flat = flatten %relu
        %fc = linear %flat {features = 3}
        return %fc
      }
      """)

  /// An odd number of parameters.
  static let halves = NetworkCase(
    text: """
      graph Halves(%x: f32[1x2x5x5]) {
        %conv = conv %x {filters = 3, kernel = 2}
        %sigmoid = sigmoid %conv
        %flat = flatten %sigmoid
        %fc = linear %flat {features = 4, bias = false}
        return %fc
      }
      """)

  /// Convolutions and pools over images, some with windows that reach far beyond the input, and one
  /// input too large for the convolution to take in one piece.
  static let planes = NetworkCase(
    text: """
      graph Planes(%x: f32[2x4x9x11], %small: f32[2x4x2x3], %large: f32[2x4x10x600]) {
        %a0 = conv %x {filters = 6, kernel = 3}
        %a1 = conv %x {filters = 4, kernel = [3, 5], padding = [1, 2], bias = false}
        %a2 = conv %x {filters = 8, kernel = 3, stride = [2, 3], padding = 1}
        %a3 = conv %x {filters = 2, kernel = [2, 4], padding = [[0, 1], [2, 1]]}
        %a4 = conv %x {filters = 2, kernel = 3, dilation = [2, 3], padding = 2}
        %a5 = conv %x {filters = 6, kernel = 3, groups = 2, padding = 1}
        %a6 = conv %x {filters = 4, kernel = 3, groups = 4, padding = 1, stride = 2}
        %a7 = conv %x {filters = 8, kernel = 3, groups = 4, bias = false}
        %a8 = conv %x {filters = 8, kernel = 1}
        %a9 = conv %x {filters = 3, kernel = 1, stride = 2}
        %b0 = conv %small {filters = 2, kernel = 5, padding = 2} then relu
        %b1 = conv %small {filters = 3, kernel = 2, padding = 5, stride = 3, dilation = 2}
        %b2 = conv %small {filters = 4, kernel = [3, 2], stride = 2, padding = "same"}
        %b3 = conv %small {filters = 4, kernel = [3, 2], stride = 2, padding = "same_lower"}
        %b4 = conv %small {filters = 4, kernel = 2, padding = "valid"}
        %b5 = conv %large {filters = 4, kernel = 3, padding = 1} then relu
        %b6 = conv %large {filters = 2, kernel = [3, 7], stride = [1, 2], padding = 3}
        %c0 = maxPool %x {kernel = 2}
        %c1 = maxPool %x {kernel = 3, stride = 2, padding = 1}
        %c2 = maxPool %x {kernel = [3, 2], stride = [2, 3], ceil = true}
        %c3 = maxPool %x {kernel = 3, stride = 1, dilation = 2, padding = 1}
        %c4 = maxPool %x {kernel = 4, stride = 3, padding = "same"}
        %d0 = avgPool %x {kernel = 2}
        %d1 = avgPool %x {kernel = 3, stride = 2, padding = 1}
        %d2 = avgPool %x {kernel = 3, stride = 2, padding = 1, countIncludePad = false}
        %d3 = avgPool %x {kernel = [3, 2], stride = [4, 3], padding = 1, ceil = true}
        %d4 = avgPool %x {kernel = 4, padding = [[2, 0], [1, 2]], ceil = true}
        %d5 = avgPool %x {kernel = 4, stride = 3, padding = "same"}
        %d6 = globalAvgPool %x
        return convs: %a, clipped: %b, maxima: %c, averages: %d
      }
      """
  )
  .joining("a", 10).joining("b", 7).joining("c", 5).joining("d", 7)

  static let volumes = NetworkCase(
    text: """
      graph Volumes(%x: f32[2x4x5x6x7], %s: f32[3x4x17]) {
        %a0 = conv %x {filters = 6, kernel = 3, padding = 1} then relu
        %a1 = conv %x {filters = 2, kernel = [2, 3, 1], stride = [2, 1, 2], groups = 2}
        %a2 = conv %x {filters = 3, kernel = [5, 1, 1]}
        %a3 = conv %x {filters = 3, kernel = [1, 3, 3], dilation = [1, 2, 1], padding = [0, 1, 1]}
        %a4 = conv %x {filters = 3, kernel = 1, bias = false}
        %b0 = maxPool %x {kernel = 2, padding = [1, 0, 1], ceil = true}
        %b1 = avgPool %x {kernel = [3, 2, 2], stride = 2, padding = [1, 0, 1]}
        %b2 = avgPool %x {kernel = 3, padding = 1, countIncludePad = false}
        %b3 = avgPool %x {kernel = [5, 1, 1]}
        %b4 = globalAvgPool %x
        %c0 = conv %s {filters = 4, kernel = 5, padding = 2} then sigmoid
        %c1 = conv %s {filters = 2, kernel = 3, dilation = 4, padding = [[8, 0]]}
        %c2 = conv %s {filters = 2, kernel = 4, stride = 3, groups = 2, bias = false}
        %c3 = maxPool %s {kernel = 3, stride = 1, padding = 1}
        %c4 = avgPool %s {kernel = 2, ceil = true}
        %c5 = globalAvgPool %s
        return convs: %a, pools: %b, lines: %c
      }
      """
  )
  .joining("a", 5).joining("b", 5).joining("c", 6)

  static let vectors = NetworkCase(
    text: """
      graph Vectors(%u: f32[2x37], %v: f32[2x3x5], %x: f32[2x3x4x5], %z: f32[1x1x4x5],
          %w: f32[2x1x4x1]) {
        %y = globalAvgPool %x
        %a0 = linear %u {features = 7} then relu
        %a1 = linear %v {features = 4, bias = false}
        %a2 = linear %x {features = 3} then tanh then sigmoid
        %b0 = softmax %x
        %b1 = softmax %x {axis = "last"}
        %b2 = softmax %u
        %c0 = add %x
        %c1 = add %x, %x
        %c2 = add %x, %y
        %c3 = add %y, %z, %w, %x
        %c4 = add %y, %y, %y
        %c5 = concat %x, %c1, %x
        %c6 = concat %y
        return linears: %a, softmaxes: %b, sums: %c
      }
      """
  )
  .joining("a", 3).joining("b", 3).joining("c", 7)

  /// Norms that fold and norms that do not, and weights that are shared or computed.
  static let norms = NetworkCase(
    text: """
      graph Norms(%x: f32[2x4x6x7]) {
        parameter @shared.weight: f32[4x4x3x3] weight
        parameter @shared.scale: f32[4] normWeight
        %alone = batchNorm %x
        %bare = batchNorm %x {affine = false, epsilon = 0.001}
        %conv = conv %x {filters = 4, kernel = 3, bias = false}
        %folded = batchNorm %conv
        %relu = relu %folded
        %grouped = conv %x {filters = 8, kernel = 3, groups = 4, padding = 1}
        %plain = batchNorm %grouped {affine = false}
        %flat = flatten %relu
        %linear = linear %flat {features = 6}
        %last = batchNorm %linear
        %a = conv %x {filters = 4, kernel = 3, padding = 1, bias = false}
          with weight = @shared.weight
        %b = conv %a {filters = 4, kernel = 3, padding = 1} with weight = @shared.weight,
          bias = divide(sqrt(@shared.scale), subtract(-3.5, @shared.scale))
        %c = conv %b {filters = 4, kernel = 3, bias = false} with
          weight = multiply(@shared.weight, reshape(@shared.scale, [1x4x1x1]))
        return a: %alone, b: %bare, c: %relu, d: %plain, e: %last, f: %c
      }
      """)

  static let functions = NetworkCase(
    text: """
      graph Functions(%x: f32[1x4x25]) {
        %relu = relu %x
        %sigmoid = sigmoid %x
        %tanh = tanh %x
        %pool = maxPool %x {kernel = 3, stride = 2, padding = 1}
        %softmax = softmax %x {axis = "last"}
        %chain0 = relu %x
        %chain1 = tanh %chain0
        %chain = sigmoid %chain1
        return relu: %relu, sigmoid: %sigmoid, tanh: %tanh, maxPool: %pool, softmax: %softmax,
          chain: %chain
      }
      """, hasSpecialInputs: true)

  /// Outputs that are inputs, views of inputs, and the same value twice.
  static let views = NetworkCase(
    text: """
      graph Views(%x: f32[2x3x4]) {
        %flat = flatten %x
        %dropped = dropout %flat {rate = 0.3}
        %kept = dropPath %dropped {rate = 0.1}
        %same = identity %kept
        %relu = relu %same
        %again = flatten %relu
        %later = tanh %again
        return a: %x, b: %flat, c: %same, d: %relu, e: %again, f: %relu, g: %later
      }
      """)

  /// A residual block and an inception block, whose values share the arena.
  static let branches = NetworkCase(
    text: """
      graph Branches(%input: f32[1x3x9x9]) {
        %"block.conv1" = conv %input {filters = 8, kernel = 3, stride = 2, padding = 1, bias = false}
        %"block.bn1" = batchNorm %"block.conv1"
        %"block.relu" = relu %"block.bn1"
        %"block.conv2" = conv %"block.relu" {filters = 8, kernel = 3, padding = 1}
        %"block.downsample" = conv %input {filters = 8, kernel = 1, stride = 2}
        %sum = add %"block.conv2", %"block.downsample"
        %relu = relu %sum
        %a = conv %relu {filters = 4, kernel = 1} then relu
        %b = conv %relu {filters = 6, kernel = 3, padding = 1} then sigmoid
        %c = maxPool %relu {kernel = 3, stride = 1, padding = 1}
        %joined = concat %a, %b, %c
        %pool = globalAvgPool %joined
        %flat = flatten %pool
        %drop = dropout %flat
        %fc = linear %drop {features = 3}
        %probabilities = softmax %fc
        return %probabilities
      }
      """)

  /// Names that mean something to Swift or to the emitted code, or that are no names at all.
  static let ports = NetworkCase(
    text: """
      graph class(%"in": f32[1x2x3], %arena: f32[1x2x3], %"two words": f32[1x2x3]) {
        %"max" = add %"in", %arena
        %"0" = relu %"max"
        %"a-b.c" = conv %"0" {filters = 2, kernel = 1}
        %"a.b.c" = conv %"a-b.c" {filters = 2, kernel = 1}
        %"say \\"\\\\(hi)\\"" = conv %"two words" {filters = 2, kernel = 1}
        %"run" = mul %"a.b.c", %"say \\"\\\\(hi)\\""
        %Kernels = softmax %"run"
        %"é" = sigmoid %Kernels
        return "self": %"max", arena: %Kernels, "x y": %"é", weights: %"a.b.c"
      }
      """)

  static let leNet = NetworkCase(
    text: """
      graph LeNet5(%input: f32[1x1x28x28]) {
        %0 = conv %input {filters = 20, kernel = 5, padding = 2}
        %1 = relu %0
        %2 = maxPool %1 {kernel = 2}
        %3 = conv %2 {filters = 50, kernel = 5, padding = 2}
        %4 = relu %3
        %5 = maxPool %4 {kernel = 2}
        %6 = flatten %5
        %7 = linear %6 {features = 500}
        %8 = relu %7
        %9 = linear %8 {features = 10}
        return %9
      }
      """)

  /// What every op that computes does to its result as it stores it, and values that it adds.
  static let epilogues = NetworkCase(
    text: """
      graph Epilogues(%x: f32[2x4x6x5], %r: f32[2x4x6x5], %t: f32[2x4]) {
        %a0 = conv %x {filters = 4, kernel = 3, padding = 1} then add %r
        %a1 = conv %x {filters = 4, kernel = 1, groups = 4} then tanh then add %a0 then relu
        %a2 = convTranspose %x {filters = 4, kernel = 1} then add %a1 then add %r then sigmoid
        %a3 = linear %x {features = 5} then add %x then leakyRelu {slope = 0.3}
        %o = conv %x {filters = 2, kernel = 1}
        %a4 = deformConv %x, %o {filters = 4, kernel = 1} then silu then add %x
        %b0 = maxPool %x {kernel = 2} then tanh
        %b1 = avgPool %x {kernel = 2} then tanh
        %b2 = avgPool %x {kernel = 3, padding = 1, countIncludePad = false} then tanh
        %b3 = adaptiveAvgPool %x {size = 2} then tanh
        %b4 = globalAvgPool %x then tanh
        %b5 = globalMaxPool %x then tanh
        %c0 = batchNorm %x then tanh
        %c1 = layerNorm %x {over = "channels"} then tanh
        %c2 = groupNorm %x {groups = 2} then tanh
        %c3 = instanceNorm %x then tanh
        %c4 = lrn %x {size = 3} then tanh then add %x
        %c5 = scale %x then tanh
        %c6 = prelu %x {perChannel = true} then tanh
        %c7 = softmax %x then tanh
        %d0 = add %x, %b4 then tanh
        %d1 = mul %x, %r then tanh then add %r
        %d2 = mean %x, %r, %x then tanh
        %d3 = max %x, %r then tanh
        %d4 = resize %x {size = [3, 7], mode = "bilinear"} then tanh
        %d5 = tanh %x then add %x then sigmoid
        %d6 = embedding %t {vocabulary = 7, features = 3} then tanh
        return layers: %a, pools: %b, norms: %c, joins: %d
      }
      """
  )
  .joining("a", 5).joining("b", 6).joining("c", 8).joining("d", 7)

}
