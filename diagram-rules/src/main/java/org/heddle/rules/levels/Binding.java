package org.heddle.rules.levels;

import java.util.Locale;

/// What keeps the blocks of a level from being longer where longer ones would move less.
public sealed interface Binding {
    /// The next longer block has no room.
    ///
    /// @param memory whose
    /// @param label of the axis
    /// @param extent the next longer one
    /// @param neededBytes with it
    record Room(String memory, String label, long extent, long neededBytes, long capacityBytes)
            implements Binding {}

    /// Groups that share what goes by work at the same time, and so many do not: each of them keeps its results.
    ///
    /// @param groups of the next longer block
    /// @param most that work at a time
    record AtATime(String memory, String label, long extent, long groups, long most)
            implements Binding {}

    /// The next longer piece leaves some of a group's threads, or teams of threads, without one.
    record Workers(String label, long extent, long pieces, long workers) implements Binding {}

    /// No longer piece is one of the instruction's, or divides the block.
    record Shape(String instruction) implements Binding {}

    /// The next longer block fits, and all levels together take longer with it.
    ///
    /// @param more by this part
    record Slower(String label, long extent, double more) implements Binding {}

    /// No longer block moves less.
    record Nothing() implements Binding {}

    /// In words.
    default String text() {
        return switch (this) {
            case Room(_, String label, long extent, long needed, long capacity) ->
                    String.format(
                            Locale.ROOT,
                            "room: %s=%d would need %,d of %,d bytes",
                            label,
                            extent,
                            needed,
                            capacity);
            case AtATime(String memory, String label, long extent, long groups, long most) ->
                    String.format(
                            Locale.ROOT,
                            "groups at a time: %s=%d would have %,d share %s, %,d run",
                            label,
                            extent,
                            groups,
                            memory,
                            most);
            case Workers(String label, long extent, long pieces, long workers) ->
                    String.format(
                            Locale.ROOT,
                            "threads: %s=%d would make %,d pieces for %,d",
                            label,
                            extent,
                            pieces,
                            workers);
            case Shape(String instruction) -> "the shape of " + instruction;
            case Slower(String label, long extent, double more) ->
                    String.format(
                            Locale.ROOT,
                            "time: %s=%d moves less here, and all takes %.1f%% longer",
                            label,
                            extent,
                            100 * more);
            case Nothing() -> "nothing: longer blocks move no less";
        };
    }
}
