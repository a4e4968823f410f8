package org.heddle.cli;

import java.util.concurrent.Callable;
import org.heddle.cli.report.Json;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// What all commands share: `--json`, `--quiet`, and where output goes.
abstract class HeddleCommand implements Callable<Integer>, CheckedOption {
    /// The session of this call.
    final Session session;

    @Option(
            names = "--json",
            description = "Print one JSON document instead of text, also when the command fails.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Say nothing on standard error but errors.")
    private boolean quiet;

    protected HeddleCommand(Session session) {
        this.session = session;
    }

    final boolean isJson() {
        return json;
    }

    /// Prints a result as it is.
    protected final void print(String text) {
        session.out().print(text);
    }

    /// Prints a result as JSON.
    protected final void print(JsonNode document) {
        session.out().print(Json.text(document));
    }

    /// Tells what is going on, on standard error.
    void say(String line) {
        if (!quiet) {
            session.err().println(line);
        }
    }

    /// Nothing is wrong of options that take any value.
    @Override
    public void check(Faults faults) {}
}
