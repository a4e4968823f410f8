package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Distribution;
import org.heddle.rules.algebra.Finite;
import org.heddle.rules.algebra.Normalizer;
import org.heddle.rules.algebra.Sign;

/// A reduction whose items see extrema that running values were pulled out of, with those extrema taken apart: into what is kept while items go by, and what is added when they have.
///
/// ```
///   k = max of (s - m) + v - log z       kept as  r = max of (s - m) + v;   k = r - log z
///   Σ exp((s - m) + v - log z - k)       as       Σ exp((s - m) + v - r)
/// ```
///
/// The exponent of the second line moves with `r` alone, a running extremum of what stands before it, so that no block's terms overflow; that of the first moves with a logarithm of a sum, which may be
/// 0 and is no bound.
///
/// @param region with a stage for each extremum that is kept
/// @param meaning of the reads of those, over those of the region without them
record Unshifted(
        Region region,
        SequencedMap<String, StreamForm.Accumulated> accumulated,
        Region.Reduction reduction,
        Map<String, Expr> meaning) {
    /// Before the name of an extremum that is kept; no wire has such a name.
    private static final String KEPT = "‹unshifted›";

    /// Empty where the items see no such extremum.
    static Optional<Unshifted> of(
            Region region,
            Map<String, StreamForm.Accumulated> accumulated,
            Region.Reduction reduction,
            int pass) {
        SequencedMap<String, StreamForm.Accumulated> all = new LinkedHashMap<>(accumulated);
        SequencedMap<String, Region.Read> reads = new LinkedHashMap<>(region.reads());
        List<Region.Stage> stages = new ArrayList<>(region.stages());
        Map<String, Expr> meaning = new LinkedHashMap<>();
        Map<String, Expr> apart = new LinkedHashMap<>();
        Set<String> finite = new LinkedHashSet<>();
        Expr unkept = Finite.unkept(reduction.value(), finite);
        for (String key : reduction.value().arguments()) {
            String wire = region.read(key).wire();
            StreamForm.Accumulated a = accumulated.get(wire);
            Optional<Added> added =
                    a == null || a.pass() != pass ? Optional.empty() : added(a, region);
            if (added.isEmpty()) {
                continue;
            }
            String name = KEPT + key;
            Region.Reduction whole = (Region.Reduction) region.stage(wire);
            StreamForm.Slot slot = a.slots().getFirst();
            reads.put(name, new Region.Read(name, region.read(key).axes()));
            stages.add(
                    new Region.Reduction(
                            name,
                            whole.axes(),
                            slot.meant(),
                            whole.dtype(),
                            slot.monoid(),
                            whole.reduced()));
            all.put(
                    name,
                    new StreamForm.Accumulated(
                            name, pass, a.slots(), Expr.arg(slot.name()), a.states(), a.facts()));
            Expr kept = finite.contains(key) ? Finite.kept(Expr.arg(name)) : Expr.arg(name);
            Expr rest = added.get().rest().substitute(e -> apart.getOrDefault(e, Expr.arg(e)));
            double factor = added.get().factor();
            apart.put(key, scaled(factor, Expr.call(Fun.ADD, kept, rest)));
            meaning.put(
                    name,
                    Expr.call(Fun.SUB, scaled(1 / factor, Expr.arg(key)), added.get().rest()));
        }
        Expr value =
                Distribution.infiniteInside(
                        unkept.substitute(key -> apart.getOrDefault(key, Expr.arg(key))));
        return apart.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Unshifted(
                                new Region(
                                        region.name(),
                                        region.axes(),
                                        reads,
                                        region.inputs(),
                                        stages,
                                        region.outputs(),
                                        region.arrays()),
                                all,
                                new Region.Reduction(
                                        reduction.wire(),
                                        reduction.axes(),
                                        value,
                                        reduction.dtype(),
                                        reduction.monoid(),
                                        reduction.reduced()),
                                meaning));
    }

    private static Expr scaled(double factor, Expr e) {
        return factor == 1 ? e : Expr.call(Fun.MUL, Expr.num(factor), e);
    }

    /// What is done with an extremum when all items have gone by: `factor·(extremum + rest)`.
    ///
    /// @param factor above 0
    private record Added(double factor, Expr rest) {}

    /// What is added to an extremum when all items have gone by; empty where nothing is, or more is done with it.
    private static Optional<Added> added(StreamForm.Accumulated a, Region region) {
        StreamForm.Slot slot = a.slots().getFirst();
        boolean isExtremum =
                slot.monoid() == Monoid.Scalar.MAX || slot.monoid() == Monoid.Scalar.MIN;
        if (a.isPlain()
                || a.slots().size() != 1
                || !isExtremum
                || !(region.stage(a.wire()) instanceof Region.Reduction)) {
            return Optional.empty();
        }
        boolean isScaled =
                a.finish() instanceof Call(Fun fun, List<Expr> args)
                        && fun == Fun.MUL
                        && args.get(0) instanceof Expr.Num(double number)
                        && number > 0;
        List<Expr> factors =
                isScaled ? ((Call) a.finish()).args() : List.of(Expr.num(1), a.finish());
        Expr kept = Expr.arg(slot.name());
        Expr rest =
                Normalizer.simplify(
                        Expr.call(
                                Fun.SUB,
                                seen(
                                        Distribution.infiniteApart(factors.get(1)),
                                        slot.monoid().unit()),
                                kept));
        return rest.arguments().contains(slot.name())
                ? Optional.empty()
                : Optional.of(new Added(((Expr.Num) factors.get(0)).value(), rest));
    }

    /// A value without the case that the extremum has seen nothing.
    private static Expr seen(Expr finish, double unit) {
        return finish instanceof Call(Fun fun, List<Expr> args)
                        && fun == Fun.WHERE
                        && args.get(1).equals(Expr.num(unit))
                ? seen(args.get(2), unit)
                : finish;
    }

    /// What came of it, over the reads of the region as it was; empty where that cannot be said.
    Optional<StreamForm.Accumulated> meant(StreamForm.Accumulated joined) {
        boolean isKept =
                joined.slots().stream()
                        .flatMap(
                                slot ->
                                        Stream.concat(
                                                Stream.of(slot.item()), slot.rebased().stream()))
                        .anyMatch(this::isOfKept);
        List<StreamForm.Fact> facts =
                joined.facts().stream()
                        .<StreamForm.Fact>map(
                                fact ->
                                        switch (fact) {
                                            case StreamForm.Signed(Expr value, Sign sign) ->
                                                    new StreamForm.Signed(meant(value), sign);
                                            case StreamForm.Bounded(
                                                            Expr item,
                                                            Expr extremum,
                                                            boolean fromAbove) ->
                                                    new StreamForm.Bounded(
                                                            meant(item),
                                                            meant(extremum),
                                                            fromAbove);
                                        })
                        .toList();
        return isKept
                ? Optional.empty()
                : Optional.of(
                        new StreamForm.Accumulated(
                                joined.wire(),
                                joined.pass(),
                                joined.slots(),
                                meant(joined.finish()),
                                joined.states(),
                                facts));
    }

    private Expr meant(Expr e) {
        return e.substitute(name -> meaning.getOrDefault(name, Expr.arg(name)));
    }

    private boolean isOfKept(Expr e) {
        return e.arguments().stream().anyMatch(meaning::containsKey);
    }
}
