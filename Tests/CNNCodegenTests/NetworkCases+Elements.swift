/// Networks of the ops that normalise, join, move or map elements.
extension NetworkCase {

  static let elements = [
    normalized, roots, weightNorms, activations, curves, joins, ranks, rearranged, borders, reduced,
    specialReduced, specialFunctions,
    specialCurves, specialPlaces,
  ]

  private static let normalized = NetworkCase(
    text: """
      graph Normalized(%x: f32[2x6x4x5], %u: f32[2x13], %v: f32[2x4x2x3x4], %z: f32[1x1x6]) {
        %a0 = layerNorm %x
        %a1 = layerNorm %x {over = "channels"}
        %a2 = layerNorm %x {over = "all", epsilon = 0.1}
        %a3 = layerNorm %u {affine = false}
        %a4 = layerNorm %v {over = "channels", affine = false}
        %a5 = layerNorm %u {over = "all"}
        %b0 = groupNorm %x {groups = 3}
        %b1 = groupNorm %x {groups = 1, epsilon = 0.01}
        %b2 = groupNorm %x {groups = 6, affine = false}
        %b3 = groupNorm %v {groups = 2}
        %b4 = instanceNorm %x
        %b5 = instanceNorm %v {affine = true}
        %image = groupNorm %z {groups = 1}
        %c0 = lrn %x {size = 5}
        %c1 = lrn %x {size = 2, alpha = 0.5, beta = 0.5, k = 2.0, alphaOverSize = false}
        %c2 = lrn %x {size = 3, alpha = 1.5, beta = 1.0}
        %c3 = lrn %u {size = 40, alpha = 2.0, beta = 0.6, k = 0.5}
        %c4 = lrn %v {size = 1, alpha = -2.0, beta = 0.75, k = 0.5}
        %c5 = lrn %x {size = 4, alpha = -3.0, beta = -3.0, k = 0.25, alphaOverSize = false}
        return layers: %a, groups: %b, responses: %c, image: %image
      }
      """
  )
  .joining("a", 6).joining("b", 6).joining("c", 6)

  /// Layers and parameters that take functions other programs get from the C library.
  static let roots = NetworkCase(
    text: """
      graph Roots(%x: f32[1x4x3x3]) {
        %0 = lrn %x {size = 3}
        %1 = layerNorm %0
        %2 = conv %1 {filters = 4, kernel = 1, weightNorm = true}
        %3 = batchNorm %2
        %4 = gelu %3
        %5 = lrn %4 {size = 2, beta = 0.6}
        %6 = batchNorm %5
        %7 = resize %6 {scale = 2.5, mode = "bicubic"}
        return %7
      }
      """)

  /// Weights whose lengths are stored apart, alone and with a norm folded in.
  static let weightNorms = NetworkCase(
    text: """
      graph WeightNorms(%x: f32[2x4x6x7], %u: f32[2x13]) {
        %a0 = conv %x {filters = 4, kernel = 3, weightNorm = true}
        %conv = conv %x {filters = 6, kernel = [3, 1], groups = 2, bias = false, weightNorm = true}
        %a1 = batchNorm %conv
        %a2 = convTranspose %x {filters = 6, kernel = 2, stride = 2, groups = 2, weightNorm = true}
        %a3 = linear %u {features = 5, weightNorm = true}
        %"encoder.stages.with.a.long.name.blocks.0.attention.projection" = linear %u {features = 2,
          weightNorm = true, bias = false}
        %a4 = relu %"encoder.stages.with.a.long.name.blocks.0.attention.projection"
        return %a
      }
      """
  )
  .joining("a", 5)

  /// Activations alone and where a layer stores.
  static let activations = NetworkCase(
    text: """
      graph Activations(%x: f32[2x4x5x6]) {
        %wide = mul %x {number = 8.0}
        %a0 = relu6 %wide
        %a1 = leakyRelu %wide {slope = 0.01}
        %a2 = prelu %wide
        %a3 = prelu %wide {perChannel = true}
        %a4 = hardSigmoid %wide
        %a5 = hardSigmoid %wide {slope = -0.2, offset = 0.25}
        %a6 = silu %wide
        %a7 = hardSwish %wide
        %a8 = gelu %wide
        %a9 = gelu %wide {approximate = "tanh"}
        %b0 = scale %wide
        %b1 = scale %wide {bias = true}
        %b2 = conv %wide {filters = 4, kernel = 1} then leakyRelu {slope = 0.3} then silu then
          hardSigmoid {slope = 0.2}
        %b3 = linear %wide {features = 3} then gelu {approximate = "tanh"} then hardSwish
        %c0 = conv %wide {filters = 2, kernel = 3}
        %c1 = gelu %c0
        return alone: %a, stored: %b, fused: %c1
      }
      """
  )
  .joining("a", 10).joining("b", 4)

