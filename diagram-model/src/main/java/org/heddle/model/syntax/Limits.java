package org.heddle.model.syntax;

/// How large a file may be before it is refused, so that hostile input costs bounded time and memory.
///
/// @param characters of the text
/// @param values JSON values (objects, arrays, strings, numbers)
/// @param depth of nested objects and arrays
public record Limits(int characters, int values, int depth) {
    /// 64 Mi characters, two million values (some 200,000 boxes), 64 levels.
    public static final Limits STANDARD = new Limits(64 << 20, 2_000_000, 64);
}
