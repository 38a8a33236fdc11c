/// What the chunk IHDR says: the form of a PNG's image data.
struct PNGHeader {

  /// The colour types by their numbers in the format.
  enum Color: UInt8 {
    case gray = 0
    case rgb = 2
    case palette = 3
    case grayAlpha = 4
    case rgba = 6

    /// The samples of a pixel.
    var sampleCount: Int {
      switch self {
      case .gray, .palette: 1
      case .grayAlpha: 2
      case .rgb: 3
      case .rgba: 4
      }
    }

    fileprivate var bitDepths: [Int] {
      switch self {
      case .gray: [1, 2, 4, 8, 16]
      case .palette: [1, 2, 4, 8]
      case .grayAlpha, .rgb, .rgba: [8, 16]
      }
    }
  }

  let height: Int
  let width: Int
  /// The bits of a sample.
  let bitDepth: Int
  let color: Color
  private let isInterlaced: Bool

  /// - Throws: when the fields are not those of a picture, or it has too many pixels.
  init(_ data: ArraySlice<UInt8>) throws(PictureFault) {
    guard data.count == 13 else {
      throw PictureFault("the chunk IHDR has \(data.count) bytes instead of 13")
    }
    let bytes = Array(data)
    width = bytes[0..<4].bigEndian
    height = bytes[4..<8].bigEndian
    bitDepth = Int(bytes[8])
    try Picture.checkSize(height: height, width: width)
    guard let color = Color(rawValue: bytes[9]) else {
      throw PictureFault("there is no colour type \(bytes[9]); there are 0, 2, 3, 4 and 6")
    }
    guard color.bitDepths.contains(bitDepth) else {
      let depths = color.bitDepths.map(String.init).joined(separator: ", ")
      throw PictureFault(
        "colour type \(bytes[9]) has no samples of \(bitDepth) bits; it has \(depths)")
    }
    self.color = color
    guard bytes[10] == 0 else {
      throw PictureFault("there is no compression method \(bytes[10]); there is 0")
    }
    guard bytes[11] == 0 else {
      throw PictureFault("there is no filter method \(bytes[11]); there is 0")
    }
    guard bytes[12] <= 1 else {
      throw PictureFault("there is no interlace method \(bytes[12]); there are 0 and 1")
    }
    isInterlaced = bytes[12] == 1
  }

  /// The bits of a pixel.
  var pixelBits: Int { bitDepth * color.sampleCount }

  /// The bytes that a filter looks back to find the pixel before.
  var filterDistance: Int { max(pixelBits / 8, 1) }

  /// The parts of the image data, in order; those without pixels are left out.
  var passes: [PNGPass] {
    let steps = isInterlaced ? PNGPass.adam7 : [(0, 0, 1, 1)]
    return steps.compactMap { (firstRow, firstColumn, rowStep, columnStep) in
      let rows = (height - firstRow + rowStep - 1) / rowStep
      let columns = (width - firstColumn + columnStep - 1) / columnStep
      guard rows > 0, columns > 0 else { return nil }
      return PNGPass(
        firstRow: firstRow, firstColumn: firstColumn, rowStep: rowStep, columnStep: columnStep,
        rowCount: rows, columnCount: columns, rowSize: (columns * pixelBits + 7) / 8)
    }
  }

}

/// A part of the image data: rows of pixels that lie a few rows and columns apart in the picture.
struct PNGPass {

  let firstRow: Int
  let firstColumn: Int
  let rowStep: Int
  let columnStep: Int
  let rowCount: Int
  let columnCount: Int
  /// The bytes of a row, the one for its filter left out.
  let rowSize: Int

  /// The bytes of the whole pass.
  var size: Int { rowCount * (1 + rowSize) }

  /// First row, first column and the steps of the seven passes of Adam7.
  static let adam7 = [
    (0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2),
    (1, 0, 2, 1),
  ]

}
