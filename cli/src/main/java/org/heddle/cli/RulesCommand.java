package org.heddle.cli;

import org.heddle.cli.report.Json;
import org.heddle.cli.text.Table;
import org.heddle.rules.law.Law;
import org.heddle.rules.law.Rules;
import picocli.CommandLine.Command;
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

    @Override
    public Integer call() {
        ObjectNode document = Json.document("heddle-rules/1");
        ArrayNode array = document.putArray("rules");
        Table table = new Table("").left("rule", 26).rest("law");
        for (Law rule : Rules.laws()) {
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
}
