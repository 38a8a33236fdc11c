// 32 registers of 16 floats.
#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), apply_to = function)

#define TABLE cnn_kernels_avx512
#define MOST_PIXELS 14
#define MOST_VECTORS 2
#define DEPTHWISE_PIXELS 7
#define EACH_VECTORS(KERNEL, PITCH, PIXELS) KERNEL(PITCH, PIXELS, 1) KERNEL(PITCH, PIXELS, 2)
#define EACH_COUNT(KERNEL, PITCH)                                                      \
  EACH_VECTORS(KERNEL, PITCH, 1) EACH_VECTORS(KERNEL, PITCH, 2)                        \
  EACH_VECTORS(KERNEL, PITCH, 3) EACH_VECTORS(KERNEL, PITCH, 4)                        \
  EACH_VECTORS(KERNEL, PITCH, 5) EACH_VECTORS(KERNEL, PITCH, 6)                        \
  EACH_VECTORS(KERNEL, PITCH, 7) EACH_VECTORS(KERNEL, PITCH, 8)                        \
  EACH_VECTORS(KERNEL, PITCH, 9) EACH_VECTORS(KERNEL, PITCH, 10)                       \
  EACH_VECTORS(KERNEL, PITCH, 11) EACH_VECTORS(KERNEL, PITCH, 12)                      \
  EACH_VECTORS(KERNEL, PITCH, 13) EACH_VECTORS(KERNEL, PITCH, 14)
#define FEW_COUNTS(KERNEL, PITCH)                                                      \
  EACH_VECTORS(KERNEL, PITCH, 1) EACH_VECTORS(KERNEL, PITCH, 2)                        \
  EACH_VECTORS(KERNEL, PITCH, 4) EACH_VECTORS(KERNEL, PITCH, 7)                        \
  EACH_VECTORS(KERNEL, PITCH, 14)
#define PEAK_SUMS 16
// A division takes as long as eight multiplications.
#define RECIPROCAL_ESTIMATE(X) ((vector)_mm512_rcp14_ps((__m512)(X)))
#define TIMES_POWER_OF_TWO(X, N) ((vector)_mm512_scalef_ps((__m512)(X), (__m512)(N)))
#include "Kernels.inc"

#pragma clang attribute pop
#endif
