package org.heddle.model.syntax;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.diagnose.Suggestion;

/// The members of one JSON object, asked for by key; reports keys that are missing, unknown or of the wrong kind, and
/// keeps the pointers of what could not be read (the holes).
final class Members {
    private final Json.Obj object;
    private final String pointer;
    private final SourceMap map;
    private final Problems problems;
    private final Set<String> holes;
    private final Set<String> missing = new LinkedHashSet<>();

    Members(Json.Obj object, String pointer, SourceMap map, Problems problems, Set<String> holes) {
        this.object = object;
        this.pointer = pointer;
        this.map = map;
        this.problems = problems;
        this.holes = holes;
    }

    Set<String> keys() {
        return object.members().keySet();
    }

    String pointerOf(String key) {
        return pointer + Location.step(key);
    }

    /// Marks a member as not understood.
    void hole(String key) {
        holes.add(pointerOf(key));
    }

    Optional<Json> get(String key) {
        return Optional.ofNullable(object.members().get(key)).map(Json.Member::value);
    }

    /// Says that a key must be there; {@link #close} reports it, unless a misspelt key explains it.
    void require(String key) {
        if (!object.members().containsKey(key)) {
            missing.add(key);
            hole(key);
        }
    }

    Optional<String> string(String key) {
        Optional<Json> value = get(key);
        if (value.isPresent() && value.get() instanceof Json.Str(_, String text)) {
            return Optional.of(text);
        }
        value.ifPresent(v -> wrongKind(key, v, "a string"));
        return Optional.empty();
    }

    /// A truth value; false where it is missing.
    boolean flag(String key) {
        Optional<Json> value = get(key);
        if (value.isPresent() && value.get() instanceof Json.Bool(_, boolean flag)) {
            return flag;
        }
        value.ifPresent(v -> wrongKind(key, v, "true or false"));
        return false;
    }

    Optional<Json.Obj> object(String key) {
        Optional<Json> value = get(key);
        if (value.isPresent() && value.get() instanceof Json.Obj found) {
            return Optional.of(found);
        }
        value.ifPresent(v -> wrongKind(key, v, "an object"));
        return Optional.empty();
    }

    /// The items of an array; none where it is missing.
    List<Json> array(String key) {
        Optional<Json> value = get(key);
        if (value.isPresent() && value.get() instanceof Json.Arr(_, List<Json> items)) {
            return items;
        }
        value.ifPresent(v -> wrongKind(key, v, "an array"));
        return List.of();
    }

    /// An array of names; items of another kind are reported and left out.
    List<String> names(String key) {
        List<String> names = new ArrayList<>();
        List<Json> items = array(key);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Json.Str(_, String text)) {
                names.add(text);
            } else {
                String message =
                        "an item of '" + key + "' is " + items.get(i).kind() + ", not a string";
                problems.error(Code.E006, message, map.value(pointerOf(key) + "/" + i));
                hole(key);
            }
        }
        return names;
    }

    private void wrongKind(String key, Json value, String wanted) {
        String message = "'" + key + "' is " + value.kind() + ", not " + wanted;
        problems.error(Code.E006, message, map.value(pointerOf(key)));
        hole(key);
    }

    /// Reports unknown keys (those not listed) and missing ones; a misspelt key stands for the missing one it resembles.
    void close(String what, List<String> known) {
        close(what, known, _ -> Optional.empty());
    }

    /// @param elsewhere what to say of a key that is known, but not here
    void close(String what, List<String> known, Function<String, Optional<String>> elsewhere) {
        for (String key : object.members().keySet()) {
            if (known.contains(key) || problems.isFull()) {
                continue;
            }
            Optional<String> help = elsewhere.apply(key);
            if (help.isEmpty()) {
                Suggestion.nearest(key, missing).ifPresent(missing::remove);
            }
            problems.error(
                    Code.E005,
                    what + " has no key '" + key + "'",
                    map.key(pointerOf(key)),
                    help.map(line -> new String[] {line})
                            .orElseGet(() -> problems.help(key, known)));
        }
        for (String key : missing) {
            problems.error(Code.E007, what + " needs the key '" + key + "'", map.value(pointer));
        }
    }
}
