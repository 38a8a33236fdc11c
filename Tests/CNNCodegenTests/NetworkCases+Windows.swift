/// Networks of the ops that slide windows or take other sizes.
extension NetworkCase {

  static let windows = [transposed, deformed, pools, resized, bordered, filtered]

  /// Convolutions for Winograd's minimal filtering, with tiles of all sizes and in parts.
  static let filtered = NetworkCase(
    text: """
      graph Filtered(%x: f32[1x20x18x18], %small: f32[1x16x5x6], %deep: f32[1x520x12x12]) {
        %a = conv %x {filters = 18, kernel = 3, padding = 1} then relu
        %b = conv %a {filters = 20, kernel = [1, 7], padding = [0, 3]}
        %c = conv %b {filters = 20, kernel = [7, 1], padding = [3, 0]} then add %b then relu
        %d = conv %c {filters = 17, kernel = 5, padding = 2} then silu
        %e = conv %d {filters = 16, kernel = [1, 3]}
        %f = conv %e {filters = 16, kernel = [3, 1]}
        %g = conv %small {filters = 20, kernel = 3, padding = 1}
        %h = conv %g {filters = 10, kernel = 3, padding = 1}
        %i = conv %deep {filters = 64, kernel = 3, padding = 1}
        return all: %f, small: %h, deep: %i
      }
      """)

  /// Transposed convolutions, some with padding that cuts off whole filters.
  private static let transposed = NetworkCase(
    text: """
      graph Transposed(%x: f32[2x4x5x11], %v: f32[2x4x3x4x5], %s: f32[3x6x17],
          %deep: f32[3x10x5]) {
        %a0 = convTranspose %x {filters = 6, kernel = 3}
        %a1 = convTranspose %x {filters = 4, kernel = 2, stride = 2, bias = false} then relu
        %a2 = convTranspose %x {filters = 4, kernel = [3, 4], stride = [2, 3], padding = 1,
          outputPadding = [1, 2]}
        %a3 = convTranspose %x {filters = 8, kernel = 3, stride = 2, dilation = [2, 1], groups = 2,
          padding = [[0, 1], [2, 1]]}
        %a4 = convTranspose %x {filters = 4, kernel = 4, stride = 3, padding = 5, groups = 4}
        %a5 = convTranspose %x {filters = 3, kernel = 1}
        %a6 = convTranspose %x {filters = 2, kernel = 1, stride = 2, outputPadding = 1}
        %a7 = convTranspose %x {filters = 2, kernel = 3, dilation = 3, padding = 2,
          outputPadding = [2, 0]}
        %a8 = convTranspose %x {filters = 2, kernel = [5, 1], padding = "valid"} then silu then relu6
        %b0 = convTranspose %v {filters = 4, kernel = 3, stride = 2, padding = 1,
          outputPadding = 1} then gelu
        %b1 = convTranspose %v {filters = 6, kernel = [1, 2, 3], stride = [2, 1, 2], groups = 2}
        %b2 = convTranspose %v {filters = 2, kernel = 1, bias = false}
        %b3 = convTranspose %v {filters = 4, kernel = [2, 1, 1], padding = [1, 0, 0]}
        %a9 = convTranspose %x {filters = 4, kernel = 2, groups = 2}
        %c0 = convTranspose %s {filters = 3, kernel = 4, stride = 2, padding = 1}
        %c1 = convTranspose %s {filters = 6, kernel = 5, dilation = 2, groups = 3} then leakyRelu
          {slope = 0.2}
        %c2 = convTranspose %s {filters = 2, kernel = 3, stride = 5, outputPadding = 4}
        %c3 = convTranspose %deep {filters = 2, kernel = 2, bias = false}
        %c4 = convTranspose %deep {filters = 4, kernel = 2, groups = 2, stride = 2}
        return planes: %a, volumes: %b, lines: %c
      }
      """
  )
  .joining("a", 10).joining("b", 4).joining("c", 5)

