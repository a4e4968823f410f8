package org.heddle.model.eval;

import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Diagram;

/// An evaluation that cannot go on: it would need more memory than it may use, or what the arrays hold has no meaning
/// for the diagram. The message states the wire, what was needed and what is allowed.
public final class EvaluationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Code code;

    /// The box that it concerns, empty where it concerns none.
    private final String box;

    EvaluationException(Code code, String message) {
        this(code, message, "");
    }

    EvaluationException(Code code, String message, String box) {
        super(message);
        this.code = code;
        this.box = box;
    }

    /// More memory than allowed.
    static EvaluationException memory(String message) {
        return new EvaluationException(Code.S824, message);
    }

    public Code code() {
        return code;
    }

    /// As a problem of the diagram that was unfolded and evaluated, at its box. A box `P.m` comes of its box `P`.
    public Diagnostic told(Diagram diagram, String... help) {
        String message = String.valueOf(getMessage());
        for (int i = 0; i < diagram.boxes().size(); i++) {
            String own = diagram.boxes().get(i).id();
            if (!box.isEmpty() && (box.equals(own) || box.startsWith(own + "."))) {
                return Diagnostic.error(code, message, Location.at("/boxes/" + i), help);
            }
        }
        return Diagnostic.error(code, message, Location.DOCUMENT, help);
    }
}
