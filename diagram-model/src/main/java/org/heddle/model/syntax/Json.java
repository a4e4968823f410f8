package org.heddle.model.syntax;

import java.util.List;
import java.util.SequencedMap;

/// A JSON value with the offset (in characters) at which it starts.
///
/// ```
/// Json ::= Obj { key: Member(keyOffset, Json) } | Arr [ Json ] | Str | Num | Bool | Null
/// ```
///
/// Numbers keep their text, so that none is rounded.
public sealed interface Json {
    /// Where the value starts in the text.
    int offset();

    /// What a reader would call it.
    default String kind() {
        return switch (this) {
            case Obj _ -> "an object";
            case Arr _ -> "an array";
            case Str _ -> "a string";
            case Num _ -> "a number";
            case Bool _ -> "a truth value";
            case Null _ -> "null";
        };
    }

    /// A key's value and where the key stands.
    record Member(int keyOffset, Json value) {}

    /// Members in file order; of a key that occurs twice, the first.
    record Obj(int offset, SequencedMap<String, Member> members) implements Json {}

    /// Items in file order.
    record Arr(int offset, List<Json> items) implements Json {}

    /// A string with its escapes resolved.
    record Str(int offset, String value) implements Json {}

    /// A number as written.
    record Num(int offset, String text) implements Json {}

    /// `true` or `false`.
    record Bool(int offset, boolean value) implements Json {}

    /// `null`.
    record Null(int offset) implements Json {}
}
