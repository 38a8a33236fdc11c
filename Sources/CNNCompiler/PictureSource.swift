import CNNIR
import CNNPictures
import CNNSource

/// A picture in a file as what enters a network.
enum PictureSource {

  /// The tensor that the picture in the file at `path` becomes for `input`, after its `preprocess`.
  ///
  /// - Throws: when the file is no whole picture, or the picture does not fit the input.
  static func tensor(
    _ bytes: [UInt8], _ path: String, for input: Graph.Input
  ) throws(Diagnostic) -> Tensor {
    let picture: Picture
    do throws(PictureFault) {
      picture = try PictureFile.picture(bytes, name: path)
    } catch {
      throw Diagnostic(.error, "invalid-picture", error.message, at: .file(path))
    }
    do throws(PictureFault) {
      try check(input)
      return try picture.tensor(for: input.type, input.preprocessing)
    } catch {
      throw Diagnostic(
        .error, "unfit-picture", error.message, at: .file(path), notes: notes(picture, input))
    }
  }

  /// Checks that the input takes a picture as it is declared.
  private static func check(_ input: Graph.Input) throws(PictureFault) {
    do throws(Preprocessing.Fault) {
      try (input.preprocessing ?? Preprocessing([])).check(for: input.type)
    } catch {
      throw PictureFault("'\(input.name)' takes no picture: \(error.fault.message)")
    }
    guard input.type.shape[0] == 1 else {
      throw PictureFault(
        "a picture is a batch of 1, and input '\(input.name)' has a batch of \(input.type.shape[0])"
      )
    }
  }

  /// What to write so that the picture fits.
  private static func notes(_ picture: Picture, _ input: Graph.Input) -> [Diagnostic.Note] {
    guard input.type.isPicture, input.type.shape[0] == 1 else { return [] }
    let (height, width) = (input.type.shape[2], input.type.shape[3])
    let crop = height == width ? "\(height)" : "(\(height), \(width))"
    let text =
      input.preprocessing == nil
      ? "'preprocess { resize(\(min(height, width))); centerCrop(\(crop)) }' below the input makes "
        + "pictures fit"
      : "'centerCrop(\(crop))' behind the last 'resize' makes pictures fit"
    return [Diagnostic.Note(text, at: input.range)]
  }

}
