// 32 registers of 16 floats.
#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), apply_to = function)

#define TABLE cnn_kernels_avx512
#define MOST_VECTORS 4
#define MOST_SUMS 28
#define DEPTHWISE_PIXELS 7
#define FUNCTION_VECTORS 4
#define DENSE_ROWS 8
#define FUSES_MULTIPLY_ADD 1
// The more vectors share the broadcast of a pixel's value, the fewer instructions there are.
#define EACH_COUNT(KERNEL, PITCH)                                                      \
  UP_TO_6(KERNEL, PITCH, 1) UP_TO_6(KERNEL, PITCH, 2)                                  \
  UP_TO_6(KERNEL, PITCH, 3) UP_TO_6(KERNEL, PITCH, 4)                                  \
  KERNEL(PITCH, 7, 1) KERNEL(PITCH, 7, 2) KERNEL(PITCH, 7, 3)                          \
  KERNEL(PITCH, 8, 1) KERNEL(PITCH, 8, 2) KERNEL(PITCH, 8, 3)                          \
  FROM_9_TO_14(KERNEL, PITCH, 1) FROM_9_TO_14(KERNEL, PITCH, 2)
#define UP_TO_6(KERNEL, PITCH, VECTORS)                                                \
  KERNEL(PITCH, 1, VECTORS) KERNEL(PITCH, 2, VECTORS) KERNEL(PITCH, 3, VECTORS)        \
  KERNEL(PITCH, 4, VECTORS) KERNEL(PITCH, 5, VECTORS) KERNEL(PITCH, 6, VECTORS)
#define FROM_9_TO_14(KERNEL, PITCH, VECTORS)                                           \
  KERNEL(PITCH, 9, VECTORS) KERNEL(PITCH, 10, VECTORS) KERNEL(PITCH, 11, VECTORS)      \
  KERNEL(PITCH, 12, VECTORS) KERNEL(PITCH, 13, VECTORS) KERNEL(PITCH, 14, VECTORS)
#define FEW_COUNTS(KERNEL, PITCH)                                                      \
  FEW_PIXELS(KERNEL, PITCH, 1) FEW_PIXELS(KERNEL, PITCH, 2)                            \
  FEW_PIXELS(KERNEL, PITCH, 3) FEW_PIXELS(KERNEL, PITCH, 4)                            \
  KERNEL(PITCH, 8, 3) KERNEL(PITCH, 7, 1) KERNEL(PITCH, 7, 2)                          \
  KERNEL(PITCH, 14, 1) KERNEL(PITCH, 14, 2)
#define FEW_PIXELS(KERNEL, PITCH, VECTORS)                                             \
  KERNEL(PITCH, 1, VECTORS) KERNEL(PITCH, 2, VECTORS) KERNEL(PITCH, 4, VECTORS)        \
  KERNEL(PITCH, 6, VECTORS)
#define EACH_PAIRS(KERNEL) KERNEL(2) KERNEL(3) KERNEL(7)
#define PEAK_SUMS 16
// A division takes as long as eight multiplications.
#define RECIPROCAL_ESTIMATE(X) ((vector)_mm512_rcp14_ps((__m512)(X)))
#define TIMES_POWER_OF_TWO(X, N) ((vector)_mm512_scalef_ps((__m512)(X), (__m512)(N)))
#include "Kernels.inc"

#pragma clang attribute pop
#endif
