package org.heddle.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.json.SourceText;
import picocli.CommandLine.Help.Ansi;

/// One call of the command: its streams, its arguments, and the texts that it has read so far, for diagnostics and reproducers.
final class Session {
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Ansi ansi;
    private final List<String> arguments;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private SourceMap map = SourceMap.none();

    /// @param ansi whether the terminal is to be given colours
    Session(InputStream in, PrintStream out, PrintStream err, Ansi ansi, List<String> arguments) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.ansi = ansi;
        this.arguments = List.copyOf(arguments);
    }

    InputStream in() {
        return in;
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    Ansi ansi() {
        return ansi;
    }

    List<String> arguments() {
        return arguments;
    }

    /// Keeps a text that was read.
    void remember(SourceText source) {
        texts.put(source.file(), source.text());
    }

    /// Keeps the places of the diagram that later stages talk about.
    void remember(SourceMap places) {
        map = places;
    }

    Map<String, String> texts() {
        return Map.copyOf(texts);
    }

    Optional<String> text(String file) {
        return Optional.ofNullable(texts.get(file));
    }

    /// Adds places in the text to problems that later stages found; those that concern no part of the diagram get none.
    List<Diagnostic> located(List<Diagnostic> diagnostics) {
        List<Diagnostic> located = new ArrayList<>();
        for (Diagnostic d : diagnostics) {
            located.add(d.where().pointer().isEmpty() ? d : d.locatedBy(map));
        }
        return located;
    }
}
