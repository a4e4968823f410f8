package org.heddle.model.check;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// The monoids of the file: names, what units and merges speak of, kinds of numbers, and the laws. One that no box uses has
/// no states but its unit.
final class MonoidChecks {
    private final Scope scope;

    MonoidChecks(Scope scope) {
        this.scope = scope;
    }

    /// A use of a monoid: its states are made of a box's items.
    private record Use(Box box, Monoid.User monoid, Fn item) {}

    void run() {
        Map<String, Use> uses = new LinkedHashMap<>();
        for (Box box : scope.diagram().boxes()) {
            use(box).ifPresent(use -> uses.merge(use.monoid().name(), use, this::first));
        }
        uses.values().forEach(this::used);
        scope.ownMonoids().stream()
                .filter(monoid -> !uses.containsKey(monoid.name()))
                .filter(monoid -> !isUsed(monoid, inside(scope.diagram())))
                .forEach(this::unused);
    }

    /// Boxes of blocks and definitions inside a diagram.
    private static Stream<Box> inside(Diagram diagram) {
        Stream<Diagram> bodies =
                diagram.boxes().stream()
                        .flatMap(
                                box ->
                                        box.op() instanceof Op.Block(Diagram body, _)
                                                ? Stream.of(body)
                                                : Stream.empty());
        return Stream.concat(bodies, diagram.definitions().values().stream())
                .flatMap(inner -> Stream.concat(inner.boxes().stream(), inside(inner)));
    }

    private static boolean isUsed(Monoid.User monoid, Stream<Box> boxes) {
        return boxes.anyMatch(box -> use(box).filter(u -> u.monoid().equals(monoid)).isPresent());
    }

    /// The first box of a monoid whose items fail a law, else the first one.
    private Use first(Use before, Use next) {
        return failure(before).isPresent() ? before : failure(next).isPresent() ? next : before;
    }

    private static Optional<Use> use(Box box) {
        return switch (box.op()) {
            case Op.Reduce(Monoid.User user, Fn item) -> Optional.of(new Use(box, user, item));
            case Op.Scan(Monoid.User user, Fn item, _, _, _) ->
                    Optional.of(new Use(box, user, item));
            case Op.Reduce _,
                    Op.Scan _,
                    Op.Contract _,
                    Op.Map _,
                    Op.Reindex _,
                    Op.Constant _,
                    Op.Call _,
                    Op.Block _ ->
                    Optional.empty();
        };
    }

    private void used(Use use) {
        String help =
                "tried on items of box '"
                        + use.box().id()
                        + "', merged by themselves and with each other";
        monoid(use.monoid(), failure(use), help);
    }

    private void unused(Monoid.User monoid) {
        List<Expr> units = monoid.state().stream().map(Monoid.Component::unit).toList();
        Optional<String> failure =
                isSelfContained(monoid)
                        ? new MonoidLaws(monoid, new Fn(List.of(), units), List.of(), Set.of())
                                .counterExample()
                        : Optional.empty();
        monoid(monoid, failure, "tried on its unit: no box uses it");
        if (!scope.hasHoleIn("/boxes") && !scope.hasHoleIn("/definitions")) {
            scope.warning(
                    Code.E511,
                    "monoid '" + monoid.name() + "' is never used",
                    scope.key("/monoids" + Location.step(monoid.name())),
                    "leave it out, or reduce or scan by it: its laws are tried on the items of boxes");
        }
    }

    private void monoid(Monoid.User monoid, Optional<String> failure, String tried) {
        String pointer = "/monoids" + Location.step(monoid.name());
        if (Monoid.named(monoid.name()).isPresent()) {
            String message = "monoid '" + monoid.name() + "': the name is that of a built-in one";
            scope.error(Code.E108, message, scope.key(pointer), "choose another name");
        } else {
            NameChecks.identifier(scope, "monoid", monoid.name(), () -> scope.key(pointer));
        }
        for (Monoid.Component component : monoid.state()) {
            component(monoid, component, pointer);
        }
        failure.ifPresent(
                why ->
                        scope.error(
                                Code.E509,
                                "monoid '" + monoid.name() + "' " + why,
                                scope.key(pointer),
                                tried));
    }

    private Optional<String> failure(Use use) {
        return laws(use.monoid(), use.item(), use.box(), inputKinds(use.box()))
                .flatMap(MonoidLaws::counterExample);
    }

