#include "include/CNNKernels.h"

extern const cnn_kernels cnn_kernels_baseline;
#if defined(__x86_64__)
extern const cnn_kernels cnn_kernels_avx2;
extern const cnn_kernels cnn_kernels_avx512;
#endif

const cnn_kernels *cnn_kernels_for(cnn_isa isa) {
  switch (isa) {
  case CNN_ISA_BASELINE:
    return &cnn_kernels_baseline;
  case CNN_ISA_AVX2:
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &cnn_kernels_avx2;
#endif
    return NULL;
  case CNN_ISA_AVX512:
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw"))
      return &cnn_kernels_avx512;
#endif
    return NULL;
  }
  return NULL;
}
