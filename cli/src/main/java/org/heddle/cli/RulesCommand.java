package org.heddle.cli;

import java.util.List;
import java.util.Optional;
import org.heddle.cli.report.Json;
import org.heddle.cli.text.Table;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Suggestion;
import org.heddle.rules.law.Law;
import org.heddle.rules.pack.LawPage;
import org.heddle.rules.pack.LawTable;
import org.heddle.rules.pack.PatternRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Lists the laws.
@Command(
        name = "rules",
        description = "List the laws that derivations are made of.",
        footer = {"", "JSON: format (heddle-rules/1), rules: name, law, condition"})
final class RulesCommand extends HeddleCommand {
    RulesCommand(Session session) {
        super(session);
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "Tell of this law: both sides, when it is legal, what it saves.")
    private Optional<String> name = Optional.empty();

    @Override
    public Integer call() throws DiagnosticException {
        if (name.isPresent() && !isJson()) {
            print(page(name.get()));
            return Exit.OK;
        }
        ObjectNode document = Json.document("heddle-rules/1");
        ArrayNode array = document.putArray("rules");
        Table table = new Table("").left("rule", 32).rest("law");
        for (Law rule : name.isPresent() ? List.of(law(name.get())) : LawTable.all()) {
            array.addObject()
                    .put("name", rule.name())
                    .put("law", rule.law())
                    .put("condition", rule.condition());
            table.row(rule.name(), rule.law());
        }
        if (isJson()) {
            print(document);
        } else {
            print(table.toString());
        }
        return Exit.OK;
    }

    private static Law law(String name) throws DiagnosticException {
        List<String> names = LawTable.all().stream().map(Law::name).toList();
        return LawTable.named(name)
                .orElseThrow(
                        () ->
                                Faults.usage(
                                        "there is no law '" + name + "'",
                                        Suggestion.nearest(name, names)
                                                .map(near -> "did you mean '" + near + "'?")
                                                .orElse("heddle rules lists them")));
    }

    private static String page(String name) throws DiagnosticException {
        Law law = law(name);
        return law instanceof PatternRule rule
                ? LawPage.of(rule)
                : "# %s\n\n    %s\n\n**Legal**: %s. The whole page is docs/rules/%s.md.\n"
                        .formatted(law.name(), law.law(), law.condition(), law.name());
    }
}