  /// Convolutions whose taps move, some of them beyond the borders or to no place at all.
  private static let deformed = NetworkCase(
    text: """
      graph Deformed(%x: f32[2x4x6x7], %o: f32[2x18x6x7], %m: f32[2x9x6x7], %p: f32[2x8x5x4],
          %q: f32[2x4x5x4]) {
        %moves = mul %o {number = 4.5}
        %a0 = deformConv %x, %o {filters = 6, kernel = 3, padding = 1}
        %a1 = deformConv %x, %moves, %m {filters = 4, kernel = 3, padding = 1, groups = 2} then relu
        %a2 = deformConv %x, %p, %q {filters = 4, kernel = [2, 1], stride = [1, 2], groups = 4}
        %a3 = deformConv %x, %p {filters = 3, kernel = [2, 1], stride = [1, 2], bias = false}
        %part = slice %moves {start = 2, end = 10}
        %a4 = deformConv %x, %part {filters = 2, kernel = 1} then hardSwish
        %a5 = deformConv %x, %moves {filters = 2, kernel = 3, dilation = 2, padding = 2}
        return %a
      }
      """
  )
  .joining("a", 6)

  /// Pools of all kinds of windows that the other networks do not have; those that round up as in
  /// Caffe have windows beyond the input.
  private static let pools = NetworkCase(
    text: """
      graph Pools(%x: f32[2x3x6x8], %v: f32[2x3x5x6x7], %s: f32[2x3x17]) {
        %a0 = maxPool %x {kernel = 3, stride = 2, ceil = "caffe"}
        %a1 = maxPool %x {kernel = [1, 2], stride = [4, 5], ceil = "caffe"}
        %a2 = maxPool %v {kernel = 1, stride = [4, 5, 6], ceil = "caffe"}
        %a3 = maxPool %s {kernel = 1, stride = 15, ceil = "caffe"}
        %a4 = maxPool %x {kernel = 3, stride = 2, padding = 1, ceil = "caffe"}
        %b0 = avgPool %x {kernel = 3, stride = 2, ceil = "caffe"}
        %b1 = avgPool %x {kernel = [1, 2], stride = [4, 5], ceil = "caffe"}
        %b2 = avgPool %x {kernel = [1, 2], stride = [4, 5], ceil = "caffe", countIncludePad = false}
        %b3 = avgPool %v {kernel = 1, stride = [4, 5, 6], ceil = "caffe"}
        %b4 = avgPool %x {kernel = 1, stride = 6, ceil = "caffe"}
        %b5 = avgPool %s {kernel = 1, stride = 15, ceil = "caffe"}
        %c0 = adaptiveAvgPool %x {size = 3}
        %c1 = adaptiveAvgPool %x {size = [4, 11]}
        %c2 = adaptiveAvgPool %v {size = [2, 6, 3]}
        %c3 = adaptiveAvgPool %s {size = 5}
        %d0 = globalMaxPool %x
        %d1 = globalMaxPool %v
        %d2 = globalMaxPool %s
        %e0 = lpPool %x {kernel = 2, norm = 2}
        %e1 = lpPool %x {kernel = [3, 2], norm = 4, stride = [2, 3], ceil = true}
        %e2 = lpPool %v {kernel = 2, norm = 2, ceil = true}
        %e3 = lpPool %s {kernel = 3, norm = 1, stride = 2}
        %f0 = globalLpPool %x
        %f1 = globalLpPool %v {norm = 1}
        %f2 = globalLpPool %s {norm = 2.5}
        %g0 = adaptiveMaxPool %x {size = [4, 11]}
        %g1 = adaptiveMaxPool %v {size = [2, 6, 3]}
        %g2 = adaptiveMaxPool %s {size = 5}
        return maxima: %a, averages: %b, bins: %c, globals: %d, norms: %e, lengths: %f, largest: %g
      }
      """
  )
  .joining("a", 5).joining("b", 6).joining("c", 4).joining("d", 3).joining("e", 4).joining("f", 3)
  .joining("g", 3)

