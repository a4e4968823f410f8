package org.heddle.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heddle.cli.report.Json;
import org.heddle.cli.text.Table;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Page;
import org.heddle.model.diagnose.Suggestion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Explains a diagnostic code, or lists them all.
@Command(
        name = "explain",
        description = "Explain a diagnostic code, such as E101; without CODE, list them all.",
        footer = {
            "",
            "JSON: format (heddle-code/1), code, title, family, page (Markdown),",
            "or format (heddle-codes/1), codes: code, title, family"
        })
final class ExplainCommand extends HeddleCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "CODE", description = "A code.")
    private Optional<String> code = Optional.empty();

    ExplainCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws DiagnosticException {
        if (code.isEmpty()) {
            list();
            return Exit.OK;
        }
        Code known = find(code.get());
        Page page = Page.of(known);
        if (isJson()) {
            print(entry(Json.document("heddle-code/1"), known).put("page", page.markdown()));
        } else {
            print(page.text());
        }
        return Exit.OK;
    }

    private void list() {
        ObjectNode document = Json.document("heddle-codes/1");
        ArrayNode codes = document.putArray("codes");
        StringBuilder text = new StringBuilder();
        Table table = new Table("").left("", 6).rest("");
        String family = "";
        for (Code known : Code.values()) {
            entry(codes.addObject(), known);
            if (!family(known).equals(family)) {
                text.append(family.isEmpty() ? "" : table + "\n");
                table = new Table("").left("", 6).rest("");
                family = family(known);
                text.append(family).append('\n');
            }
            table.row(known.name(), known.title());
        }
        if (isJson()) {
            print(document);
        } else {
            print(text.append(table).toString());
        }
    }

    private static ObjectNode entry(ObjectNode object, Code code) {
        return object.put("code", code.name())
                .put("title", code.title())
                .put("family", family(code));
    }

    private static Code find(String name) throws DiagnosticException {
        String wanted = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(Code.values())
                .filter(known -> known.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> Faults.usage("there is no code '" + name + "'", near(wanted)));
    }

    private static String near(String wanted) {
        List<String> codes = Arrays.stream(Code.values()).map(Code::name).toList();
        return Suggestion.nearest(wanted, codes)
                .map(code -> "did you mean " + code + "?")
                .orElse("`heddle explain` lists them");
    }

    /// What the codes with the same beginning are about.
    private static String family(Code code) {
        return switch (code.name().substring(0, 2)) {
            case "U0" -> "The call of the command: its options and arguments.";
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
