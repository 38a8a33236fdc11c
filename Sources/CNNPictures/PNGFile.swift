import CNNFiles

/// Portable network graphics (PNG, third edition, W3C 2025).
struct PNGFile {

  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  private let header: PNGHeader
  /// Red, green and blue of each entry of the palette.
  private var palette: [UInt8] = []
  /// The compressed image data, from all its chunks.
  private var compressed: [UInt8] = []

  /// The picture in a file.
  ///
  /// - Throws: what is wrong with the file.
  static func picture(_ bytes: [UInt8]) throws(PictureFault) -> Picture {
    try PNGFile(bytes).picture()
  }

  private init(_ bytes: [UInt8]) throws(PictureFault) {
    guard bytes.starts(with: Self.signature) else {
      throw PictureFault("not a PNG: the file does not start with the eight bytes that a PNG does")
    }
    var chunks = PNGChunkReader(bytes, from: Self.signature.count)
    let first = try chunks.next()
    guard first.type == "IHDR" else {
      throw PictureFault("the first chunk is \(first.type) instead of IHDR")
    }
    header = try PNGHeader(first.data)
    try readChunks(&chunks)
  }

  /// Reads the chunks behind the header.
  private mutating func readChunks(_ chunks: inout PNGChunkReader) throws(PictureFault) {
    var previous = "IHDR"
    var hasData = false
    while true {
      let chunk = try chunks.next()
      switch chunk.type {
      case "PLTE" where header.color == .palette:
        if hasData { throw PictureFault("the palette (PLTE) follows the image data (IDAT)") }
        try readPalette(chunk.data)
      case "IDAT":
        if hasData, previous != "IDAT" {
          throw PictureFault("the chunk \(previous) stands between chunks of image data (IDAT)")
        }
        hasData = true
        compressed += chunk.data
      case "IEND":
        guard hasData else { throw PictureFault("there is no image data (IDAT)") }
        guard header.color != .palette || !palette.isEmpty else {
          throw PictureFault("there is no palette (PLTE)")
        }
        return try chunks.expectEnd()
      // A small first letter says that the chunk may be skipped. A palette is a mere hint to others.
      case "PLTE": break
      case let type where type.utf8.first ?? 0 >= UInt8(ascii: "a"): break
      case let type: throw PictureFault("the chunk \(type) cannot be skipped, and is not known")
      }
      previous = chunk.type
    }
  }

  private mutating func readPalette(_ data: ArraySlice<UInt8>) throws(PictureFault) {
    guard palette.isEmpty else { throw PictureFault("there are two palettes (PLTE)") }
    guard data.count % 3 == 0, !data.isEmpty, data.count / 3 <= 1 << header.bitDepth else {
      throw PictureFault(
        "the palette (PLTE) has \(data.count) bytes, instead of 3 for each of 1 to "
          + "\(1 << header.bitDepth) colours")
    }
    palette = Array(data)
  }

  private func picture() throws(PictureFault) -> Picture {
    let passes = header.passes
    let data = try imageData(passes.reduce(0) { $0 + $1.size })
    var samples = Array(repeating: UInt8(0), count: header.height * header.width * channels)
    var offset = 0
    for pass in passes {
      var row = Array(repeating: UInt8(0), count: pass.rowSize)
      for index in 0..<pass.rowCount {
        let bytes = data[offset + 1..<offset + 1 + pass.rowSize]
        row = try unfiltered(bytes, filter: data[offset], above: row)
        try place(row, index, of: pass, into: &samples)
        offset += 1 + pass.rowSize
      }
    }
    return Picture(
      height: header.height, width: header.width, channels: channels, samples: samples)
  }

  /// The channels of the picture; alpha is dropped.
  private var channels: Int {
    switch header.color {
    case .gray, .grayAlpha: 1
    case .rgb, .palette, .rgba: 3
    }
  }

