#!/usr/bin/env bash
# Runs the runtime's differential tests under AddressSanitizer and ThreadSanitizer:
#
#     Tests/Checks/sanitizers.sh [address] [thread]
#
# All kernels, instruction sets and numbers of threads against the reference. Each sanitizer has a
# build of its own in `.build`. Ends with the status of the first run that fails.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ $# -eq 0 ]; then set -- address thread; fi
for sanitizer in "$@"; do
  echo "== $sanitizer"
  build=(-c release "--sanitize=$sanitizer" -Xswiftc -enable-testing --scratch-path ".build/$sanitizer")
  swift build --build-tests "${build[@]}"
  # Leaks are not what is looked for: a process frees nothing at its end. All tests at a time would need
  # more memory for the sanitizers' notes than most machines have.
  ASAN_OPTIONS=detect_leaks=0 TSAN_OPTIONS="suppressions=$PWD/Tests/Checks/thread-sanitizer.txt" \
    swift test --skip-build --no-parallel "${build[@]}" --filter CNNRuntimeTests
done
