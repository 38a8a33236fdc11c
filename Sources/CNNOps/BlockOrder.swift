import CNNIR

/// Which channel stands for the element at row `dy` and column `dx` of a block of `factor x factor`
/// elements in plane `c` of `C` planes.
package enum BlockOrder: String, WordAttribute {

  /// `(c f + dy) f + dx`, as PyTorch's `PixelUnshuffle` and `PixelShuffle` (ONNX's mode CRD).
  case torch
  /// `(dy f + dx) C + c`, as ONNX's `SpaceToDepth`, and `DepthToSpace` in mode DCR.
  case onnx
  /// `(dx f + dy) C + c`, as SPD-Conv (Sunkara and Luo, 2022).
  case spd

  /// The channel of an element of a block, where `planes` planes fall into blocks.
  func channel(_ c: Int, _ dy: Int, _ dx: Int, planes: Int, factor: Int) -> Int {
    switch self {
    case .torch: (c * factor + dy) * factor + dx
    case .onnx: (dy * factor + dx) * planes + c
    case .spd: (dx * factor + dy) * planes + c
    }
  }

}
