package org.heddle.rules.time;

/// Groups that ask for the same and are launched one after the other.
///
/// @param work of each
/// @param count how many, at least 1
public record Task(Work work, long count) {
    public Task {
        if (count < 1) {
            throw new IllegalArgumentException(count + " groups: a task has at least one");
        }
    }
}
