import CNNPlanning

/// One of the threads that run a program together.
struct Worker {

  let index: Int
  let count: Int
  let barrier: UnsafePointer<Barrier>

  /// This worker's part of `items` equal pieces of work; parts are contiguous.
  func share(of items: Int) -> Range<Int> {
    items * index / count..<items * (index + 1) / count
  }

}

/// A step of a program. It holds offsets and pointers only, so that running it counts no references; but for
/// those that bring parameters into memory for a single run.
protocol Kernel {

  /// Runs `worker`'s part. All workers of a team run the same kernel at the same time.
  func run(_ worker: Worker, in memory: Memory)

}

/// The memory of one run.
struct Memory {

  /// Values, scratch space and the parameters of a single run; kernels know their offsets.
  let arena: UnsafeMutablePointer<Float>

  /// The caller's inputs, row-major.
  let inputs: UnsafePointer<UnsafePointer<Float>>

  /// The first element of what a kernel reads.
  subscript(source: Source) -> UnsafePointer<Float> {
    switch source {
    case .arena(let place): UnsafePointer(arena + place.origin)
    case .input(let index, _): inputs[index]
    }
  }

}