  /// The image data, which must have `size` bytes.
  private func imageData(_ size: Int) throws(PictureFault) -> [UInt8] {
    let (data, consumed): ([UInt8], Int)
    do throws(InflateFault) {
      let result = try Inflate.zlib(compressed, limit: size)
      (data, consumed) = (result.bytes, result.consumed)
    } catch {
      throw PictureFault("the image data (IDAT) cannot be decompressed: \(error)")
    }
    guard data.count == size else {
      throw PictureFault("the image data (IDAT) has \(data.count) bytes instead of \(size)")
    }
    guard consumed == compressed.count else {
      let surplus = compressed.count - consumed
      throw PictureFault("the image data (IDAT) has \(surplus) bytes behind its end")
    }
    return data
  }

}

// MARK: - Rows

extension PNGFile {

  /// The bytes of a row without its filter, which predicts each byte from those at its left, above
  /// it and above that at its left (section 9).
  private func unfiltered(
    _ bytes: ArraySlice<UInt8>, filter: UInt8, above: [UInt8]
  ) throws(PictureFault) -> [UInt8] {
    guard filter <= 4 else {
      throw PictureFault("a row of the image data has the filter \(filter); there are 0 to 4")
    }
    var row = Array(bytes)
    if filter == 0 { return row }
    let distance = header.filterDistance
    for index in row.indices {
      let left = index < distance ? 0 : row[index - distance]
      let up = above[index]
      switch filter {
      case 1: row[index] &+= left
      case 2: row[index] &+= up
      case 3: row[index] &+= UInt8((Int(left) + Int(up)) / 2)
      default:
        let upLeft = index < distance ? 0 : above[index - distance]
        row[index] &+= Self.paeth(left, up, upLeft)
      }
    }
    return row
  }

  /// The neighbour that is nearest to `left + up - upLeft`; ties go to the first.
  private static func paeth(_ left: UInt8, _ up: UInt8, _ upLeft: UInt8) -> UInt8 {
    let (a, b, c) = (Int(left), Int(up), Int(upLeft))
    let (toLeft, toUp, toUpLeft) = (abs(b - c), abs(a - c), abs(a + b - 2 * c))
    if toLeft <= toUp, toLeft <= toUpLeft { return left }
    return toUp <= toUpLeft ? up : upLeft
  }

  /// Puts the pixels of the row `index` of a pass where they belong.
  private func place(
    _ row: [UInt8], _ index: Int, of pass: PNGPass, into samples: inout [UInt8]
  ) throws(PictureFault) {
    let y = pass.firstRow + index * pass.rowStep
    for column in 0..<pass.columnCount {
      let x = pass.firstColumn + column * pass.columnStep
      let target = (y * header.width + x) * channels
      let source = column * header.color.sampleCount
      if header.color == .palette {
        let entry = Int(rawSample(row, source))
        guard 3 * entry < palette.count else {
          let count = palette.count / 3
          throw PictureFault("a pixel has the colour \(entry) of a palette of \(count)")
        }
        for channel in 0..<3 { samples[target + channel] = palette[3 * entry + channel] }
      } else {
        for channel in 0..<channels {
          samples[target + channel] = scaledSample(row, source + channel)
        }
      }
    }
  }

  /// The sample `index` of a row; of 16 bits, the upper 8.
  private func rawSample(_ row: [UInt8], _ index: Int) -> UInt8 {
    switch header.bitDepth {
    case 8: return row[index]
    case 16: return row[2 * index]
    case let depth:
      // The first sample of a byte is in its highest bits.
      let bit = index * depth
      return row[bit / 8] >> UInt8(8 - depth - bit % 8) & (1 << UInt8(depth) - 1)
    }
  }

  /// A sample on the scale from 0 to 255.
  private func scaledSample(_ row: [UInt8], _ index: Int) -> UInt8 {
    let sample = rawSample(row, index)
    return header.bitDepth < 8 ? sample * (255 / (1 << UInt8(header.bitDepth) - 1)) : sample
  }

}
