package org.heddle.rules.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.equal.Equality;
import org.heddle.model.equal.Relation;
import org.heddle.model.equal.Verdict;
import org.heddle.rules.Sketch;
import org.heddle.rules.law.Rewrite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every law that ships as data: it holds, it fires where its left side is, it saves there what it says, and it keeps silent beside that.
final class StandardPackTest {
    private static final Equality.Options REFINES =
            Equality.Options.STANDARD.with(Relation.REFINES);

    static List<PatternRule> laws() {
        return Pack.standard().rules();
    }

    @Test
    void thereAreEnough() {
        assertThat(laws()).hasSizeGreaterThanOrEqualTo(40);
        assertThat(laws()).allMatch(rule -> !rule.saves().isEmpty() && !rule.source().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("laws")
    void holds(PatternRule rule) {
        Verdict verdict = Pack.check(rule);
        assertThat(verdict).as("%s: %s", rule.name(), verdict).isInstanceOf(Verdict.Equal.class);
    }

    @ParameterizedTest
    @MethodSource("laws")
    void firesAndSaves(PatternRule rule) {
        Diagram left = rule.left();
        Rewrite rewrite = fires(rule, left);
        assertThat(
                        Work.of(rewrite.after(), sizes(left, rule))
                                .isLessThan(Work.of(left, sizes(left, rule))))
                .as("%s saves: %s\n%s", rule.name(), left, rewrite.after())
                .isTrue();
    }

    /// The law holds at every index of an axis along which everything runs.
    @ParameterizedTest
    @MethodSource("laws")
    void firesWovenOverAFurtherAxis(PatternRule rule) {
        fires(rule, woven(rule.left()));
    }

    /// A wire inside the match that is seen outside must stay.
    @ParameterizedTest
    @MethodSource("laws")
    void doesNotFireWhereAnInnerWireIsSeen(PatternRule rule) {
        Diagram left = rule.left();
        for (Box box : left.boxes()) {
            String wire = box.output().wire();
            if (!left.outputs().contains(wire)) {
                List<String> outputs = new ArrayList<>(left.outputs());
                outputs.add(wire);
                assertThat(rule.apply(withOutputs(left, outputs), anchor(left))).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("laws")
    void doesNotFireOnIntegers(PatternRule rule) {
        Diagram left = rule.left();
        List<Wire> wires =
                left.wires().values().stream()
                        .map(w -> new Wire(w.name(), DType.I32, w.axes()))
                        .toList();
        Diagram integers = left.with(wires, left.boxes());
        assertThat(rule.apply(integers, integers.box(anchor(left).id()))).isEmpty();
    }

    private static Rewrite fires(PatternRule rule, Diagram diagram) {
        Rewrite rewrite =
                rule.apply(diagram, diagram.box(anchor(rule.left()).id()))
                        .orElseThrow(() -> new AssertionError(rule.name() + " at " + diagram));
        assertThat(Sketch.errors(rewrite.after())).isEmpty();
        Verdict verdict = Equality.compare(diagram, rewrite.after(), REFINES);
        assertThat(verdict).as("%s", rewrite.after()).isInstanceOf(Verdict.Equal.class);
        return rewrite;
    }

    private static Box anchor(Diagram left) {
        return left.producer(left.outputs().getFirst()).orElseThrow();
    }

    /// Orders of products are chosen by sizes: those at which the right side is the cheaper one.
    private static Sizes sizes(Diagram diagram, PatternRule rule) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        diagram.axes().keySet().forEach(axis -> sizes.put(axis, axis.equals("j") ? 2L : 8L));
        assertThat(rule.law()).isNotEmpty();
        return new Sizes(sizes);
    }

    private static Diagram woven(Diagram left) {
        List<Axis> axes = new ArrayList<>(left.axes().values());
        axes.add(Axis.free("h"));
        List<Wire> wires = new ArrayList<>();
        left.wires()
                .values()
                .forEach(w -> wires.add(new Wire(w.name(), w.dtype(), with(w.axes()))));
        List<Box> boxes = new ArrayList<>();
        for (Box box : left.boxes()) {
            boxes.add(new Box(box.id(), box.op(), ports(box.inputs()), ports(box.outputs())));
        }
        return left.withAxes(axes).with(wires, boxes);
    }

    private static List<String> with(List<String> axes) {
        List<String> more = new ArrayList<>(List.of("h"));
        more.addAll(axes);
        return more;
    }

    private static List<Port> ports(List<Port> ports) {
        return ports.stream().map(p -> new Port(p.wire(), with(p.axes()))).toList();
    }

    private static Diagram withOutputs(Diagram d, List<String> outputs) {
        return new Diagram(
                d.name(),
                d.axes().values(),
                d.wires().values(),
                d.inputs(),
                outputs,
                d.over(),
                d.boxes(),
                d.definitions().values());
    }
}
