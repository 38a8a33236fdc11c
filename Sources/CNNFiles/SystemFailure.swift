#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why the system refused something.
package struct SystemFailure: Error {

  /// The value of `errno`.
  let code: Int32

  /// The reason as a phrase, such as `no space left on device`.
  package var reason: String {
    let text = String(cString: strerror(code))
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  /// The result of a call that says -1 when it fails; one that a signal interrupts is made again.
  static func check<Number: SignedInteger>(_ call: () -> Number) throws(SystemFailure) -> Number {
    while true {
      let result = call()
      if result >= 0 { return result }
      if errno != EINTR { throw SystemFailure(code: errno) }
    }
  }

}
