package org.heddle.cli;

import java.nio.file.Path;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Wire;

/// Arrays in the element type of their wire. Floating values may be rounded, not made infinite; integers and truth values must stay what they are.
final class Conversion {
    private Conversion() {}

    /// The array in the wire's type.
    ///
    /// @param file where the array is from
    /// @throws DiagnosticException naming the first element that the type cannot hold
    static Tensor convert(Tensor tensor, Wire wire, Path file) throws DiagnosticException {
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
                String message =
                        file
                                + ": element "
                                + i
                                + " is "
                                + before
                                + ", which "
                                + dtype
                                + " of input "
                                + wire.name()
                                + " cannot hold";
                throw new DiagnosticException(
                        Diagnostic.error(
                                Code.E608,
                                message,
                                Location.at("/wires" + Location.step(wire.name())),
                                "the array is " + tensor));
            }
        }
        return converted;
    }

    /// f8e4m3 has no infinity: what is too large becomes its largest number, an error of more than rounding.
    private static boolean saturated(DType dtype, double before, double after) {
        return dtype == DType.F8E4M3 && Math.abs(after) == 448 && Math.abs(before) > 464;
    }
}
