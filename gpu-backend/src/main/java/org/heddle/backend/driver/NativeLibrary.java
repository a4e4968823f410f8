package org.heddle.backend.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.Locale;
import java.util.Optional;

/// Asks whether a shared library can be loaded, quietly: the Java bindings print to the console when
/// theirs is missing.
public final class NativeLibrary {
    private NativeLibrary() {}

    /// Why the library cannot be loaded; empty if it can. Elsewhere than on Linux always empty:
    /// libraries have other names there, and the bindings know them.
    ///
    /// @param soname as in `libOpenCL.so.1`
    @SuppressWarnings("restricted") // loading is the question
    public static Optional<String> whyNotLoadable(String soname) {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(soname, arena);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(soname + " cannot be loaded");
        }
    }

    /// One line on why a binding's native part did not load: its own message holds stack traces.
    public static String firstLine(Throwable error) {
        String message = String.valueOf(error.getMessage());
        return message.lines().findFirst().orElse(error.getClass().getSimpleName());
    }
}