  /// Activations that bend smoothly, bounds, and softmaxes.
  private static let curves = NetworkCase(
    text: """
      graph Curves(%x: f32[2x4x5x6], %u: f32[3x7]) {
        %wide = mul %x {number = 8.0}
        %a0 = elu %wide
        %a1 = elu %wide {alpha = 0.3}
        %a2 = selu %wide
        %a3 = celu %wide {alpha = 1.5}
        %a4 = softplus %wide
        %a5 = softplus %wide {beta = 2.5, threshold = 3.0}
        %a6 = mish %wide
        %a7 = softsign %wide
        %a8 = clip %wide {min = -1.5, max = 2.0}
        %a9 = clip %wide {max = 0.1}
        %b0 = logSoftmax %wide
        %b1 = logSoftmax %wide {axis = "last"}
        %b2 = softmax %wide {axis = "last"}
        %b3 = conv %wide {filters = 4, kernel = 1} then elu {alpha = 0.5} then clip {min = -0.25}
          then mish
        %c0 = logSoftmax %u
        return alone: %a, rows: %b, vectors: %c0
      }
      """
  )
  .joining("a", 10).joining("b", 4)

  private static let joins = NetworkCase(
    text: """
      graph Joins(%x: f32[2x3x4x5], %z: f32[1x1x4x5], %w: f32[2x3x1x5]) {
        %y = globalAvgPool %x
        %a0 = add %x {number = -1.5}
        %a1 = add %y, %x {number = 0.1}
        %a2 = add %z, %x, %w
        %b0 = mul %x
        %b1 = mul %x, %y
        %b2 = mul %w, %z, %x {number = 3.0}
        %b3 = mul %x {number = 0.25}
        %c0 = mean %x
        %c1 = mean %x, %z
        %c2 = mean %y, %w, %z
        %d0 = max %x
        %d1 = max %x, %w
        %d2 = max %x {number = 0.1}
        %d3 = max %z, %x, %w {number = -0.5}
        %e0 = min %x
        %e1 = min %w, %x
        %e2 = min %x {number = 0.1}
        %e3 = min %z, %x, %w {number = 0.5}
        %f0 = sub %x, %w
        %f1 = sub %y, %x
        %f2 = sub %x {number = -0.1}
        %f3 = sub %x {minuend = 1.0}
        %f4 = div %x {number = 0.3}
        return sums: %a, products: %b, means: %c, maxima: %d, minima: %e, differences: %f
      }
      """
  )
  .joining("a", 3).joining("b", 4).joining("c", 3).joining("d", 4).joining("e", 4).joining("f", 5)

  /// Operands of several ranks.
  private static let ranks = NetworkCase(
    text: """
      graph Ranks(%x: f32[2x3x4x5], %y: f32[2x4x5], %z: f32[2x5], %w: f32[1x1]) {
        %a0 = add %x, %y
        %a1 = sub %z, %x
        %a2 = mul %y, %z, %x
        %a3 = max %x, %w
        %a4 = mean %z, %y
        %a5 = min %w, %y {number = 0.25}
        return %a
      }
      """
  )
  .joining("a", 6)

