package org.heddle.model.syntax;

import java.util.Optional;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagnose.SourceMap;

/// Where the parts of a JSON text stand that is no diagram: a rule pack, a derivation.
public final class JsonPlaces {
    private JsonPlaces() {}

    /// Places by JSON pointer, as far as the text is JSON.
    public static SourceMap of(String file, String text) {
        TextSourceMap map = new TextSourceMap(file, text, Optional.empty());
        return JsonTree.read(text, Limits.STANDARD, map, new Problems()).map(map::of).orElse(map);
    }
}
