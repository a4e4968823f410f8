package org.heddle.backend.simt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.heddle.backend.code.CodeWriter;
import org.heddle.backend.code.Origin;
import org.heddle.backend.code.Traced;
import org.heddle.backend.tile.ListedBlocks;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.diagram.DType;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.bounds.LoopBounds;
import org.heddle.rules.nest.BlockList;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Served;
import org.heddle.rules.nest.Tile;

/// Writes the whole kernel: header, constants, helpers, shared memory, the group's place in the grid, and the steps.
final class KernelWriter {
    private final Plan plan;
    private final TileProgram program;
    private final Dialect dialect;
    private final Axes axes;
    private final Emission emission;
    private final CopyText copies;
    private final PointText points;
    private final FoldText folds;
    private final TeamText teams;
    private final GuardText guards;
    private final Served served;
    private final List<String> around;

    KernelWriter(Plan plan) {
        this.plan = plan;
        this.program = plan.program;
        this.dialect = plan.dialect;
        this.axes = plan.axes;
        this.emission = new Emission(plan);
        Spread spread = new Spread(emission);
        this.copies = new CopyText(emission, spread);
        this.points = new PointText(emission, spread);
        this.folds = new FoldText(emission, spread);
        this.teams = new TeamText(emission);
        this.guards = new GuardText(emission);
        this.served = new Served(program.nest());
        this.around = new ArrayList<>(program.grid());
    }

    SimtKernel kernel() {
        long groups = groups();
        List<String> head = dialect.kernelHead(plan.entry, plan.threads, parameters());
        head.subList(0, head.size() - 1).forEach(emission.code()::line);
        emission.code().open(head.getLast());
        shared();
        registers();
        emission.code().line("const int thread = " + dialect.threadNumber() + ";");
        place();
        steps(plan.steps);
        emission.code().close();
        Traced body = emission.code().traced();
        Traced source = Traced.whole(header(body.text())).then(body);
        return new SimtKernel(
                plan.entry,
                dialect.language(),
                source,
                groups,
                plan.threads,
                plan.sharedBytes(),
                dialect.sharedIsDynamic() ? plan.sharedBytes() : 0,
                arguments());
    }

