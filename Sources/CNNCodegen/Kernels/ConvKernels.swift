extension Kernel {

  /// The distances that a convolution's kernel has to know.
  static let strides = Kernel(
    "Strides",
    """
    /// How far apart consecutive planes of the input and the output lie, and in the weight
    /// consecutive channels and filters.
    struct Strides {
      let input: Int
      let output: Int
      let channel: Int
      let filter: Int
    }
    """)

  /// A convolution of `channels` input planes into `filters` output planes.
  ///
  /// Several planes at once share loads and stores, which would otherwise take more time than the
  /// multiply-adds. The loop over rows is inside the one over taps, so that a row is not read
  /// again while its stores are still on their way to the cache.
  static func convolve(channels: Int, filters: Int, isStrided: Bool) -> Kernel {
    let name = "convolve\(channels)To\(filters)" + (isStrided ? "Strided" : "")
    let loads: [Kernel] = isStrided ? [.gather, .gatherPair] : [.load, .loadPair]
    return Kernel(
      name, requires: [.axis, .strides] + loads + [.add, .addPair],
      """
      /// Adds the products of \(planes(channels)) from `x` on with the taps of `weight` to the rows
      /// `strip` of \(planes(filters)) from `y` on.
      static func \(name)(
        _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>,
        to y: UnsafeMutablePointer<Float>, rows: Axis, columns: Axis, strides: Strides,
        strip: Range<Int>
      ) {
        for ky in 0..<rows.taps {
          let lines = rows.windows(reaching: ky, in: strip)
          for kx in 0..<columns.taps {
            let span = columns.windows(reaching: kx, in: 0..<columns.windows)
            let first = columns.position(span.lowerBound, kx)
            let tap = weight + (ky * columns.taps + kx)
      \(ConvKernelText(channels: channels, filters: filters, isStrided: isStrided).text)
          }
        }
      }
      """)
  }

  private static func planes(_ count: Int) -> String {
    count == 1 ? "the plane" : "\(count) planes"
  }

}

/// The innermost loops of a convolution's kernel, unrolled over its planes.
private struct ConvKernelText {

  let channels: Int
  let filters: Int
  let isStrided: Bool

  /// The loop over the rows that a tap reaches, after its weights.
  var text: String {
    var writer = SwiftWriter(depth: 3)
    if isStrided { writer.write("let step = columns.stride") }
    for filter in 0..<filters {
      for channel in 0..<channels {
        let offset = Self.weightOffset(filter, channel)
        writer.write("let w\(filter)\(channel): Float = tap[\(offset)]")
      }
    }
    writer.block("for row in lines") { writeRow(to: &$0) }
    return String(writer.text.dropLast())
  }

  private func writeRow(to writer: inout SwiftWriter) {
    writer.write("let x0 = x + (rows.position(row, ky) &* columns.inputs &+ first)")
    for channel in 1..<channels {
      writer.write("let x\(channel) = x0 + \(Self.product(channel, "strides.input"))")
    }
    writer.write("let y0 = y + (row &* columns.windows &+ span.lowerBound)")
    for filter in 1..<filters {
      writer.write("let y\(filter) = y0 + \(Self.product(filter, "strides.output"))")
    }
    let offset = isStrided ? "i &* step" : "i"
    let step = isStrided ? ", step" : ""
    let (quad, pair) = isStrided ? ("gather", "gatherPair") : ("load", "loadPair")
    writer.write("var i = 0")
    writer.block("while i &+ 4 <= span.count") { (writer) in
      writeProducts("SIMD4<Float>", { "\(quad)(\($0) + \(offset)\(step))" }, to: &writer)
      for filter in 0..<filters { writer.write("add(sum\(filter), to: y\(filter) + i)") }
      writer.write("i &+= 4")
    }
    writer.block("if i &+ 2 <= span.count") { (writer) in
      writeProducts("SIMD2<Float>", { "\(pair)(\($0) + \(offset)\(step))" }, to: &writer)
      for filter in 0..<filters { writer.write("addPair(sum\(filter), to: y\(filter) + i)") }
      writer.write("i &+= 2")
    }
    writer.block("if i < span.count") { (writer) in
      writeProducts("Float", { "\($0)[\(offset)]" }, to: &writer)
      for filter in 0..<filters { writer.write("y\(filter)[i] += sum\(filter)") }
    }
  }

  /// Writes the sum over the channels for each filter, of values of `type` that `load` reads.
  private func writeProducts(
    _ type: String, _ load: (String) -> String, to writer: inout SwiftWriter
  ) {
    for channel in 0..<channels {
      writer.write("let v\(channel): \(type) = \(load("x\(channel)"))")
    }
    for filter in 0..<filters {
      let keyword = channels == 1 ? "let" : "var"
      writer.write("\(keyword) sum\(filter): \(type) = w\(filter)0 * v0")
      for channel in 1..<channels {
        writer.write("sum\(filter) += w\(filter)\(channel) * v\(channel)")
      }
    }
  }

  private static func product(_ factor: Int, _ name: String) -> String {
    factor == 1 ? name : "\(factor) * \(name)"
  }

  /// The offset of a filter's and a channel's weight from those of the first.
  private static func weightOffset(_ filter: Int, _ channel: Int) -> String {
    let terms = [(filter, "strides.filter"), (channel, "strides.channel")].filter { $0.0 > 0 }
    return terms.isEmpty ? "0" : terms.map { product($0.0, $0.1) }.joined(separator: " + ")
  }

}
