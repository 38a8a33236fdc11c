#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the processor has to offer.
package enum Machine {

  /// The bytes of a core's second-level cache.
  static let cacheSize: Int = {
    let usual = 1 << 20
    #if canImport(Glibc)
      let size = sysconf(Int32(_SC_LEVEL2_CACHE_SIZE))
      return size > 0 ? size : usual
    #else
      var size = 0
      var length = MemoryLayout<Int>.size
      let result = sysctlbyname("hw.l2cachesize", &size, &length, nil, 0)
      return result == 0 && size > 0 ? size : usual
    #endif
  }()

  /// The time since some fixed moment.
  package static var nanoseconds: UInt64 { readClock() }

  /// The cores, each of which may run several threads at reduced speed.
  package static let physicalCores: Int = {
    let threads = max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1)
    #if canImport(Glibc)
      // Threads of one core list each other.
      let cores = Set((0..<threads).compactMap(siblings))
      return cores.isEmpty ? threads : cores.count
    #else
      var count: Int32 = 0
      var length = MemoryLayout<Int32>.size
      let result = sysctlbyname("hw.physicalcpu", &count, &length, nil, 0)
      return result == 0 && count > 0 ? Int(count) : threads
    #endif
  }()

  #if canImport(Glibc)
    private static func siblings(of thread: Int) -> String? {
      let path = "/sys/devices/system/cpu/cpu\(thread)/topology/thread_siblings_list"
      guard let file = fopen(path, "r") else { return nil }
      defer { fclose(file) }
      var line = [CChar](repeating: 0, count: 256)
      guard fgets(&line, Int32(line.count), file) != nil else { return nil }
      return String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  #endif

}

private func readClock() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
