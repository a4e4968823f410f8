package org.heddle.model.text;

import java.util.List;
import java.util.function.Supplier;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagnose.Suggestion;

/// Why a sentence is not understood: ends the reading of that sentence.
final class Mistake extends Exception {
    private static final long serialVersionUID = 1L;
    private final Code code;
    private final int offset;
    private final transient Supplier<String[]> help;

    private Mistake(Code code, String message, int offset, Supplier<String[]> help) {
        super(message, null, false, false); // thrown in large numbers by hostile texts
        this.code = code;
        this.offset = offset;
        this.help = help;
    }

    Mistake(Code code, String message, int offset, String... help) {
        this(code, message, offset, () -> help.clone());
    }

    /// With help that is searched when the mistake is listed.
    static Mistake helped(Code code, String message, int offset, Supplier<String[]> help) {
        return new Mistake(code, message, offset, help);
    }

    /// A name that stands for nothing, where one of the known was meant. They are searched when the mistake is listed.
    static Mistake unknown(Code code, String message, Named name, Supplier<List<String>> known) {
        return new Mistake(
                code,
                message,
                name.span().start(),
                () -> Suggestion.help(name.text(), known.get()));
    }

    /// In characters from the start of the text.
    int offset() {
        return offset;
    }

    /// Adds it to the problems of the text.
    void tell(Problems problems, Location where) {
        String[] lines = problems.isFull() ? new String[0] : help.get();
        problems.error(code, String.valueOf(getMessage()), where, lines);
    }
}
