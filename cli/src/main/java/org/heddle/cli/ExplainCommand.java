package org.heddle.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heddle.cli.report.Json;
import org.heddle.cli.text.Wrap;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Suggestion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Explains a diagnostic code.
@Command(
        name = "explain",
        description = "Explain a diagnostic code, such as E101.",
        footer = {"", "JSON: format (heddle-code/1), code, title, family"})
final class ExplainCommand extends HeddleCommand {
    @Parameters(index = "0", paramLabel = "CODE", description = "A code.")
    private String code = "";

    ExplainCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        String wanted = code.toUpperCase(Locale.ROOT);
        Optional<Code> found =
                Arrays.stream(Code.values()).filter(c -> c.name().equals(wanted)).findFirst();
        if (found.isEmpty()) {
            List<String> codes = Arrays.stream(Code.values()).map(Code::name).toList();
            String near =
                    Suggestion.nearest(wanted, codes)
                            .map(c -> "; did you mean " + c + "?")
                            .orElse("");
            throw usage("there is no code '" + code + "'" + near);
        }
        Code known = found.get();
        if (isJson()) {
            print(
                    Json.document("heddle-code/1")
                            .put("code", known.name())
                            .put("title", known.title())
                            .put("family", family(known)));
        } else {
            print(
                    Wrap.hanging(known.name() + ": ", 6, known.title())
                            + Wrap.hanging("      ", 6, family(known)));
        }
        return Exit.OK;
    }

    /// What the codes with the same beginning are about.
    private static String family(Code code) {
        return switch (code.name().substring(0, 2)) {
            case "E0" ->
                    "Found while the text of a diagram is read: its JSON, keys, kinds of values.";
            case "E1" -> "A name that a diagram uses is unknown, reserved or taken.";
            case "E2" -> "Wires, ports and axes of a diagram do not fit together.";
            case "E3" -> "Sizes of axes: missing, contradictory, or out of range.";
            case "E4" -> "A scalar expression of a diagram cannot be used.";
            case "E5" -> "A definition, a call or a block does not fit.";
            case "E6" -> "Arrays and other data given to a diagram.";
            case "R7" -> "Found while kernels are derived.";
            case "S8" -> "Found while kernels are scheduled, verified or written as text.";
            case "D9" -> "Devices, hardware descriptions and tools.";
            default -> "No family is known for this code.";
        };
    }
}
