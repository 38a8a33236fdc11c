extension Kernel {

  /// The products of `channels` input planes with a filter each, added to one output plane.
  ///
  /// Several planes at once share the loads and stores of the output.
  static func spread(channels: Int, isStrided: Bool) -> Kernel {
    let name = "spread\(channels)" + (isStrided ? "Strided" : "")
    let source = channels == 1 ? "the plane `x`" : "\(channels) planes from `x` on"
    let distances = channels == 1 ? "" : ",\n  planeDistance: Int, filterDistance: Int"
    return Kernel(
      name, requires: [.axis, .load] + (isStrided ? [] : [.add]),
      """
      /// Adds the taps of `weight`, times the elements of \(source), to the plane `y`
      /// at the positions that the windows of `rows` and `columns` reach.
      static func \(name)(
        _ x: UnsafePointer<Float>, _ weight: UnsafePointer<Float>,
        to y: UnsafeMutablePointer<Float>, rows: Axis, columns: Axis\(distances)
      ) {
        for ky in 0..<rows.taps {
          let lines = rows.windows(reaching: ky, in: 0..<rows.windows)
          for kx in 0..<columns.taps {
            let span = columns.windows(reaching: kx, in: 0..<columns.windows)
            let first = columns.position(span.lowerBound, kx)
            let tap = weight + (ky * columns.taps + kx)
      \(SpreadKernelText(channels: channels, isStrided: isStrided).text)
          }
        }
      }
      """)
  }

}

/// The innermost loops of a transposed convolution's kernel, unrolled over its planes.
private struct SpreadKernelText {

  let channels: Int
  let isStrided: Bool

  /// The loop over the rows that a tap reaches, after its weights.
  var text: String {
    var writer = SwiftWriter(depth: 3)
    for channel in 0..<channels {
      writer.write("let w\(channel): Float = tap[\(Self.product(channel, "filterDistance"))]")
    }
    writer.block("for row in lines") { writeRow(to: &$0) }
    return String(writer.text.dropLast())
  }

  private func writeRow(to writer: inout SwiftWriter) {
    writer.write("let x0 = x + (row &* columns.windows &+ span.lowerBound)")
    for channel in 1..<channels {
      writer.write("let x\(channel) = x0 + \(Self.product(channel, "planeDistance"))")
    }
    writer.write("var target = y + (rows.position(row, ky) &* columns.inputs &+ first)")
    writer.write("var i = 0")
    writer.block("while i &+ 4 <= span.count") { (writer) in
      writeSum("SIMD4<Float>", to: &writer) { "load(\($0) + i)" }
      if isStrided {
        for lane in 0..<4 {
          writer.write("target.pointee += sum[\(lane)]")
          writer.write("target += columns.stride")
        }
      } else {
        writer.write("add(sum, to: target)")
        writer.write("target += 4")
      }
      writer.write("i &+= 4")
    }
    writer.block("while i < span.count") { (writer) in
      writeSum("Float", to: &writer) { "\($0)[i]" }
      writer.write("target.pointee += sum")
      writer.write("target += \(isStrided ? "columns.stride" : "1")")
      writer.write("i &+= 1")
    }
  }

  /// Writes the sum over the channels of values of `type` that `load` reads.
  private func writeSum(
    _ type: String, to writer: inout SwiftWriter, _ load: (String) -> String
  ) {
    let keyword = channels == 1 ? "let" : "var"
    writer.write("\(keyword) sum: \(type) = w0 * \(load("x0"))")
    for channel in 1..<channels {
      writer.write("sum += w\(channel) * \(load("x\(channel)"))")
    }
  }

  private static func product(_ factor: Int, _ name: String) -> String {
    factor == 0 ? "0" : factor == 1 ? name : "\(factor) * \(name)"
  }

}
