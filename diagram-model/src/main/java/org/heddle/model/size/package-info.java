/// Exact symbolic sizes: polynomials in axis sizes and labels, used for array sizes, bytes moved and operation counts.
///
/// ```
///  q*d*4 + ceil(q/64)*x*d*8   --at({q: 1024, x: 777, d: 40})-->  a long, exact or an overflow error
/// ```
///
/// Read next: {@link org.heddle.model.size.Size}.
@NullMarked
package org.heddle.model.size;

import org.jspecify.annotations.NullMarked;