    /// What the parameters point to.
    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(plan.arrays.keySet());
        for (ListedBlocks list : plan.lists.keySet()) {
            arguments.add(list.rowsArray());
            arguments.add(list.listArray());
        }
        return arguments;
    }

    private long groups() {
        long groups = 1;
        for (String axis : program.grid()) {
            groups = Math.multiplyExact(groups, program.groups(axis));
        }
        if (groups > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    program.name()
                            + " has "
                            + groups
                            + " groups, a launch takes at most "
                            + Integer.MAX_VALUE
                            + ": choose larger blocks");
        }
        return groups;
    }

    private String header(String body) {
        CodeWriter text = new CodeWriter();
        text.comment(
                program.region().name()
                        + ": kernel "
                        + plan.entry
                        + ", each group "
                        + plan.threads
                        + " threads");
        text.comment(
                "  axes     "
                        + String.join(", ", axes.all().stream().map(axes::describe).toList()));
        String labels = program.schedule().labels();
        text.comment("  labels   " + (labels.isEmpty() ? "none: one group" : labels));
        text.comment(
                "  moves    "
                        + program.schedule().cost().globalReadBytes()
                        + " bytes from global memory, "
                        + program.schedule().cost().globalWriteBytes()
                        + " to it (predicted)");
        text.comment("  shared   " + plan.sharedBytes() + " bytes per group");
        if (!emission.vectorTypes().isEmpty()) {
            text.comment("  arrays   must start at multiples of 16 bytes");
        }
        text.line("");
        Set<DType> arrays = new TreeSet<>();
        program.arrays().forEach(array -> arrays.add(array.dtype()));
        boolean doubles = program.tiles().stream().anyMatch(tile -> tile.dtype() != DType.F32);
        dialect.preamble(arrays, doubles).forEach(text::line);
        emission.vectorTypes().forEach(text::line);
        emission.helpers.definitions().forEach(text::line);
        text.line("");
        Map<String, Long> constants = new LinkedHashMap<>();
        constants.put("threads", (long) plan.threads);
        constants.putAll(axes.constants());
        constants.keySet().removeIf(name -> !Emission.mentions(body, name));
        dialect.constants(constants).forEach(text::line);
        text.line("");
        return text.toString();
    }

    private List<String> parameters() {
        List<String> parameters = new ArrayList<>();
        program.arrays()
                .forEach(
                        array ->
                                parameters.add(
                                        dialect.parameter(
                                                array.dtype(),
                                                !program.isOutput(array.wire()),
                                                plan.array(array.wire()))));
        for (ListedBlocks list : plan.lists.keySet()) {
            parameters.add(dialect.parameter(DType.I32, true, plan.rows(list)));
            parameters.add(dialect.parameter(DType.I32, true, plan.entries(list)));
        }
        return parameters;
    }

    private void shared() {
        List<Dialect.SharedArray> arrays = new ArrayList<>();
        long offset = 0;
        for (Storage.Shared s : plan.shared()) {
            Tile tile = s.tile();
            String comment =
                    Emission.notation(tile)
                            + ": "
                            + tile.meaning()
                            + s.swizzle().map(swizzle -> swizzle.note(s.order(), axes)).orElse("");
            arrays.add(
                    new Dialect.SharedArray(
                            Dialect.type(tile.dtype()),
                            s.name(),
                            s.dimensions(),
                            s.offset(),
                            comment));
            offset = s.offset() + s.bytes();
        }
        for (DType dtype : plan.exchanged()) {
            long count = plan.threads / plan.shuffleWidth;
            long aligned = Math.ceilDiv(offset, dtype.bytes()) * dtype.bytes();
            arrays.add(
                    new Dialect.SharedArray(
                            Dialect.type(dtype),
                            TeamText.PARTIAL + "_" + dtype,
                            List.of(count),
                            aligned,
                            "what teams exchange"));
            offset = aligned + count * dtype.bytes();
        }
        dialect.shared(arrays).forEach(emission.code()::line);
    }

    private void registers() {
        for (Storage.Held held : plan.held()) {
            String rounds = held.rounds() > 1 ? "[" + held.rounds() + "]" : "";
            String declaration =
                    Dialect.type(held.tile().dtype())
                            + " "
                            + held.name()
                            + rounds
                            + emission.pieceBrackets(held.pieces())
                            + ";  // "
                            + Emission.notation(held.tile())
                            + " in registers: "
                            + held.tile().meaning();
            Origin origin = Origin.wires(served.by(held.tile()));
            emission.code().tracing(origin, () -> emission.code().line(declaration));
        }
    }

    /// The group's block along every grid axis.
    private void place() {
        List<String> cut = program.grid().stream().filter(axes::isCut).toList();
        if (cut.isEmpty()) {
            return;
        }
        emission.code().line("const int group = " + dialect.groupNumber() + ";");
        String faster = "";
        for (String axis : cut.reversed()) {
            String divided =
                    faster.isEmpty()
                            ? "group"
                            : faster.contains(" ")
                                    ? "group / (" + faster + ")"
                                    : "group / " + faster;
            boolean slowest = axis.equals(cut.getFirst());
            String number = slowest ? divided : divided + " % " + axes.blocks(axis);
            emission.code().tracing(Origin.axis(axis), () -> block(axis, number));
            faster = faster.isEmpty() ? axes.blocks(axis) : axes.blocks(axis) + " * " + faster;
        }
    }

    /// Declares the first index and, where blocks differ, the number of elements of a block.
    private void block(String axis, String number) {
        String type = axes.indexType(axis);
        String start =
                (type.equals("long") ? "(long) " : "")
                        + (number.contains(" ") ? "(" + number + ")" : number);
        String first = axes.isUnit(axis) ? number : start + " * " + axes.tile(axis);
        emission.code().line("const " + type + " " + axes.first(axis) + " = " + first + ";");
        if (axes.isRagged(axis)) {
            String rest = axes.sizeName(axis) + " - " + axes.first(axis);
            emission.code()
                    .line(
                            "const int "
                                    + axes.count(axis)
                                    + " = "
                                    + (type.equals("long") ? "(int) min((long) " : "min(")
                                    + axes.tile(axis)
                                    + ", "
                                    + rest
                                    + ");");
        }
    }

    private void steps(List<Step> steps) {
        for (Step step : steps) {
            emission.code().line("");
            emission.code().tracing(origin(step), () -> write(step));
        }
    }

    private Origin origin(Step step) {
        return switch (step) {
            case Step.Barrier _ -> Origin.NONE;
            case Step.Loop loop -> Origin.axis(loop.axis());
            case Step.Action action -> Origin.wires(served.by(action.node()));
        };
    }

    private void write(Step step) {
        switch (step) {
            case Step.Barrier _ -> emission.code().line(dialect.barrier());
            case Step.Loop(String axis, Guard guard, List<Step> body) -> {
                if (guard.isListed()) {
                    listed(BlockList.of(axis, guard, around), body);
                } else {
                    loop(axis, guard.at(program.sizes()::of), body);
                }
            }
            case Step.Action(Node node, boolean fresh) -> action(node, fresh);
        }
    }

    /// A loop over the blocks in which there may be items. All threads of the group agree on them.
    private void loop(String axis, Guard guard, List<Step> body) {
        String block = axes.block(axis);
        LoopBounds bounds = LoopBounds.of(guard, axis);
        String end = guards.to(axis, bounds);
        emission.code()
                .open(
                        "for (int "
                                + block
                                + " = "
                                + guards.from(axis, bounds)
                                + "; "
                                + block
                                + " < "
                                + end
                                + "; ++"
                                + block
                                + ")");
        block(axis, block);
        guards.tests(bounds).ifPresent(test -> emission.code().open("if (" + test + ")"));
        guards.declareFull(axis, guard);
        inside(axis, body);
        guards.forget(guard);
        guards.tests(bounds).ifPresent(_ -> emission.code().close());
        emission.code().close();
    }

    /// A loop over listed blocks. All threads of the group agree on them.
    private void listed(BlockList wanted, List<Step> body) {
        ListedBlocks list = plan.list(wanted);
        block(wanted.axis(), guards.openListed(list));
        guards.declareListed(list);
        inside(wanted.axis(), body);
        guards.forget(wanted.guard());
        emission.code().close();
    }

    private void inside(String axis, List<Step> body) {
        around.add(axis);
        steps(body);
        around.removeLast();
    }

    private void action(Node node, boolean fresh) {
        switch (node) {
            case Node.Load load -> copies.load(load);
            case Node.Store store -> copies.store(store);
            case Node.Fill fill -> points.fill(fill);
            case Node.Compute compute ->
                    guards.inFullAndOthers(compute.value(), () -> points.compute(compute));
            case Node.Fold fold -> guards.inFullAndOthers(fold.item(), () -> fold(fold, fresh));
            case Node.Loop _ -> throw new IllegalArgumentException("a loop is no action");
        }
    }

    private void fold(Node.Fold fold, boolean fresh) {
        String from = fold.reduced().isEmpty() ? "" : " over " + String.join(", ", fold.reduced());
        emission.code()
                .comment(
                        Emission.notation(fold.tile())
                                + (fresh ? " = " : " ⊕= ")
                                + fold.monoid().text()
                                + from
                                + " of "
                                + fold.item()
                                + "   (for "
                                + fold.wire()
                                + ")");
        switch (plan.mapping(fold)) {
            case Mapping.Pieces pieces -> folds.fold(fold, pieces, fresh);
            case Mapping.Team team -> teams.fold(fold, team, fresh);
            case Mapping.Linear _ ->
                    throw new IllegalStateException("folds are dealt in pieces or to teams");
        }
    }
}
