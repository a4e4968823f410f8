package org.heddle.backend.driver.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Gives the JVM its signal handlers back.
///
/// ```
///   SIGSEGV  ──►  LLVM's handler (inside PoCL)  ──►  the JVM's      what a build leaves behind
///   SIGSEGV  ──►  the JVM's                                         what the JVM was started with
/// ```
///
/// The JVM stops its threads, and finds null references and divisions by zero, by trapping. Compilers that run inside a driver install handlers of their own: LLVM's are reset to "end the process" by
/// the kernel at the first trap, and hand on to the JVM's only when they have run, so that two Java threads that trap at once end the process without a word. PoCL's handler of SIGFPE
/// steps over the division, and `7 / 0` is 7 in Java. So every call that loads a driver or builds a program goes through {@link #kept}. LLVM installs its handlers
/// once a process; afterwards it does not know that they are gone, and leaves the JVM's alone.
final class JvmSignals {
    /// More than `struct sigaction` has in any C library; read and written as a whole, by the library itself.
    private static final long ACTION_BYTES = 512;

    private static final int SIGNALS = 32;
    private static final int SIGKILL = 9;

    private JvmSignals() {}

    /// Runs what may install signal handlers, and puts those back that were there before. One at a time, so that none takes another's for the JVM's.
    static synchronized void kept(Runnable calls) {
        Optional<MethodHandle> sigaction = sigaction();
        if (sigaction.isEmpty()) {
            calls.run();
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(SIGNALS * ACTION_BYTES, Long.BYTES);
            forEach(sigaction.get(), actions, false);
            try {
                calls.run();
            } finally {
                forEach(sigaction.get(), actions, true);
            }
        }
    }

    /// The address of the handler of each signal, with which every C library's `struct sigaction` begins; nothing where that cannot be asked.
    static List<Long> handlers() {
        Optional<MethodHandle> sigaction = sigaction();
        if (sigaction.isEmpty()) {
            return List.of();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(SIGNALS * ACTION_BYTES, Long.BYTES);
            forEach(sigaction.get(), actions, false);
            return IntStream.range(0, SIGNALS)
                    .mapToObj(signal -> actions.get(JAVA_LONG, signal * ACTION_BYTES))
                    .toList();
        }
    }

    /// @param set whether actions are set to what is in `actions`, else they are stored there
    private static void forEach(MethodHandle sigaction, MemorySegment actions, boolean set) {
        for (int signal = 1; signal < SIGNALS; signal++) {
            if (signal == SIGKILL) {
                continue; // nobody may handle it
            }
            MemorySegment action = actions.asSlice(signal * ACTION_BYTES, ACTION_BYTES);
            MemorySegment from = set ? action : MemorySegment.NULL;
            MemorySegment to = set ? MemorySegment.NULL : action;
            try {
                // A signal that cannot be handled is refused, and stays as it is.
                int _ = (int) sigaction.invokeExact(signal, from, to);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException("sigaction cannot be called", e);
            }
        }
    }

    /// C's function; empty where there is none (Windows).
    @SuppressWarnings("restricted") // Java has no other way to signal handlers
    private static Optional<MethodHandle> sigaction() {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("sigaction")
                .map(
                        function ->
                                linker.downcallHandle(
                                        function,
                                        FunctionDescriptor.of(
                                                JAVA_INT, JAVA_INT, ADDRESS, ADDRESS)));
    }
}