  /// Convolutions whose padding is made of the input.
  private static let bordered = NetworkCase(
    text: """
      graph Bordered(%x: f32[2x4x5x7], %v: f32[2x4x3x4x5], %s: f32[2x4x6],
          %large: f32[2x4x10x600]) {
        %a0 = conv %x {filters = 6, kernel = 3, padding = 1, mode = "reflect"}
        %a1 = conv %x {filters = 4, kernel = 5, padding = [4, 2], mode = "reflect"} then relu
        %a2 = conv %x {filters = 4, kernel = 3, padding = 6, stride = 2, mode = "replicate"}
        %a3 = conv %x {filters = 2, kernel = [2, 4], padding = "same", groups = 2, mode = "circular"}
        %a4 = conv %x {filters = 4, kernel = 3, padding = 2, dilation = 2, groups = 4,
          mode = "circular"}
        %a5 = conv %x {filters = 2, kernel = 3, padding = [[0, 2], [3, 1]], stride = [1, 2],
          mode = "reflect", bias = false}
        %a6 = conv %x {filters = 2, kernel = [3, 1], padding = [1, 0], mode = "replicate"}
        %b0 = conv %v {filters = 4, kernel = 3, padding = 1, mode = "reflect"}
        %b1 = conv %v {filters = 2, kernel = [3, 1, 1], padding = [2, 0, 0], mode = "circular"}
        %b2 = conv %v {filters = 4, kernel = [3, 2, 3], padding = [[1, 0], [2, 1], [0, 3]],
          stride = [2, 1, 2], groups = 2, mode = "replicate"}
        %c0 = conv %s {filters = 3, kernel = 3, padding = 2, mode = "circular"}
        %c1 = conv %s {filters = 3, kernel = 4, padding = "same_lower", mode = "reflect"} then silu
        %d0 = conv %large {filters = 4, kernel = 3, padding = 1, mode = "reflect"} then relu
        return planes: %a, volumes: %b, lines: %c, large: %d0
      }
      """
  )
  .joining("a", 7).joining("b", 3).joining("c", 2)

  private static let resized = NetworkCase(
    text: """
      graph Resized(%x: f32[2x3x5x7], %v: f32[2x2x3x4x5], %s: f32[2x2x9]) {
        %a0 = resize %x {size = [10, 14]}
        %a1 = resize %x {size = [3, 16]}
        %a2 = resize %x {scale = 1.7}
        %a3 = resize %x {size = [3, 9], mode = "nearest-exact"}
        %a4 = resize %x {scale = 0.6, mode = "nearest-exact"}
        %a5 = resize %v {size = [4, 2, 15]}
        %a6 = resize %s {size = 25, mode = "nearest-exact"}
        %b0 = resize %x {size = [8, 5], mode = "bilinear"}
        %b1 = resize %x {size = [9, 21], mode = "bilinear", alignCorners = true}
        %b2 = resize %x {scale = 1.1, mode = "bilinear"}
        %b3 = resize %x {scale = 0.3, mode = "bilinear"}
        %b4 = resize %x {size = [1, 13], mode = "bilinear", alignCorners = true}
        %b5 = resize %v {size = [5, 4, 3], mode = "bilinear"}
        %b6 = resize %s {scale = 2.5, mode = "bilinear"}
        %c0 = resize %x {scale = 2.0, mode = "bicubic"}
        %c1 = resize %x {size = [3, 9], mode = "bicubic", alignCorners = true}
        %c2 = resize %x {size = [5, 1], mode = "bicubic"}
        %c3 = resize %v {size = [2, 6, 5], mode = "bicubic"}
        %c4 = resize %s {scale = 0.8, mode = "bicubic"}
        return nearest: %a, linear: %b, cubic: %c
      }
      """
  )
  .joining("a", 7).joining("b", 7).joining("c", 5)

}
