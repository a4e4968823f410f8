package org.heddle.model.syntax;

import java.util.Optional;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagnose.SourceMap;

/// Where the parts of a JSON text stand that is no diagram, and by what it is no JSON: a rule pack, a derivation, a description of hardware.
public final class JsonPlaces {
    private JsonPlaces() {}

    /// Places by JSON pointer, as far as the text is JSON.
    public static SourceMap of(String file, String text) {
        TextSourceMap map = new TextSourceMap(file, text, Optional.empty());
        return JsonTree.read(text, Limits.STANDARD, map, new Problems()).map(map::of).orElse(map);
    }

    /// By what a text is no JSON, with its line and column; empty where it is JSON.
    public static Optional<String> mistake(String text) {
        TextSourceMap map = new TextSourceMap("", text, Optional.empty());
        Problems problems = new Problems();
        if (JsonTree.read(text, Limits.STANDARD, map, problems).isPresent()) {
            return Optional.empty();
        }
        Diagnostic first = problems.list().getFirst();
        String place =
                first.where()
                        .position()
                        .map(at -> "line " + at.line() + ", column " + at.column() + ": ")
                        .orElse("");
        return Optional.of(place + first.message());
    }
}
