package org.heddle.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.model.diagram.Op;
import org.heddle.model.equal.Equality;
import org.heddle.model.equal.Verdict;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.junit.jupiter.api.Test;

/// Every diagram equals itself; with one operator exchanged, it does not, but where the exchange changes nothing.
final class MutatedMeaningTest {
    private static final int DIAGRAMS = 80;

    /// A changed operator that no output shows is not a miss: it is compared by brute force, on many more inputs.
    private static final Equality.Options MANY =
            new Equality.Options(99, 150, Equality.Options.STANDARD.relation(), java.util.Map.of());

    @Test
    void everyDiagramEqualsItself() {
        for (int seed = 0; seed < DIAGRAMS; seed++) {
            Diagram diagram = RandomDiagrams.draw(seed, 5);
            Verdict verdict = Equality.compare(diagram, diagram, Equality.Options.STANDARD);
            assertThat(verdict).as("seed %d: %s", seed, diagram).isInstanceOf(Verdict.Equal.class);
        }
    }

    @Test
    void oneOperatorExchangedIsFound() {
        int mutants = 0;
        List<String> equal = new ArrayList<>();
        for (int seed = 0; seed < DIAGRAMS; seed++) {
            Diagram diagram = RandomDiagrams.draw(seed, 5);
            Optional<Diagram> mutant = mutated(diagram, new SplittableRandom(seed));
            if (mutant.isPresent()) {
                mutants++;
                Verdict verdict =
                        Equality.compare(diagram, mutant.get(), Equality.Options.STANDARD);
                if (verdict.holds()) {
                    assertThat(Equality.compare(diagram, mutant.get(), MANY).holds())
                            .as("seed %d is missed: %s\n%s", seed, diagram, mutant.get())
                            .isTrue();
                    equal.add("seed " + seed);
                }
            }
        }
        assertThat(mutants).isGreaterThan(40);
        assertThat(equal).as("mutants that mean the same").hasSizeLessThan(mutants / 4);
    }

    private static Optional<Diagram> mutated(Diagram diagram, SplittableRandom random) {
        List<Box> boxes = diagram.boxes();
        List<Diagram> mutants = new ArrayList<>();
        for (Box box : live(diagram)) {
            mutated(box.op())
                    .ifPresent(
                            op -> {
                                List<Box> changed = new ArrayList<>(boxes);
                                changed.set(
                                        boxes.indexOf(box),
                                        new Box(box.id(), op, box.inputs(), box.outputs()));
                                mutants.add(diagram.with(diagram.wires().values(), changed));
                            });
        }
        return mutants.isEmpty()
                ? Optional.empty()
                : Optional.of(mutants.get(random.nextInt(mutants.size())));
    }

    /// Boxes on which an output depends.
    private static List<Box> live(Diagram diagram) {
        Set<String> wanted = new HashSet<>(diagram.outputs());
        List<Box> live = new ArrayList<>();
        for (Box box : diagram.ordered().reversed()) {
            if (box.outputs().stream().anyMatch(port -> wanted.contains(port.wire()))) {
                wanted.addAll(box.reads());
                live.add(box);
            }
        }
        return live;
    }

    private static Optional<Op> mutated(Op op) {
        return switch (op) {
            case Op.Map(Fn fn) -> mutated(fn).map(Op.Map::new);
            case Op.Reduce(Scalar monoid, Fn item) ->
                    Optional.of(new Op.Reduce(other(monoid), item));
            case Op.Scan(
                            Scalar monoid,
                            Fn item,
                            String over,
                            Op.Prefix prefix,
                            Op.Direction direction) ->
                    Optional.of(
                            new Op.Scan(
                                    monoid,
                                    item,
                                    over,
                                    prefix,
                                    direction == Op.Direction.FORWARD
                                            ? Op.Direction.BACKWARD
                                            : Op.Direction.FORWARD));
            case Op.Reduce _,
                    Op.Scan _,
                    Op.Contract _,
                    Op.Reindex _,
                    Op.Constant _,
                    Op.Call _,
                    Op.Block _ ->
                    Optional.empty();
        };
    }

    private static Scalar other(Scalar monoid) {
        return switch (monoid) {
            case SUM -> Scalar.MAX;
            case PROD -> Scalar.SUM;
            case MAX -> Scalar.MIN;
            case MIN -> Scalar.MAX;
            case AND -> Scalar.OR;
            case OR -> Scalar.AND;
        };
    }

    /// The first operator that has a counterpart, exchanged for it.
    private static Optional<Fn> mutated(Fn fn) {
        boolean[] done = {false};
        Fn changed =
                fn.mapResults(
                        body ->
                                body.rewrite(
                                        e ->
                                                !done[0]
                                                                && e
                                                                        instanceof
                                                                        Expr.Call(
                                                                                Fun fun,
                                                                                List<Expr> args)
                                                                && other(fun).isPresent()
                                                        ? mark(done, other(fun).get(), args)
                                                        : e));
        return done[0] ? Optional.of(changed) : Optional.empty();
    }

    private static Expr mark(boolean[] done, Fun fun, List<Expr> args) {
        done[0] = true;
        return new Expr.Call(fun, args);
    }

    private static Optional<Fun> other(Fun fun) {
        return switch (fun) {
            case ADD -> Optional.of(Fun.SUB);
            case SUB -> Optional.of(Fun.ADD);
            case MUL -> Optional.of(Fun.ADD);
            case MAX -> Optional.of(Fun.MIN);
            case MIN -> Optional.of(Fun.MAX);
            case EXP -> Optional.of(Fun.EXP2);
            case TANH -> Optional.of(Fun.SIGMOID);
            case SIN -> Optional.of(Fun.COS);
            default -> Optional.empty();
        };
    }
}
