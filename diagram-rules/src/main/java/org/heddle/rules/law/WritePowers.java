package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Sign;

/// A power whose base no item has a part in is an exponential, of a multiple of the base's logarithm.
///
/// ```
///  s, b ──[sum (1 + b²)^s]──   ⇒   b ──[log(1 + b²)]── l
///                                  s, l ──[sum exp(s·l)]──
/// ```
///
/// Legal for every base above 0. Used in sums that are then taken relative to their largest exponent: elsewhere the power is exact, and `exp(s·l)` has an error of `|s·l|` units in the last place.
public final class WritePowers implements Rule {
    @Override
    public String name() {
        return "write-powers";
    }

    @Override
    public String law() {
        return "a^v = exp(v · log a)";
    }

    @Override
    public String condition() {
        return "a > 0; used where a sum of such powers may leave the range that its uses do not";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (!ShiftExponentials.isSum(anchor.op()) || anchor.reducedAxes().isEmpty()) {
            return Optional.empty();
        }
        Expansion expansion = Expansion.of(diagram, anchor);
        Predicate<Expr> isItem = expansion.along(anchor.reducedAxes());
        Map<Expr, String> bases = new LinkedHashMap<>();
        Set<String> taken = new LinkedHashSet<>(expansion.fn().parameters());
        Expr written = expansion.fn().body().rewrite(e -> written(e, isItem, bases, taken));
        if (bases.isEmpty()) {
            return Optional.empty();
        }
        List<String> parameters = new ArrayList<>(expansion.fn().parameters());
        List<Port> ports = new ArrayList<>(expansion.ports());
        List<Box> boxes = new ArrayList<>();
        Edit edit = new Edit(diagram);
        bases.forEach(
                (base, name) -> {
                    Wire wire = logarithm(diagram, anchor, expansion, base, name);
                    edit.add(wire);
                    parameters.add(name);
                    ports.add(Port.of(wire));
                    boxes.add(
                            new Box(
                                    wire.name(),
                                    new Op.Map(
                                            new Fn(
                                                    names(expansion, base),
                                                    Expr.call(Fun.LOG, base))),
                                    ports(expansion, base),
                                    List.of(Port.of(wire))));
                });
        Expansion after = new Expansion(diagram, new Fn(parameters, written), ports);
        boxes.add(after.box(anchor, written));
        return ShiftExponentials.isWanted(diagram, anchor, after)
                ? Optional.of(
                        new Rewrite(
                                edit.replace(anchor, boxes.toArray(Box[]::new)).done(),
                                List.of(anchor.id()),
                                anchor.id()
                                        + " sums powers of "
                                        + bases.keySet().iterator().next()))
                : Optional.empty();
    }

    /// A power as an exponential of the argument that stands for the logarithm of its base.
    private static Expr written(
            Expr e, Predicate<Expr> isItem, Map<Expr, String> bases, Set<String> taken) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))
                || fun != Fun.POW
                || !args.getFirst().indexAxes().isEmpty()
                || args.getFirst().arguments().isEmpty()
                || args.getFirst().arguments().stream().anyMatch(a -> isItem.test(Expr.arg(a)))
                || args.getLast().arguments().stream().noneMatch(a -> isItem.test(Expr.arg(a)))
                || !Sign.isAboveZero(args.getFirst())) {
            return e;
        }
        String name =
                bases.computeIfAbsent(
                        args.getFirst(),
                        _ -> {
                            String fresh = "logarithm";
                            while (!taken.add(fresh)) {
                                fresh += "_";
                            }
                            return fresh;
                        });
        return Expr.call(Fun.EXP, Expr.call(Fun.MUL, args.getLast(), Expr.arg(name)));
    }

    private static Wire logarithm(
            Diagram diagram, Box anchor, Expansion expansion, Expr base, String name) {
        Set<String> along = new LinkedHashSet<>();
        ports(expansion, base).forEach(port -> along.addAll(port.runsAlong()));
        return new Wire(
                Edit.fresh(diagram, anchor.output().wire() + "_" + name),
                ShiftExponentials.precision(diagram, anchor),
                anchor.output().axes().stream().filter(along::contains).toList());
    }

    private static List<String> names(Expansion expansion, Expr e) {
        Set<String> arguments = e.arguments();
        return expansion.fn().parameters().stream().filter(arguments::contains).toList();
    }

    private static List<Port> ports(Expansion expansion, Expr e) {
        return names(expansion, e).stream()
                .map(name -> expansion.ports().get(expansion.fn().parameters().indexOf(name)))
                .toList();
    }
}
