package org.heddle.rules.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.heddle.model.expr.Expr;

/// Leaves out running values that no output is made of any more, since the algebra found them to cancel.
///
/// ```
///   c = mean s;   exp(s - c) / Σ exp(s - c)   =   exp(s - m) / Σ exp(s - m)        nobody asks for c
/// ```
final class Needed {
    private final StreamForm form;
    private final Map<String, String> owners = new HashMap<>();
    private final Set<String> wires = new LinkedHashSet<>();
    private final Deque<String> asked = new ArrayDeque<>();

    private Needed(StreamForm form) {
        this.form = form;
        form.accumulated()
                .values()
                .forEach(a -> a.slots().forEach(slot -> owners.put(slot.name(), a.wire())));
    }

    /// The form with the running values that its outputs are made of.
    static StreamForm of(StreamForm form) {
        Needed needed = new Needed(form);
        form.region().outputs().forEach(needed::ask);
        needed.follow();
        SequencedMap<String, StreamForm.Accumulated> kept = new LinkedHashMap<>(form.accumulated());
        kept.keySet().retainAll(needed.wires);
        return kept.size() == form.accumulated().size() ? form : form.with(kept);
    }

    private void follow() {
        while (!asked.isEmpty()) {
            String wire = asked.remove();
            StreamForm.Accumulated a = form.accumulated().get(wire);
            if (a != null) {
                a.states().forEach(this::name);
                names(a.finish());
                for (StreamForm.Slot slot : a.slots()) {
                    names(slot.item());
                    slot.rebased().ifPresent(this::names);
                }
            } else if (!form.region().isInput(wire)) {
                stage(form.region().stage(wire));
            }
        }
    }

    private void stage(Region.Stage stage) {
        List<? extends Region.Stage> together =
                stage instanceof Region.Recurrence r ? form.region().state(r) : List.of(stage);
        for (Region.Stage each : together) {
            ask(each.wire());
            names(each.value());
        }
    }

    private void names(Expr e) {
        e.arguments().forEach(this::name);
    }

    /// @param name of a slot, before or after a block, of a read, or of a wire
    private void name(String name) {
        String slot = name.endsWith("'") ? name.substring(0, name.length() - 1) : name;
        Region.Read read = form.region().reads().get(name);
        if (owners.containsKey(slot)) {
            ask(owners.get(slot));
        } else if (read != null) {
            read.touched().forEach(this::ask);
        } else {
            ask(name);
        }
    }

    private void ask(String wire) {
        if (wires.add(wire)) {
            asked.add(wire);
        }
    }
}
