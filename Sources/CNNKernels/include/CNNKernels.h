// The innermost loops of the CPU runtime.
//
// Each function exists once for every instruction set in `cnn_isa`; `cnn_kernels_for` gives the table
// of one of them. Tensors are blocked: sixteen channels of a pixel lie side by side, so a pixel is
// `CNN_LANES` floats and the next pixel of a row starts `CNN_LANES` floats later. All strides count
// floats. Blocked data is aligned to 64 bytes.
#ifndef CNN_KERNELS_H
#define CNN_KERNELS_H

#include <stdbool.h>
#include <stddef.h>

/// The channels of a block.
#define CNN_LANES 16

/// The instruction sets that the kernels are compiled for.
typedef enum {
  /// SSE2 on x86-64, NEON on arm64.
  CNN_ISA_BASELINE,
  CNN_ISA_AVX2,
  CNN_ISA_AVX512,
} cnn_isa;

/// A row of output pixels of a convolution, for `vectors` blocks of filters.
///
/// Every pixel is the sum over steps `s`, values `k < run` and its filters' lanes of
/// `input[steps[s] + pixel * inputPixel + k] * weights[s][k][vector][lane]`, plus bias and residual,
/// limited to `low...high` (a NaN stays one).
typedef struct {
  const float *input;
  const ptrdiff_t *steps;
  ptrdiff_t stepCount;
  ptrdiff_t run;
  ptrdiff_t inputPixel;
  const float *weights;
  float *output;
  ptrdiff_t outputPixel;
  /// From a block of filters to the next.
  ptrdiff_t outputBlock;
  /// `[vector][lane]`, or null.
  const float *bias;
  /// Added to the output, or null.
  const float *residual;
  ptrdiff_t residualPixel;
  ptrdiff_t residualBlock;
  /// Memory that will be read soon: each value of a step fetches the line at this address, and then
  /// moves it by `prefetchStride`.
  const float *prefetch;
  ptrdiff_t prefetchStride;
  float low;
  float high;
} cnn_convolution;

/// Computes a fixed number of pixels and blocks.
typedef void (*cnn_convolution_kernel)(const cnn_convolution *);

/// A row of output pixels of a depthwise convolution, one block of channels.
///
/// As `cnn_convolution`, but each step has `taps` pixels, `tapStride` apart, each with weights of its
/// own: `weights[step][tap][lane]`.
typedef struct {
  const float *input;
  const ptrdiff_t *steps;
  ptrdiff_t stepCount;
  ptrdiff_t taps;
  ptrdiff_t tapStride;
  ptrdiff_t inputPixel;
  const float *weights;
  float *output;
  ptrdiff_t count;
  const float *bias;
  float low;
  float high;
} cnn_depthwise;

/// A row of windows of a pool, one block of channels. Windows are clipped to the rows of the input,
/// which `steps` lists, and to its columns.
typedef struct {
  const float *input;
  const ptrdiff_t *steps;
  ptrdiff_t stepCount;
  ptrdiff_t width;
  ptrdiff_t taps;
  ptrdiff_t stride;
  ptrdiff_t dilation;
  ptrdiff_t before;
  ptrdiff_t after;
  float *output;
  ptrdiff_t count;
  /// The windows whose columns all lie in the input.
  ptrdiff_t firstInside;
  ptrdiff_t endInside;
  /// How many rows of a window, padding included, an average divides by, or 0 if it counts elements
  /// of the input only.
  ptrdiff_t divisorRows;
} cnn_pool;

/// A transform between a tile of pixels and its Winograd domain, one block of channels.
typedef struct {
  const float *source;
  float *target;
  /// Between rows of the pixels.
  ptrdiff_t rowStride;
  /// Between coefficients of the domain.
  ptrdiff_t coefficientStride;
  /// The pixels to store, at most a tile's.
  ptrdiff_t rows;
  ptrdiff_t columns;
  const float *bias;
  const float *residual;
  ptrdiff_t residualRowStride;
  float low;
  float high;
} cnn_winograd;

typedef void (*cnn_winograd_transform)(const cnn_winograd *);

/// The most taps of a window that can be transformed.
#define CNN_MOST_TAPS 25