  private static let rearranged = NetworkCase(
    text: """
      graph Rearranged(%x: f32[2x6x4x8], %u: f32[2x3x5], %v: f32[2x4x3x4x5]) {
        %a0 = permute %x {order = [0, 2, 3, 1]}
        %a1 = permute %x {order = [0, 3, 2, 1]}
        %a2 = permute %u {order = [0, 2, 1]}
        %a3 = permute %v {order = [0, 3, 4, 1, 2]}
        %b0 = slice %x {start = 1, end = 4}
        %b1 = slice %u {start = 2, end = 3}
        %b2 = slice %v {start = 0, end = 2}
        %c0 = crop %x {size = [3, 5]}
        %c1 = crop %x {size = 2, offset = [1, 6]}
        %c2 = crop %u {size = 4}
        %c3 = crop %v {size = [2, 4, 1], offset = [1, 0, 3]}
        %d0 = channelShuffle %x {groups = 2}
        %d1 = channelShuffle %x {groups = 3}
        %d2 = channelShuffle %v {groups = 2}
        %e0 = spaceToDepth %x {factor = 2}
        %e1 = spaceToDepth %x {factor = 4, order = "onnx"}
        %e2 = spaceToDepth %x {factor = 2, order = "spd"}
        %v1 = reshape %v {shape = [8, -1, 3]}
        %f0 = depthToSpace %v1 {factor = 2}
        %f1 = depthToSpace %v1 {factor = 2, order = "onnx"}
        %f2 = depthToSpace %v1 {factor = 2, order = "spd"}
        return permuted: %a, slices: %b, crops: %c, shuffled: %d, blocks: %e, planes: %f
      }
      """
  )
  .joining("a", 4).joining("b", 3).joining("c", 4).joining("d", 3).joining("e", 3).joining("f", 3)

  private static let borders = NetworkCase(
    text: """
      graph Borders(%x: f32[2x3x4x5], %u: f32[2x3x5], %v: f32[2x2x3x4x5]) {
        %a0 = pad %x {padding = 1}
        %a1 = pad %x {padding = [[0, 2], [1, 0]], value = -1.5}
        %a2 = pad %u {padding = 3, value = inf}
        %a3 = pad %v {padding = [1, 0, 2]}
        %b0 = pad %x {padding = 3, mode = "reflect"}
        %b1 = pad %u {padding = [[4, 1]], mode = "reflect"}
        %b2 = pad %v {padding = [2, 1, 0], mode = "reflect"}
        %c0 = pad %x {padding = [0, 7], mode = "replicate"}
        %c1 = pad %v {padding = [[5, 0], [1, 2], [0, 1]], mode = "replicate"}
        %d0 = pad %x {padding = [4, 5], mode = "circular"}
        %d1 = pad %v {padding = [[0, 3], [2, 1], [1, 0]], mode = "circular"}
        return constant: %a, reflected: %b, replicated: %c, circular: %d
      }
      """
  )
  .joining("a", 4).joining("b", 3).joining("c", 2).joining("d", 2)

  /// Reductions, lengths and colours, also of numbers that are no ordinary ones.
  private static let reduced = reductions("Reduced", hasSpecialInputs: false)
  private static let specialReduced = reductions("SpecialReduced", hasSpecialInputs: true)

  private static func reductions(_ name: String, hasSpecialInputs: Bool) -> NetworkCase {
    NetworkCase(
      text: """
        graph \(name)(%x: f32[2x3x4x5], %u: f32[2x13], %v: f32[2x2x3x1x5]) {
          %a0 = reduceMean %x
          %a1 = reduceMean %x {over = "channels", keepAxes = true}
          %a2 = reduceMean %v {over = [1, 3]}
          %a3 = reduceMean %x {over = "all", keepAxes = true}
          %b0 = reduceSum %x {over = [3]}
          %b1 = reduceSum %v
          %b2 = reduceSum %u {over = "channels", keepAxes = true}
          %c0 = reduceMax %x {over = [1, 3]}
          %c1 = reduceMax %v {over = "channels"}
          %d0 = argmax %x
          %d1 = argmax %x {axis = "last", keepAxes = true}
          %d2 = argmax %v
          %e0 = l2Norm %x
          %e1 = l2Norm %x {axis = "last", scale = true}
          %e2 = l2Norm %u {epsilon = 3.0}
          %f0 = normalize %x {mean = [0.25, -0.5, 1.0], std = [0.5, 2.0, -0.25]}
          %f1 = normalize %u {mean = 0.5, std = 0.3}
          return means: %a, sums: %b, maxima: %c, places: %d, lengths: %e, colours: %f
        }
        """, hasSpecialInputs: hasSpecialInputs
    )
    .joining("a", 4).joining("b", 3).joining("c", 2).joining("d", 3).joining("e", 3).joining("f", 2)
  }

