/// CUDA: compiling with nvcc or NVRTC, running through JCuda's driver API.
///
/// ```
///  KernelText ─► CudaCompiler.compile(arch) ─► CompileResult: cubin, registers, spills, advisories
///                ├ NvccCompiler   a process; needs no GPU: also the compile gate of the tests
///                └ NvrtcCompiler  libnvrtc in this process, where nvcc is missing
///                                         │
///  "0" ─► CudaDriver: primary context ────┴─► one CudaSession per run: modules, buffers, events
/// ```
///
/// Only the driver API is used (`libcuda.so.1`): JCuda 12.6 works with newer drivers because that
/// library keeps its old entry points. Kernels must be declared `extern "C"`. Times are differences
/// of CUDA events recorded around each launch on one stream.
///
/// Not here: clusters other than by `__cluster_dims__`, tensor maps, graphs.
///
/// Read next: {@link org.heddle.backend.driver.cuda.CudaSession}, {@link
/// org.heddle.backend.driver.cuda.NvccCompiler}.
@NullMarked
package org.heddle.backend.driver.cuda;

import org.jspecify.annotations.NullMarked;