/// Sixteen rows of a matrix, as columns: `output[places[column]][row] = input[row * distance + column]`.
typedef struct {
  ptrdiff_t distance;
  const ptrdiff_t *places;
  ptrdiff_t columns;
  /// What each row is multiplied by, if by anything; see `ScaledRows`.
  const double *factors;
} cnn_columns;

/// Winograd's transform of filters: `rows * window * columns^T`. The windows of a filter's channels lie
/// behind each other.
typedef struct {
  /// A row for each row of coefficients, as long as the window is high.
  const float *rows;
  /// A row for each column of coefficients, as long as the window is wide.
  const float *columns;
  ptrdiff_t height;
  ptrdiff_t width;
  ptrdiff_t outputHeight;
  ptrdiff_t outputWidth;
  ptrdiff_t filters;
  ptrdiff_t channels;
  /// Between filters.
  ptrdiff_t distance;
  /// Between the results of channels, and between coefficients.
  ptrdiff_t channelStride;
  ptrdiff_t stride;
  /// What each filter is multiplied by before, if by anything; see `ScaledRows`.
  const double *factors;
} cnn_filter_transform;

/// The most rows of a matrix that are multiplied together.
#define CNN_DENSE_ROWS 8

/// Products of a matrix with vectors: `output[v][row] = sum(weights[row][k] * input[v][k]) + bias[row]`,
/// limited to `low...high`. The output holds sums that are not complete meanwhile.
typedef struct {
  const float *input;
  ptrdiff_t inputStride;
  ptrdiff_t vectorCount;
  const float *weights;
  ptrdiff_t rowCount;
  ptrdiff_t inputCount;
  const float *bias;
  float *output;
  ptrdiff_t outputStride;
  float low;
  float high;
} cnn_dense;

/// `x / (k + factor * sum of squares of the nearest channels) ^ 0.75` for some pixels of a row-major
/// tensor, all channels of each.
typedef struct {
  const float *input;
  float *output;
  ptrdiff_t count;
  /// From a channel to the next.
  ptrdiff_t area;
  ptrdiff_t channels;
  /// How many channels on either side are in a sum.
  ptrdiff_t before;
  ptrdiff_t after;
  float factor;
  float k;
} cnn_local_response_norm;

/// A row of a resized plane: each element is a mixture of `rowTaps` rows and `columnTaps` columns.
typedef struct {
  const float *input;
  /// Where the rows begin, and their weights.
  const ptrdiff_t *rows;
  const float *rowWeights;
  ptrdiff_t rowTaps;
  /// For each tap `width` columns and their weights.
  const int *columns;
  const float *columnWeights;
  ptrdiff_t columnTaps;
  float *output;
  ptrdiff_t width;
} cnn_resize;

/// The functions that `map` applies.
typedef enum {
  CNN_SIGMOID,
  CNN_TANH,
  CNN_SILU,
  CNN_GELU,
  CNN_GELU_TANH,
  CNN_HARD_SWISH,
  /// Parameter 0 is the slope, parameter 1 the offset.
  CNN_HARD_SIGMOID,
  /// Parameter 0 is the slope.
  CNN_LEAKY_RELU,
  /// Limits to parameters 0 and 1.
  CNN_CLIP,
} cnn_function;

/// How `combine` joins two operands.
typedef enum {
  CNN_ADD,
  CNN_SUBTRACT,
  CNN_MULTIPLY,
  CNN_MAXIMUM,
  CNN_MINIMUM,
} cnn_operation;