    /// Two states of a box's reduction whose order matters; empty where none was seen, or the monoid is malformed.
    ///
    /// @param kinds what the box's inputs read
    static Optional<String> orderMatters(
            Monoid.User monoid, Fn item, Box box, List<NumberKind> kinds) {
        return laws(monoid, item, box, kinds).flatMap(MonoidLaws::orderMatters);
    }

    private static Optional<MonoidLaws> laws(
            Monoid.User monoid, Fn item, Box box, List<NumberKind> kinds) {
        boolean sound =
                isSelfContained(monoid)
                        && item.parameters().size() == box.inputs().size()
                        && item.results().size() == monoid.components()
                        && item.results().stream().allMatch(e -> speaksOf(e, item, box));
        return sound
                ? Optional.of(new MonoidLaws(monoid, item, kinds, box.axes()))
                : Optional.empty();
    }

    private static boolean speaksOf(Expr result, Fn item, Box box) {
        return item.parameters().containsAll(result.arguments())
                && box.axes().containsAll(result.indexAxes());
    }

    private List<NumberKind> inputKinds(Box box) {
        return box.inputs().stream().map(scope::kindOf).toList();
    }

    private static boolean isSelfContained(Monoid.User monoid) {
        Set<String> names = sides(monoid);
        return monoid.state().stream()
                .allMatch(
                        c ->
                                c.unit().arguments().isEmpty()
                                        && isPure(c.unit())
                                        && names.containsAll(c.merge().arguments())
                                        && isPure(c.merge()));
    }

    private static boolean isPure(Expr e) {
        return e.indexAxes().isEmpty() && e.extentAxes().isEmpty();
    }

    /// Components of the left state and of the right one.
    private static Set<String> sides(Monoid.User monoid) {
        Set<String> names = new LinkedHashSet<>();
        for (Monoid.Component component : monoid.state()) {
            names.add(component.name());
            names.add(component.name() + "'");
        }
        return names;
    }

    private void component(Monoid.User monoid, Monoid.Component component, String pointer) {
        String step = Location.step(component.name());
        NameChecks.identifier(
                scope, "component", component.name(), () -> scope.key(pointer + "/state" + step));
        Set<String> sides = sides(monoid);
        speaks(monoid, "unit", component.unit(), Set.of(), pointer + "/unit" + step);
        speaks(monoid, "merge", component.merge(), sides, pointer + "/merge" + step);
        Map<String, NumberKind> kinds = new LinkedHashMap<>();
        for (Monoid.Component c : monoid.state()) {
            kinds.put(c.name(), NumberKind.of(c.dtype()));
            kinds.put(c.name() + "'", NumberKind.of(c.dtype()));
        }
        kind(monoid, "unit", component, component.unit(), kinds, pointer + "/unit" + step);
        kind(monoid, "merge", component, component.merge(), kinds, pointer + "/merge" + step);
    }

    private void speaks(Monoid.User monoid, String key, Expr e, Set<String> known, String pointer) {
        Set<String> foreign = new LinkedHashSet<>(e.arguments());
        foreign.removeAll(known);
        e.indexAxes().forEach(axis -> foreign.add("#" + axis));
        e.extentAxes().forEach(axis -> foreign.add("|" + axis + "|"));
        for (String name : foreign) {
            String message =
                    "the " + key + " of monoid '" + monoid.name() + "' cannot read '" + name + "'";
            String help =
                    known.isEmpty()
                            ? "a unit is a number"
                            : "a merge reads the left state and the right one: "
                                    + Scope.list(known);
            scope.error(Code.E510, message, scope.token(pointer, name), help);
        }
    }

    private void kind(
            Monoid.User monoid,
            String key,
            Monoid.Component component,
            Expr e,
            Map<String, NumberKind> kinds,
            String pointer) {
        NumberKind given =
                e instanceof Expr.Num
                        ? NumberKind.ofLiteral(e)
                        : NumberKind.of(e, name -> kinds.getOrDefault(name, NumberKind.TRUTH));
        NumberKind taken = NumberKind.of(component.dtype());
        if (!given.fits(taken)) {
            String message =
                    "the "
                            + key
                            + " of monoid '"
                            + monoid.name()
                            + "' gives "
                            + given
                            + ", component '"
                            + component.name()
                            + "' holds "
                            + taken
                            + " ("
                            + component.dtype()
                            + ")";
            scope.error(Code.E210, message, scope.value(pointer));
        }
    }
}
