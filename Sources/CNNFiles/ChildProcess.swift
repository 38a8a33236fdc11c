#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Another program. Foundation's `Process` would do, but linking what comes with it takes longer than
/// most of what `cnnc` is asked for.
package enum ChildProcess {

  /// How a program ended.
  package enum End: Equatable, Sendable {
    case status(Int32)
    case signal(Int32)

    /// The low seven bits of what `waitpid(2)` says are a signal, the second byte is the status.
    fileprivate init(_ word: Int32) {
      let signal = word & 0x7F
      self = signal == 0 ? .status(word >> 8 & 0xFF) : .signal(signal)
    }

    /// The end in words, such as `status 1`.
    package var text: String {
      switch self {
      case .status(let number): "status \(number)"
      case .signal(let number): "signal \(number)"
      }
    }
  }

  /// Runs a command to its end.
  ///
  /// - Parameters:
  ///   - words: the program, looked up on the search path, and its arguments.
  ///   - input: the path of the file that is its standard input; without, that is empty.
  ///   - output: the path of the file that its standard output becomes.
  ///   - errors: the path of the file that its standard error becomes.
  /// - Requires: a word at least.
  /// - Throws: when it cannot be started, or not be waited for.
  package static func run(
    _ words: [String], input: String?, output: String, errors: String
  ) throws(SystemFailure) -> End {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      let environment = _NSGetEnviron().pointee
    #else
      var actions = posix_spawn_file_actions_t()
      let environment = environ
    #endif
    try check(posix_spawn_file_actions_init(&actions))
    defer { posix_spawn_file_actions_destroy(&actions) }
    let write = O_WRONLY | O_CREAT | O_TRUNC
    let files = [
      (STDIN_FILENO, input ?? "/dev/null", O_RDONLY), (STDOUT_FILENO, output, write),
      (STDERR_FILENO, errors, write),
    ]
    for (number, path, flags) in files {
      try check(posix_spawn_file_actions_addopen(&actions, number, path, flags, 0o666))
    }
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var child = pid_t()
    try check(posix_spawnp(&child, words[0], &actions, nil, &arguments, environment))
    var word: Int32 = 0
    _ = try SystemFailure.check { waitpid(child, &word, 0) }
    return End(word)
  }

  /// - Throws: the failure that a call returns the number of.
  private static func check(_ code: Int32) throws(SystemFailure) {
    if code != 0 { throw SystemFailure(code: code) }
  }

}
