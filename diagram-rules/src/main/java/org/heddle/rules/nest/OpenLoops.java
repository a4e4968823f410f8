package org.heddle.rules.nest;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.heddle.model.expr.Expr;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamForm;

/// Which loops must be open where a value is computed: those of the cut axes along which it varies, or along which anything varies that it needs.
final class OpenLoops {
    private final StreamForm form;
    private final Region region;
    private final Set<String> cut;
    private final int pass;
    private final Map<String, Set<String>> ofStages = new HashMap<>();

    /// @param pass the pass, or -1 between passes
    OpenLoops(StreamForm form, Set<String> cut, int pass) {
        this.form = form;
        this.region = form.region();
        this.cut = cut;
        this.pass = pass;
    }

    /// The cut axes whose loops must be open for a value: its own and those of what it reads.
    Set<String> of(Expr value, Collection<String> own) {
        Set<String> loops = new LinkedHashSet<>(own);
        collect(value, loops);
        loops.retainAll(cut);
        return loops;
    }

    private void collect(Expr value, Set<String> loops) {
        loops.addAll(value.indexAxes());
        for (String name : value.arguments()) {
            Region.Read read = region.reads().get(name);
            String wire = read == null ? name : read.wire();
            if (read != null) {
                loops.addAll(read.axes());
            }
            boolean before = name.endsWith(NestBuilder.BEFORE) && read == null;
            if (pass >= 0 && (before || isRunning(wire))) {
                loops.addAll(form.stream());
            } else if (!form.isStreamed(wire)) {
                region.stages().stream()
                        .filter(stage -> stage.wire().equals(wire))
                        .forEach(stage -> loops.addAll(inside(stage)));
            }
        }
    }

    /// What a stage's value needs; found once, since many paths may lead to one stage.
    private Set<String> inside(Region.Stage stage) {
        Set<String> known = ofStages.get(stage.wire());
        if (known != null) {
            return known;
        }
        Set<String> inside = new LinkedHashSet<>();
        collect(stage.value(), inside);
        switch (stage) {
            case Region.Reduction r -> inside.removeAll(r.reduced());
            case Region.Recurrence r -> {
                if (!r.isScan()) {
                    inside.removeAll(r.over());
                }
            }
            case Region.Mapping _ -> {}
        }
        ofStages.put(stage.wire(), inside);
        return inside;
    }

    private boolean isRunning(String wire) {
        StreamForm.Accumulated a = form.accumulated().get(wire);
        return a != null && a.pass() == pass;
    }
}
