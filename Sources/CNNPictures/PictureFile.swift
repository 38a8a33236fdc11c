/// The picture formats: which one a file has, and what is in it.
package enum PictureFile {

  private enum Format {
    case png
    case portableMap
    /// A format that is not read, by its name.
    case foreign(String)
  }

  /// The bytes that files of a format start with.
  private static let signatures: [(bytes: [UInt8], format: Format)] = [
    (PNGFile.signature, .png),
    (Array("P1".utf8), .portableMap), (Array("P2".utf8), .portableMap),
    (Array("P3".utf8), .portableMap), (Array("P4".utf8), .portableMap),
    (Array("P5".utf8), .portableMap), (Array("P6".utf8), .portableMap),
    (Array("P7".utf8), .portableMap),
    ([0xFF, 0xD8, 0xFF], .foreign("JPEG")),
    (Array("GIF8".utf8), .foreign("GIF")),
    (Array("BM".utf8), .foreign("BMP")),
    (Array("RIFF".utf8), .foreign("WebP")),
    ([0x49, 0x49, 0x2A, 0], .foreign("TIFF")), ([0x4D, 0x4D, 0, 0x2A], .foreign("TIFF")),
  ]

  /// The formats by the end of a file's name, for files that start as no picture does.
  private static let suffixes: [(suffix: String, format: Format)] = [
    (".png", .png), (".ppm", .portableMap), (".pgm", .portableMap), (".pnm", .portableMap),
  ]

  /// The first bytes that tell a picture.
  package static var longestSignature: Int { signatures.map(\.bytes.count).max() ?? 0 }

  /// Whether a file starts as a picture does, or at least is called one.
  package static func isPicture(_ bytes: some Collection<UInt8>, name: String) -> Bool {
    format(bytes, name: name) != nil
  }

  private static func format(_ bytes: some Collection<UInt8>, name: String) -> Format? {
    signatures.first { bytes.starts(with: $0.bytes) }?.format
      ?? suffixes.first { name.lowercased().hasSuffix($0.suffix) }?.format
  }

  /// The picture in a file, without its alpha channel; of samples with more bits, the highest 8.
  ///
  /// - Requires: `isPicture`.
  /// - Throws: when the file is of a format that is not read, or not as the format says.
  package static func picture(
    _ bytes: [UInt8], name: String
  ) throws(PictureFault) -> Picture {
    switch format(bytes, name: name) {
    case .png: return try PNGFile.picture(bytes)
    case .portableMap: return try PortableMap.picture(bytes)
    case .foreign(let format):
      throw PictureFault("this is a \(format) file; PNG, PPM and PGM are read, so convert it first")
    case nil: preconditionFailure("the file is no picture")
    }
  }

}
