package org.heddle.rules.stream;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.expr.Expr;
import org.heddle.rules.algebra.Sign;

/// What is known of the signs of the wires of a region, whatever its inputs are.
final class Signs {
    private final Region region;
    private final Map<String, Sign> known = new HashMap<>();
    private final Set<StreamForm.Fact> facts = new LinkedHashSet<>();

    Signs(Region region) {
        this.region = region;
    }

    /// The sign of an expression over reads of the region, kept as a fact where there is one.
    Sign known(Expr value) {
        Sign sign = of(value);
        if (sign != Sign.ANY && !value.arguments().isEmpty()) {
            facts.add(new StreamForm.Signed(value, sign));
        }
        return sign;
    }

    /// What was found out, in order.
    List<StreamForm.Fact> facts() {
        return List.copyOf(facts);
    }

    /// Forgets what was found out since, for a form that is none.
    ///
    /// @param earlier what was known before
    void forget(List<StreamForm.Fact> earlier) {
        facts.retainAll(earlier);
    }

    /// The same, not kept.
    Sign of(Expr value) {
        return Sign.of(value, key -> ofWire(region.read(key).wire()));
    }

    private Sign ofWire(String wire) {
        Sign sign = known.get(wire);
        if (sign == null) {
            sign = derived(wire);
            known.put(wire, sign);
        }
        return sign;
    }

    /// Of a sum, a maximum or a minimum: that of its items.
    private Sign derived(String wire) {
        if (region.isInput(wire)) {
            return Sign.ANY;
        }
        return switch (region.stage(wire)) {
            case Region.Mapping mapping -> of(mapping.value());
            case Region.Recurrence _ -> Sign.ANY;
            case Region.Reduction r ->
                    switch (r.monoid()) {
                        case SUM, MAX, MIN -> of(r.value());
                        case PROD -> of(r.value()) == Sign.POSITIVE ? Sign.POSITIVE : Sign.ANY;
                        case AND, OR -> Sign.POSITIVE;
                    };
        };
    }
}
