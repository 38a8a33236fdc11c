import Testing

/// A network that the emitter is tested with, as IR text.
struct NetworkCase: Sendable, CustomTestStringConvertible {

  let text: String

  /// Whether the inputs hold infinities, NaNs and other special numbers.
  var hasSpecialInputs = false

  var testDescription: String { String(text.prefix { $0 != "(" }) }

  /// Every op, rank, kind of padding and use of memory. Each network has many outputs, and few
  /// combinations of channels and filters, so that the emitted sources compile quickly.
  static let all = [planes, volumes, vectors, norms, functions, views, branches, ports, leNet]

}

extension NetworkCase {

  static let planes = NetworkCase(
    text: """
      graph Planes(%x: f32[2x4x9x11], %small: f32[1x4x2x3], %large: f32[1x4x10x600]) {
        %plain = conv %x {filters = 6, kernel = 3}
        %padded = conv %x {filters = 4, kernel = [3, 5], padding = [1, 2], bias = false}
        %strided = conv %x {filters = 8, kernel = 3, stride = [2, 3], padding = 1}
        %pairs = conv %x {filters = 2, kernel = [2, 4], padding = [[0, 1], [2, 1]]}
        %dilated = conv %x {filters = 2, kernel = 3, dilation = [2, 3], padding = 2}
        %grouped = conv %x {filters = 6, kernel = 3, groups = 2, padding = 1}
        %depthwise = conv %x {filters = 4, kernel = 3, groups = 4, padding = 1, stride = 2}
        %multiplied = conv %x {filters = 8, kernel = 3, groups = 4, bias = false}
        %pointwise = conv %x {filters = 8, kernel = 1}
        %skipping = conv %x {filters = 3, kernel = 1, stride = 2}
        %big = conv %small {filters = 2, kernel = 5, padding = 2} then relu
        %far = conv %small {filters = 3, kernel = 2, padding = 5, stride = 3, dilation = 2}
        %same = conv %small {filters = 4, kernel = [3, 2], stride = 2, padding = "same"}
        %lower = conv %small {filters = 4, kernel = [3, 2], stride = 2, padding = "same_lower"}
        %valid = conv %small {filters = 4, kernel = 2, padding = "valid"}
        %strips = conv %large {filters = 4, kernel = 3, padding = 1} then relu
        %stripes = conv %large {filters = 2, kernel = [3, 7], stride = [1, 2], padding = 3}
        %max = maxPool %x {kernel = 2}
        %maxPadded = maxPool %x {kernel = 3, stride = 2, padding = 1}
        %maxCeil = maxPool %x {kernel = [3, 2], stride = [2, 3], ceil = true}
        %maxDilated = maxPool %x {kernel = 3, stride = 1, dilation = 2, padding = 1}
        %maxSame = maxPool %x {kernel = 4, stride = 3, padding = "same"}
        %average = avgPool %x {kernel = 2}
        %averagePadded = avgPool %x {kernel = 3, stride = 2, padding = 1}
        %averageBare = avgPool %x {kernel = 3, stride = 2, padding = 1, countIncludePad = false}
        %averageCeil = avgPool %x {kernel = [3, 2], stride = [4, 3], padding = 1, ceil = true}
        %averagePairs = avgPool %x {kernel = 4, padding = [[2, 0], [1, 2]], ceil = true}
        %averageSame = avgPool %x {kernel = 4, stride = 3, padding = "same"}
        %global = globalAvgPool %x
        return a: %plain, b: %padded, c: %strided, d: %pairs, e: %dilated, f: %grouped,
          g: %depthwise, h: %multiplied, i: %pointwise, j: %skipping, k: %big, l: %far, m: %same,
          n: %lower, o: %valid, p: %strips, q: %stripes, r: %max, s: %maxPadded, t: %maxCeil,
          u: %maxDilated, v: %maxSame, w: %average, x2: %averagePadded, y: %averageBare,
          z: %averageCeil, ab: %averagePairs, ac: %averageSame, ad: %global
      }
      """)

  static let volumes = NetworkCase(
    text: """
      graph Volumes(%x: f32[2x4x5x6x7], %s: f32[3x4x17]) {
        %conv = conv %x {filters = 6, kernel = 3, padding = 1} then relu
        %strided = conv %x {filters = 2, kernel = [2, 3, 1], stride = [2, 1, 2], groups = 2}
        %deep = conv %x {filters = 3, kernel = [5, 1, 1]}
        %flat = conv %x {filters = 3, kernel = [1, 3, 3], dilation = [1, 2, 1], padding = [0, 1, 1]}
        %pointwise = conv %x {filters = 3, kernel = 1, bias = false}
        %max = maxPool %x {kernel = 2, padding = [1, 0, 1], ceil = true}
        %average = avgPool %x {kernel = [3, 2, 2], stride = 2, padding = [1, 0, 1]}
        %bare = avgPool %x {kernel = 3, padding = 1, countIncludePad = false}
        %whole = avgPool %x {kernel = [5, 1, 1]}
        %global = globalAvgPool %x
        %line = conv %s {filters = 4, kernel = 5, padding = 2} then sigmoid
        %causal = conv %s {filters = 2, kernel = 3, dilation = 4, padding = [[8, 0]]}
        %steps = conv %s {filters = 2, kernel = 4, stride = 3, groups = 2, bias = false}
        %lineMax = maxPool %s {kernel = 3, stride = 1, padding = 1}
        %lineAverage = avgPool %s {kernel = 2, ceil = true}
        %lineGlobal = globalAvgPool %s
        return a: %conv, b: %strided, c: %deep, d: %flat, e: %pointwise, f: %max, g: %average,
          h: %bare, i: %whole, j: %global, k: %line, l: %causal, m: %steps, n: %lineMax,
          o: %lineAverage, p: %lineGlobal
      }
      """)

  static let vectors = NetworkCase(
    text: """
      graph Vectors(%u: f32[2x37], %v: f32[2x3x5], %t: f32[1x2x2x16], %x: f32[2x3x4x5],
          %y: f32[2x3x1x1], %z: f32[1x1x4x5], %w: f32[2x1x4x1]) {
        %rank2 = linear %u {features = 7} then relu
        %rank3 = linear %v {features = 4, bias = false}
        %rank4 = linear %t {features = 3} then tanh then sigmoid
        %channels = softmax %x
        %last = softmax %x {axis = "last"}
        %rows = softmax %u
        %single = add %x
        %pair = add %x, %x
        %row = add %x, %y
        %all = add %y, %z, %w, %x
        %small = add %y, %y, %y
        %concat = concat %x, %pair, %x
        %one = concat %y
        return a: %rank2, b: %rank3, c: %rank4, d: %channels, e: %last, f: %rows, g: %single,
          h: %pair, i: %row, j: %all, k: %small, l: %concat, m: %one
      }
      """)

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
        %same = identity %dropped
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
        %"run" = add %"a.b.c", %"say \\"\\\\(hi)\\""
        %Kernels = tanh %"run"
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

}
