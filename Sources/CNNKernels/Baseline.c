// What every processor of the architecture has: 32 registers of 4 floats on arm64, 16 on x86-64.
#define TABLE cnn_kernels_baseline
#define MOST_VECTORS 1
#define FUNCTION_VECTORS 1
#if defined(__aarch64__)
#define MOST_SUMS 6
#define FUSES_MULTIPLY_ADD 1
#define DENSE_ROWS 2
#define DEPTHWISE_PIXELS 4
#define EACH_COUNT(KERNEL, PITCH)                                                      \
  KERNEL(PITCH, 1, 1) KERNEL(PITCH, 2, 1) KERNEL(PITCH, 3, 1)                          \
  KERNEL(PITCH, 4, 1) KERNEL(PITCH, 5, 1) KERNEL(PITCH, 6, 1)
#define EACH_PAIRS(KERNEL) KERNEL(2) KERNEL(3)
#else
#define MOST_SUMS 2
#define FUSES_MULTIPLY_ADD 0
#define DENSE_ROWS 1
#define DEPTHWISE_PIXELS 2
#define EACH_COUNT(KERNEL, PITCH) KERNEL(PITCH, 1, 1) KERNEL(PITCH, 2, 1)
// For one pair, sharing takes as long as it saves.
#define EACH_PAIRS(KERNEL)
#endif
#define FEW_COUNTS EACH_COUNT
#define PEAK_SUMS 3
#include "Kernels.inc"
