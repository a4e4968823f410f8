package org.heddle.backend.simt;

import java.util.List;
import java.util.function.UnaryOperator;
import org.heddle.backend.code.Traced;
import org.heddle.backend.driver.Argument;
import org.heddle.backend.driver.Dim3;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.Launch;

/// A kernel whose groups are made of threads.
///
/// @param entry the kernel's name: the program's, unless the language has something of that name
/// @param traced the whole translation unit, with what its lines are there for
/// @param groups number of groups; 0 where an output is empty, and then nothing is to be launched
/// @param threads threads of a group
/// @param sharedBytes shared (local) memory of a group
/// @param dynamicSharedBytes the part of it that the launch must give
/// @param arguments what the parameters point to, in order: the arrays of inputs, then of outputs, by wire, then lists of blocks
public record SimtKernel(
        String entry,
        KernelText.Language language,
        Traced traced,
        long groups,
        int threads,
        long sharedBytes,
        long dynamicSharedBytes,
        List<String> arguments) {
    public SimtKernel {
        arguments = List.copyOf(arguments);
    }

    /// The text.
    public String source() {
        return traced.text();
    }

    /// The text as a driver takes it.
    public KernelText text() {
        return new KernelText(entry, language, source(), List.of());
    }

    public Dim3 grid() {
        return Dim3.of((int) Math.max(1, groups));
    }

    public Dim3 block() {
        return Dim3.of(threads);
    }

    /// A launch of all groups.
    ///
    /// @param buffers the buffer of each wire
    public Launch launch(UnaryOperator<String> buffers) {
        List<Argument> pointers =
                arguments.stream()
                        .<Argument>map(wire -> new Argument.BufferArgument(buffers.apply(wire)))
                        .toList();
        return new Launch(entry, grid(), block(), dynamicSharedBytes, pointers);
    }
}
