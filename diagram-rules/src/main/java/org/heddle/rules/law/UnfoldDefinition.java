package org.heddle.rules.law;

import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.library.Unfold;

/// A composite box is its definition.
///
/// ```
///  ──[name]──   ⇒   ──[a]──[b]──[c]──
/// ```
///
/// Always legal: a definition is what the name means. Saves nothing by itself; what the definition does between its boxes becomes visible, and so can be
/// avoided.
public final class UnfoldDefinition implements Rule {
    @Override
    public String name() {
        return "unfold";
    }

    @Override
    public String law() {
        return "name = its definition";
    }

    @Override
    public String condition() {
        return "always: a definition is what the name means";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        return switch (anchor.op()) {
            case Op.Call(String definition, List<String> over) ->
                    Optional.of(
                            new Rewrite(
                                    Unfold.box(diagram, anchor.id()),
                                    List.of(anchor.id()),
                                    definition
                                            + (over.isEmpty()
                                                    ? ""
                                                    : " over " + String.join(", ", over))));
            case Op.Block(_, String label) ->
                    Optional.of(
                            new Rewrite(
                                    Unfold.box(diagram, anchor.id()), List.of(anchor.id()), label));
            case Op.Contract _, Op.Map _, Op.Reduce _, Op.Scan _, Op.Reindex _, Op.Constant _ ->
                    Optional.empty();
        };
    }
}