  /// Functions of one element, or of the elements at one place, of numbers that are no ordinary ones.
  private static let specialFunctions = NetworkCase(
    text: """
      graph SpecialFunctions(%x: f32[1x5x5], %y: f32[1x5x5], %w: f32[1x1x25]) {
        %a0 = relu6 %x
        %a1 = leakyRelu %x {slope = 0.01}
        %a2 = leakyRelu %x {slope = 0.0}
        %a3 = prelu %x {perChannel = true}
        %a4 = hardSigmoid %x
        %a5 = silu %x
        %a6 = hardSwish %x
        %a7 = gelu %x
        %a8 = gelu %x {approximate = "tanh"}
        %a9 = scale %x {bias = true}
        %turned = permute %y {order = [0, 2, 1]}
        %b0 = add %x, %turned {number = 1.0}
        %b1 = mul %x, %turned
        %b2 = mul %x, %turned, %y {number = 1e300}
        %b3 = mean %x, %turned
        %b4 = max %x, %turned
        %b5 = max %turned, %x {number = 2.5}
        %b6 = add %x, %turned, %y
        %b7 = min %x, %turned
        %b8 = min %turned, %x {number = 2.5}
        %b9 = div %x, %turned
        %d0 = div %x {number = 0.0}
        %d1 = div %x {dividend = -1.0}
        %d2 = sub %x, %turned
        %d3 = sub %x {minuend = 0.0}
        %c0 = embedding %w {vocabulary = 89, features = 3}
        return alone: %a, joined: %b, apart: %d, vectors: %c0
      }
      """, hasSpecialInputs: true
  )
  .joining("a", 10).joining("b", 10).joining("d", 4)

  /// Such numbers under the activations that bend smoothly.
  private static let specialCurves = NetworkCase(
    text: """
      graph SpecialCurves(%x: f32[1x5x5]) {
        %a0 = elu %x
        %a1 = elu %x {alpha = -1.5}
        %a2 = selu %x
        %a3 = celu %x {alpha = 0.5}
        %a4 = softplus %x
        %a5 = softplus %x {beta = -2.0, threshold = -1.0}
        %a6 = mish %x
        %a7 = softsign %x
        %a8 = clip %x {min = 0.0, max = 6.0}
        %a9 = clip %x {min = 2.0, max = 1.0}
        %b0 = logSoftmax %x
        %b1 = logSoftmax %x {axis = "last"}
        return alone: %a, rows: %b
      }
      """, hasSpecialInputs: true
  )
  .joining("a", 10).joining("b", 2)

  /// Such numbers where ops look at several places.
  private static let specialPlaces = NetworkCase(
    text: """
      graph SpecialPlaces(%x: f32[1x2x5x5], %o: f32[1x2x5x5], %v: f32[1x25x3]) {
        %a0 = layerNorm %v {affine = false, epsilon = 0.0}
        %a1 = layerNorm %x
        %a2 = groupNorm %x {groups = 2}
        %a3 = lrn %x {size = 1, alpha = 1.0}
        %a4 = lrn %v {size = 2, alpha = 1.0, beta = 0.5, k = 0.0}
        %a5 = lrn %v {size = 1, alpha = -1.0}
        %a6 = lrn %v {size = 1, alpha = -1.0, beta = 3.0}
        %b0 = globalMaxPool %x
        %b1 = adaptiveAvgPool %x {size = [5, 2]}
        %b2 = maxPool %x {kernel = 2, stride = 4, ceil = "caffe"}
        %b3 = avgPool %x {kernel = 1, stride = [4, 3], ceil = "caffe"}
        %c0 = resize %x {scale = 2.0}
        %c1 = resize %x {size = [5, 9], mode = "bilinear", alignCorners = true}
        %c2 = resize %x {size = [10, 5], mode = "bicubic"}
        %d0 = deformConv %x, %o {filters = 2, kernel = 1}
        %d1 = convTranspose %x {filters = 2, kernel = 2, stride = 2}
        %d2 = channelShuffle %x {groups = 2}
        return norms: %a, pools: %b, resized: %c, convs: %d
      }
      """, hasSpecialInputs: true
  )
  .joining("a", 7).joining("b", 4).joining("c", 3).joining("d", 3)

}
