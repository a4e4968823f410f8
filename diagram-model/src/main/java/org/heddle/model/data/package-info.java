/// Arrays of numbers: how each element type is written in bits, dense tensors over memory segments, `.npy` files.
///
/// ```
///  q.npy --Npy.read-->  Tensor(dtype, shape, segment)  --segment()-->  a device, byte for byte
///                          |  get/set: Numbers.decode / encode (round to nearest even)
///                          v
///                       double, the number that the evaluator computes with
/// ```
///
/// Out of scope: what is computed (`org.heddle.model.eval`), symmetric and compressed storage, other file formats.
/// Read next: {@link org.heddle.model.data.Tensor}, {@link org.heddle.model.data.Numbers}.
@NullMarked
package org.heddle.model.data;

import org.jspecify.annotations.NullMarked;
