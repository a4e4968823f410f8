package org.heddle.cli;

import org.heddle.backend.driver.DriverException;
import org.heddle.model.draw.Drawing;
import org.heddle.model.draw.elk.ElkLayout;

/// What draws pictures. It needs ELK, which is optional.
final class Pictures {
    private Pictures() {}

    /// @param instead what can be done without pictures
    /// @throws DriverException where ELK is missing
    static Drawing drawing(String instead) throws DriverException {
        try {
            return new Drawing(new ElkLayout());
        } catch (LinkageError e) {
            throw new DriverException(
                    DriverException.Kind.MISSING_TOOL,
                    "the Eclipse Layout Kernel, which places the parts of pictures, is missing: "
                            + e.getMessage(),
                    "put org.eclipse.elk:org.eclipse.elk.alg.layered on the class path, or "
                            + instead,
                    e);
        }
    }
}
