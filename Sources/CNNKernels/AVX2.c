// 16 registers of 8 floats.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define TABLE cnn_kernels_avx2
#define MOST_VECTORS 1
#define MOST_SUMS 6
#define DEPTHWISE_PIXELS 4
#define FUNCTION_VECTORS 2
#define DENSE_ROWS 2
#define FUSES_MULTIPLY_ADD 1
#define EACH_COUNT(KERNEL, PITCH)                                                      \
  KERNEL(PITCH, 1, 1) KERNEL(PITCH, 2, 1) KERNEL(PITCH, 3, 1)                          \
  KERNEL(PITCH, 4, 1) KERNEL(PITCH, 5, 1) KERNEL(PITCH, 6, 1)
#define FEW_COUNTS EACH_COUNT
#define EACH_PAIRS(KERNEL) KERNEL(2) KERNEL(3)
#define PEAK_SUMS 6
#include "Kernels.inc"

#pragma clang attribute pop
#endif
