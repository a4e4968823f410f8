package org.heddle.backend.simt;

import java.util.ArrayList;
import java.util.List;
import org.heddle.backend.simt.Mapping.Team;
import org.heddle.model.diagram.Monoid;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;

/// Writes a fold whose every result is shared by a team of neighbouring threads.
///
/// ```
///   member k of 4:   part = ⊕ of items k, k + 4, k + 8 ...
///   then             parts are combined: by exchanges inside a warp, and through shared memory between warps (or where there is no exchange)
///   member 0:        result ⊕= the combined part
/// ```
final class TeamText {
    /// Where teams leave what they exchange through shared memory.
    static final String PARTIAL = "partial";

    private final Emission emission;
    private final Axes axes;

    TeamText(Emission emission) {
        this.emission = emission;
        this.axes = emission.axes;
    }

    void fold(Node.Fold fold, Team team, boolean fresh) {
        Tile tile = fold.tile();
        String part = emission.plan.claim(tile.name() + "_part");
        emission.code().open("");
        List<String> indexed = axes.indexed(team.axes());
        emission.code().line("const int member = thread % " + team.size() + ";");
        if (!indexed.isEmpty()) {
            emission.code()
                    .line(
                            "const int "
                                    + Spread.decode("thread / " + team.size(), indexed, axes)
                                    + ";");
        }
        String active = active(team, indexed);
        if (!active.isEmpty()) {
            emission.code().line("const bool active = " + active + ";");
        }
        emission.code()
                .line(
                        Dialect.type(tile.dtype())
                                + " "
                                + part
                                + " = "
                                + Emission.literal(tile.dtype(), fold.monoid().unit())
                                + ";");
        if (active.isEmpty()) {
            items(fold, team, part);
        } else {
            emission.code().open("if (active)");
            items(fold, team, part);
            emission.code().close();
        }
        combine(fold.monoid(), tile, team, part);
        emission.code().open(active.isEmpty() ? "if (member == 0)" : "if (active && member == 0)");
        gather(fold.monoid(), tile, team, part);
        String before = emission.element(tile.name());
        String after =
                fresh ? part : emission.combine(fold.monoid(), tile.dtype(), before, value(part));
        emission.code().line(before + " = " + after + ";");
        emission.code().close();
        emission.code().close();
    }

    private static Text value(String variable) {
        return Text.real(variable, Text.ATOM);
    }

    /// When the thread has an element; empty for always.
    private String active(Team team, List<String> indexed) {
        long results = 1;
        for (String axis : indexed) {
            results *= axes.extent(axis);
        }
        List<String> conditions = new ArrayList<>();
        if (results * team.size() < emission.plan.threads) {
            conditions.add("thread < " + results * team.size());
        }
        for (String axis : indexed) {
            if (axes.isRagged(axis)) {
                conditions.add(axes.name(axis) + " < " + axes.count(axis));
            }
        }
        return String.join(" && ", conditions);
    }

    private void items(Node.Fold fold, Team team, String part) {
        List<String> reduced = axes.indexed(fold.reduced());
        for (String axis : reduced) {
            String name = axes.name(axis);
            boolean shared = axis.equals(team.along());
            emission.code()
                    .open(
                            "for (int "
                                    + name
                                    + " = "
                                    + (shared ? "member" : "0")
                                    + "; "
                                    + name
                                    + " < "
                                    + axes.count(axis)
                                    + "; "
                                    + (shared ? name + " += " + team.size() : "++" + name)
                                    + ")");
        }
        ExprText expressions = emission.expressions(fold.tile(), fold.item().arguments());
        emission.code()
                .line(
                        part
                                + " = "
                                + emission.accumulate(
                                        fold.monoid(), fold.tile(), part, fold.item(), expressions)
                                + ";");
        reduced.forEach(_ -> emission.code().close());
    }

    /// After it, every warp's first member of a team has the part of that warp.
    private void combine(Monoid.Scalar monoid, Tile tile, Team team, String part) {
        int width = emission.plan.shuffleWidth;
        if (width > 1) {
            emission.code().line("#pragma unroll");
            emission.code()
                    .open(
                            "for (int step = "
                                    + Math.min(width, team.size()) / 2
                                    + "; step > 0; step /= 2)");
            emission.code()
                    .line(
                            part
                                    + " = "
                                    + emission.combine(
                                            monoid,
                                            tile.dtype(),
                                            part,
                                            value(emission.dialect.shuffle(part, "step")))
                                    + ";");
            emission.code().close();
        }
        if (team.size() > width) {
            String slot = PARTIAL + "_" + tile.dtype();
            if (width > 1) {
                emission.code().open("if (thread % " + width + " == 0)");
                emission.code().line(slot + "[thread / " + width + "] = " + part + ";");
                emission.code().close();
            } else {
                emission.code().line(slot + "[thread] = " + part + ";");
            }
            emission.code().line(emission.dialect.barrier());
        }
    }

    private void gather(Monoid.Scalar monoid, Tile tile, Team team, String part) {
        int width = emission.plan.shuffleWidth;
        if (team.size() > width) {
            String slot =
                    PARTIAL
                            + "_"
                            + tile.dtype()
                            + "[thread"
                            + (width > 1 ? " / " + width : "")
                            + " + step]";
            emission.code().open("for (int step = 1; step < " + team.size() / width + "; ++step)");
            emission.code()
                    .line(
                            part
                                    + " = "
                                    + emission.combine(monoid, tile.dtype(), part, value(slot))
                                    + ";");
            emission.code().close();
        }
    }
}
