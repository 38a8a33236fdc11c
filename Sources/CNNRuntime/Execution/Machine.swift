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

}
