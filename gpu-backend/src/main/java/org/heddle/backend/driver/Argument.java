package org.heddle.backend.driver;

/// A kernel argument.
///
/// ```
///  Argument ::= BufferArgument name      a pointer to the start of a buffer
///             | IntArgument    i32 | LongArgument i64 | FloatArgument f32     by value
/// ```
public sealed interface Argument {

    /// A pointer to the start of the named buffer of the program.
    record BufferArgument(String buffer) implements Argument {}

    /// A 32-bit integer by value.
    record IntArgument(int value) implements Argument {}

    /// A 64-bit integer by value.
    record LongArgument(long value) implements Argument {}

    /// A 32-bit float by value.
    record FloatArgument(float value) implements Argument {}
}
