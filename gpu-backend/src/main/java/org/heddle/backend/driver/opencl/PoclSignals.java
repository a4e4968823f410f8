package org.heddle.backend.driver.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;

/// Keeps PoCL from taking the JVM's signals.
///
/// PoCL by default installs a handler for SIGFPE that steps over the dividing instruction. Java's
/// interpreter divides by trapping: with that handler in place `7 / 0` is 7 in Java, and no
/// exception is thrown, for the rest of the process. PoCL reads the environment when it is loaded:
/// the variables are set before that, unless the user has set them.
final class PoclSignals {
    private PoclSignals() {}

    /// Must be called before the first OpenCL call of the process.
    static void leaveToJava() {
        setIfUnset("POCL_SIGFPE_HANDLER", "0");
        setIfUnset("POCL_SIGUSR2_HANDLER", "0");
    }

    /// C's `setenv` without overwriting; nothing where there is no such function (Windows).
    @SuppressWarnings("restricted") // Java cannot change its own environment otherwise
    private static void setIfUnset(String name, String value) {
        Linker linker = Linker.nativeLinker();
        MemorySegment setenv = linker.defaultLookup().find("setenv").orElse(MemorySegment.NULL);
        if (setenv.equals(MemorySegment.NULL)) {
            return;
        }
        FunctionDescriptor type = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
        try (Arena arena = Arena.ofConfined()) {
            linker.downcallHandle(setenv, type)
                    .invokeWithArguments(arena.allocateFrom(name), arena.allocateFrom(value), 0);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("setenv cannot be called", e);
        }
    }
}
