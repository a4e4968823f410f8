package org.heddle.rules.grad;

import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;

/// A box of the unfolded diagram through which no cotangent goes.
final class NoGradientException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Box box;
    private final String reason;
    private final String help;

    /// @param reason goes on after the name of the box
    NoGradientException(Box box, String reason, String help) {
        super("box " + box.id() + " " + reason);
        this.box = box;
        this.reason = reason;
        this.help = help;
    }

    /// R702, at the box of the diagram as it was before it was unfolded.
    Diagnostic at(Diagram diagram) {
        int position = diagram.boxes().indexOf(box);
        return Diagnostic.error(
                Code.R702,
                "box '" + box.id() + "' " + reason,
                position < 0 ? Location.DOCUMENT : Location.at("/boxes/" + position),
                help);
    }
}