typedef struct {
  /// The most blocks of filters that `convolution` computes at a time.
  ptrdiff_t mostVectors;

  /// The kernel for an input with `inputPixel` floats from pixel to pixel, of which each step takes
  /// `run`, and for `filters` in `vectors` blocks, or null where the registers do not take so many
  /// accumulators. One for a single pixel there always is.
  cnn_convolution_kernel (*convolution)(ptrdiff_t inputPixel, ptrdiff_t run, ptrdiff_t pixels,
                                        ptrdiff_t vectors, ptrdiff_t filters);

  void (*depthwise)(const cnn_depthwise *);

  void (*max_pool)(const cnn_pool *);
  void (*average_pool)(const cnn_pool *);

  /// Winograd's minimal filtering F(tile, kernel) of Lavin and Gray, 2016, along rows and columns: the
  /// transform of tiles of so many pixels to coefficients, and that of coefficients to the pixels of a
  /// tile; or null where there is none.
  cnn_winograd_transform (*winograd_input)(ptrdiff_t rows, ptrdiff_t columns);
  cnn_winograd_transform (*winograd_output)(ptrdiff_t rows, ptrdiff_t tileRows, ptrdiff_t columns,
                                            ptrdiff_t tileColumns);

  /// Returns `true` only if no element of the rows is infinite or NaN: if no sum is.
  bool (*dense)(const cnn_dense *);

  /// Sums of `pixels` pixels: adds to `sums[lane]`.
  void (*sum)(const float *input, ptrdiff_t pixels, float *sums);

  /// `output[i] = function(input[i])`; the two may be the same.
  void (*map)(cnn_function, const float *parameters, const float *input, float *output, ptrdiff_t count);

  /// `output[i] = left[i] op right[i]`, limited to `low...high`; `output` may be an operand.
  void (*combine)(cnn_operation, const float *left, const float *right, float *output,
                  ptrdiff_t count, float low, float high);

  /// As `combine`, with the same right block for every pixel.
  void (*combine_block)(cnn_operation, const float *left, const float *right, float *output,
                        ptrdiff_t pixels, float low, float high);

  /// `output = input * scale + shift` with a block of factors, limited to `low...high`.
  void (*affine)(const float *input, const float *scale, const float *shift, float *output,
                 ptrdiff_t pixels, float low, float high);

  /// Normalises every pixel over its channels: mean 0, variance 1, then weight and bias (or null).
  void (*layer_norm)(const float *input, ptrdiff_t inputBlock, float *output, ptrdiff_t outputBlock,
                     ptrdiff_t channels, ptrdiff_t pixels, float epsilon, const float *weight,
                     const float *bias);

  /// Row-major planes to a row of pixels: `output[pixel][lane] = input[lane * plane + pixel]`, with
  /// zeros in the lanes from `channels` on.
  void (*block)(const float *input, ptrdiff_t plane, ptrdiff_t channels, float *output,
                ptrdiff_t pixels);

  /// The inverse of `block`.
  void (*unblock)(const float *input, float *output, ptrdiff_t plane, ptrdiff_t channels,
                  ptrdiff_t pixels);

  /// Copies columns, and returns whether no element of the input is infinite or NaN.
  bool (*pack)(const cnn_columns *, const float *input, float *output);

  /// Transforms filters; the same coefficient of each lies side by side. Returns whether no element of the
  /// input is infinite or NaN.
  bool (*transform_filters)(const cnn_filter_transform *, const float *input, float *output);

  /// Whether no element is infinite or NaN.
  bool (*are_finite)(const float *input, ptrdiff_t count);

  void (*local_response_norm)(const cnn_local_response_norm *);

  /// Each element's exponential over the sum of those of the `length` elements of its vector, `stride`
  /// apart, for `count` vectors side by side.
  void (*softmax)(const float *input, float *output, ptrdiff_t stride, ptrdiff_t length,
                  ptrdiff_t count);

  void (*resize)(const cnn_resize *);

  /// The sum of elements, and that of the squares of their distances from a mean.
  double (*sum_of)(const float *input, ptrdiff_t count);
  double (*square_sum)(const float *input, ptrdiff_t count, double mean);

  /// `(input - mean) * scale + shift`.
  void (*scale_and_shift)(const float *input, float *output, ptrdiff_t count, double mean, float scale,
                          float shift);

  /// Nothing but multiply-adds in registers, `multiplyAdds` of them in every iteration.
  float (*multiply_add)(ptrdiff_t iterations);
  ptrdiff_t multiplyAdds;
} cnn_kernels;

/// The kernels for an instruction set, or null where this machine does not have it.
const cnn_kernels *cnn_kernels_for(cnn_isa isa);

/// Tells the processor that the thread waits for another.
static inline void cnn_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#endif
