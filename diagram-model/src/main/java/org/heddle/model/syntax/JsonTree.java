package org.heddle.model.syntax;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Problems;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/// Reads JSON text into a located tree with Jackson's streaming parser (its data binding loses positions).
///
/// A text that is not JSON stops at the first mistake; a key that occurs twice is reported and reading goes on.
final class JsonTree {
    private static final int MAX_NAME = 1000;

    private final JsonParser parser;
    private final Limits limits;
    private final TextSourceMap map;
    private final Problems problems;
    private final Deque<Integer> open = new ArrayDeque<>();
    private int values;

    private JsonTree(JsonParser parser, Limits limits, TextSourceMap map, Problems problems) {
        this.parser = parser;
        this.limits = limits;
        this.map = map;
        this.problems = problems;
    }

    /// The tree, or empty where the text is not a JSON document within the limits.
    static Optional<Json> read(String text, Limits limits, TextSourceMap map, Problems problems) {
        StreamReadConstraints constraints =
                StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxNameLength(MAX_NAME)
                        .maxNumberLength(MAX_NAME)
                        .maxStringLength(limits.characters())
                        .build();
        JsonFactory factory = JsonFactory.builder().streamReadConstraints(constraints).build();
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            JsonTree tree = new JsonTree(parser, limits, map, problems);
            try {
                return tree.document(text.length());
            } catch (StreamConstraintsException e) {
                tree.constraint();
            } catch (UnexpectedEndOfInputException _) {
                tree.endsEarly(text.length());
            } catch (JacksonException e) {
                NotJson mistake = NotJson.at(text, tree.offsetOf(e, text.length()));
                problems.error(
                        Code.E001, mistake.message(), map.at(mistake.offset(), ""), mistake.help());
            } catch (TooManyValues _) {
                String message = "the file holds more than " + limits.values() + " JSON values";
                problems.error(Code.E010, message, map.at(tree.offset(), ""));
            }
        }
        return Optional.empty();
    }

    private Optional<Json> document(int length) throws TooManyValues {
        JsonToken first = parser.nextToken();
        if (first == null) {
            problems.error(Code.E002, "the file is empty", map.at(length, ""));
            return Optional.empty();
        }
        Json root = value(first, "");
        JsonToken more = parser.nextToken();
        if (more != null) {
            String message = "the diagram ends before this, yet the file goes on";
            problems.error(
                    Code.E003, message, map.at(offset(), ""), "a file holds one JSON object");
        }
        return Optional.of(root);
    }

    private Json value(JsonToken token, String pointer) throws TooManyValues {
        int offset = offset();
        if (++values > limits.values()) {
            throw new TooManyValues();
        }
        return switch (token) {
            case START_OBJECT -> object(offset, pointer);
            case START_ARRAY -> array(offset, pointer);
            case VALUE_STRING -> new Json.Str(offset, parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(offset, parser.getString());
            case VALUE_TRUE, VALUE_FALSE -> new Json.Bool(offset, token == JsonToken.VALUE_TRUE);
            case VALUE_NULL -> new Json.Null(offset);
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw new IllegalStateException("a value cannot start with " + token);
        };
    }

    private Json object(int offset, String pointer) throws TooManyValues {
        open.push(offset);
        SequencedMap<String, Json.Member> members = new LinkedHashMap<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_OBJECT;
                token = parser.nextToken()) {
            String key = parser.currentName();
            int keyOffset = offset();
            String inner = pointer + Location.step(key);
            Json value = value(parser.nextToken(), inner);
            Json.Member earlier = members.putIfAbsent(key, new Json.Member(keyOffset, value));
            if (earlier != null) {
                String first =
                        "first at " + map.at(earlier.keyOffset(), "").position().orElseThrow();
                problems.error(
                        Code.E004,
                        "key '" + key + "' occurs twice in one object",
                        map.at(keyOffset, inner),
                        first);
            }
        }
        open.pop();
        return new Json.Obj(offset, Collections.unmodifiableSequencedMap(members));
    }

    private Json array(int offset, String pointer) throws TooManyValues {
        open.push(offset);
        List<Json> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            items.add(value(token, pointer + "/" + items.size()));
        }
        open.pop();
        return new Json.Arr(offset, Collections.unmodifiableList(items));
    }

    private int offset() {
        return (int) parser.currentTokenLocation().getCharOffset();
    }

    private int offsetOf(JacksonException e, int length) {
        long offset = e.getLocation() == null ? -1 : e.getLocation().getCharOffset();
        return (int)
                Math.clamp(
                        offset < 0 ? parser.currentLocation().getCharOffset() : offset,
                        0L,
                        (long) length);
    }

    private void constraint() {
        boolean deep = open.size() >= limits.depth();
        if (deep) {
            String message =
                    "objects and arrays are nested deeper than " + limits.depth() + " levels";
            problems.error(Code.E009, message, map.at(offset(), ""));
        } else {
            String message = "a key or a number has more than " + MAX_NAME + " characters";
            problems.error(Code.E010, message, map.at(offset(), ""));
        }
    }

    private void endsEarly(int length) {
        String[] help =
                open.isEmpty()
                        ? new String[0]
                        : new String[] {
                            "what opens at "
                                    + map.at(open.peek(), "").position().orElseThrow()
                                    + " is not closed"
                        };
        problems.error(
                Code.E002, "the file ends in the middle of a value", map.at(length, ""), help);
    }

    private static final class TooManyValues extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
