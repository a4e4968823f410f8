package org.heddle.cli;

import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Wire;

/// Arrays in the element type of their wire. Floating values may be rounded, not made infinite; integers and truth values must stay what they are.
final class Conversion {
    private Conversion() {}

    /// The array in the wire's type.
    ///
    /// @throws InputException naming the first element that the type cannot hold
    static Tensor convert(Tensor tensor, Wire wire) throws InputException {
        DType dtype = wire.dtype();
        Tensor converted = tensor.to(dtype);
        if (converted == tensor) {
            return tensor;
        }
        for (long i = 0; i < tensor.elements(); i++) {
            double before = tensor.get(i);
            double after = converted.get(i);
            boolean kept =
                    dtype.isFloating()
                            ? !Double.isFinite(before)
                                    || (Double.isFinite(after) && !saturated(dtype, before, after))
                            : before == after;
            if (!kept) {
                throw new InputException(
                        "input "
                                + wire
                                + ": element "
                                + i
                                + " is "
                                + before
                                + ", which "
                                + dtype
                                + " cannot hold",
                        "the array is " + tensor);
            }
        }
        return converted;
    }

    /// f8e4m3 has no infinity: what is too large becomes its largest number, an error of more than rounding.
    private static boolean saturated(DType dtype, double before, double after) {
        return dtype == DType.F8E4M3 && Math.abs(after) == 448 && Math.abs(before) > 464;
    }
}
