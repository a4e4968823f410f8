package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToLongFunction;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// Reductions and scans by any monoid, as stages.
///
/// ```
///   sum prod max min and or     a Reduction
///   argmax v                    m = max v;  i = min of #x where v == m;  i, or -1 where there is none
///   topk(k) v                   r[x] = number of items before x in descending order;  the item with r[x] == #k, and its index;
///                               or, for few places, Largest
///   of a file; scans            Recurrences
/// ```
///
/// Items that are compared with a result of the same items are a stage of their own: evaluated twice, they might be rounded in two ways.
final class Monoids {
    private static final double NONE = Double.POSITIVE_INFINITY;

    private final SequencedMap<String, Region.Read> reads;
    private final SequencedMap<String, String> axes;
    private final ToLongFunction<String> places;

    /// @param reads to which those of stages made here are added
    /// @param axes loop axes with the axes that give their sizes, to which those made here are added
    /// @param places how many of the largest items are kept along an axis of places; 0 where items are ranked
    Monoids(
            SequencedMap<String, Region.Read> reads,
            SequencedMap<String, String> axes,
            ToLongFunction<String> places) {
        this.reads = reads;
        this.axes = axes;
        this.places = places;
    }

    /// What is combined.
    ///
    /// @param wires of the results
    /// @param items one expression a number of an item, over keys of reads
    record Fold(
            List<String> wires,
            List<String> axes,
            List<Expr> items,
            DType dtype,
            List<String> reduced) {
        Fold {
            wires = List.copyOf(wires);
            axes = List.copyOf(axes);
            items = List.copyOf(items);
            reduced = List.copyOf(reduced);
        }

        String wire() {
            return wires.getFirst();
        }

        Expr item() {
            return items.getFirst();
        }
    }

    List<Region.Stage> reduction(Monoid monoid, Fold fold) {
        return switch (monoid) {
            case Monoid.Scalar scalar ->
                    List.of(
                            new Region.Reduction(
                                    fold.wire(),
                                    fold.axes(),
                                    fold.item(),
                                    fold.dtype(),
                                    scalar,
                                    fold.reduced()));
            case Monoid.Extremum extremum -> extremum(extremum, fold);
            case Monoid.TopK(String axis) -> largest(axis, fold);
            case Monoid.User user ->
                    fold.reduced().isEmpty()
                            ? alone(fold)
                            : recurrences(user, fold, fold.reduced(), Region.Kept.LAST);
            case Monoid.LogAddExp _ ->
                    throw new IllegalArgumentException(
                            fold.wire() + " is to be a shifted sum before it is a stage");
        };
    }

    List<Region.Stage> scan(Monoid monoid, Fold fold, String over, Op.Prefix prefix) {
        Region.Kept kept =
                switch (prefix) {
                    case INCLUSIVE -> Region.Kept.AFTER;
                    case EXCLUSIVE -> Region.Kept.BEFORE;
                };
        return recurrences(state(monoid), fold, List.of(over), kept);
    }

    /// A monoid with the numbers of its state and how they merge.
    private static Monoid.User state(Monoid monoid) {
        Expr a = Expr.arg("s");
        Expr b = Expr.arg("s'");
        return switch (monoid) {
            case Monoid.User user -> user;
            case Monoid.Scalar scalar ->
                    single(
                            scalar.text(),
                            scalar.unit(),
                            Expr.call(
                                    switch (scalar) {
                                        case SUM -> Fun.ADD;
                                        case PROD -> Fun.MUL;
                                        case MAX -> Fun.MAX;
                                        case MIN -> Fun.MIN;
                                        case AND -> Fun.AND;
                                        case OR -> Fun.OR;
                                    },
                                    a,
                                    b));
            case Monoid.LogAddExp logarithms -> {
                Expr larger = Expr.call(Fun.MAX, a, b);
                Expr sum =
                        Expr.call(
                                Fun.ADD,
                                larger,
                                Expr.call(
                                        Fun.LOG,
                                        Expr.call(
                                                Fun.ADD,
                                                Expr.call(Fun.EXP, Expr.call(Fun.SUB, a, larger)),
                                                Expr.call(
                                                        Fun.EXP, Expr.call(Fun.SUB, b, larger)))));
                Expr infinite = Expr.call(Fun.EQ, Expr.call(Fun.ABS, larger), Expr.num(NONE));
                yield single(
                        logarithms.text(),
                        Double.NEGATIVE_INFINITY,
                        Expr.call(Fun.WHERE, infinite, larger, sum));
            }
            case Monoid.Extremum _, Monoid.TopK _ ->
                    throw new IllegalArgumentException("no scan keeps " + monoid.text());
        };
    }

    private static Monoid.User single(String name, double unit, Expr merge) {
        return new Monoid.User(
                name, List.of(new Monoid.Component("s", DType.F32, Expr.num(unit), merge)));
    }

    private static List<Region.Stage> recurrences(
            Monoid.User monoid, Fold fold, List<String> over, Region.Kept kept) {
        List<String> names = monoid.state().stream().map(Monoid.Component::name).toList();
        List<Region.Stage> stages = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Monoid.Component component = monoid.state().get(i);
            Expr merge =
                    component
                            .merge()
                            .substitute(
                                    name -> {
                                        boolean item = name.endsWith("'");
                                        String plain =
                                                item ? name.substring(0, name.length() - 1) : name;
                                        String wire = fold.wires().get(names.indexOf(plain));
                                        return Expr.arg(item ? wire + "'" : wire);
                                    });
            stages.add(
                    new Region.Recurrence(
                            fold.wires().get(i),
                            fold.axes(),
                            fold.items().get(i),
                            fold.dtype(),
                            component.unit(),
                            merge,
                            fold.wires(),
                            over,
                            kept));
        }
        return stages;
    }

    /// Over no axis there is one item, which is the result.
    private static List<Region.Stage> alone(Fold fold) {
        List<Region.Stage> stages = new ArrayList<>();
        for (int i = 0; i < fold.wires().size(); i++) {
            stages.add(
                    new Region.Mapping(
                            fold.wires().get(i), fold.axes(), fold.items().get(i), fold.dtype()));
        }
        return stages;
    }

    /// The position of the extreme item: the lowest at which an item attains it. NaN is beyond every number, and attains itself.
    private List<Region.Stage> extremum(Monoid.Extremum extremum, Fold fold) {
        List<String> along = new ArrayList<>(fold.axes());
        along.addAll(fold.reduced());
        List<Region.Stage> stages = new ArrayList<>();
        Expr item = fold.item();
        if (!(item instanceof Expr.Arg)) {
            String items = fold.wire() + "_items";
            stages.add(new Region.Mapping(items, along, item, fold.dtype()));
            item = read(items, along);
        }
        String extreme = fold.wire() + "_extreme";
        Monoid.Scalar value =
                extremum == Monoid.Extremum.ARGMAX ? Monoid.Scalar.MAX : Monoid.Scalar.MIN;
        stages.add(
                new Region.Reduction(
                        extreme, fold.axes(), item, fold.dtype(), value, fold.reduced()));
        Expr attained =
                Expr.call(
                        Fun.OR,
                        Expr.call(Fun.EQ, item, read(extreme, fold.axes())),
                        Expr.call(Fun.NE, item, item));
        String first = fold.wire() + "_first";
        stages.add(
                new Region.Reduction(
                        first,
                        fold.axes(),
                        Expr.call(
                                Fun.WHERE,
                                attained,
                                new Expr.Index(fold.reduced().getFirst()),
                                Expr.num(NONE)),
                        fold.dtype(),
                        Monoid.Scalar.MIN,
                        fold.reduced()));
        Expr found = read(first, fold.axes());
        stages.add(
                new Region.Mapping(
                        fold.wire(),
                        fold.axes(),
                        Expr.call(
                                Fun.WHERE,
                                Expr.call(Fun.EQ, found, Expr.num(NONE)),
                                Expr.num(-1),
                                found),
                        fold.dtype()));
        return stages;
    }

    /// The items in descending order: each is where as many stand before it as its place says.
    ///
    /// @param axis the diagram's axis of places
    private List<Region.Stage> largest(String axis, Fold fold) {
        String x = fold.reduced().getFirst();
        String place =
                fold.axes().stream()
                        .filter(a -> axis.equals(axes.get(a)))
                        .reduce((_, last) -> last)
                        .orElseThrow();
        List<String> rows = fold.axes().stream().filter(a -> !a.equals(place)).toList();
        long kept = places.applyAsLong(axis);
        if (kept > 0) {
            return new Largest(fold, (int) kept, rows).stages(place, this::read);
        }
        String other = fresh(x);
        axes.put(other, axes.getOrDefault(x, x));
        Expr item = fold.item();
        Expr rival =
                item.rewrite(
                                e ->
                                        e instanceof Expr.Index(String a) && a.equals(x)
                                                ? new Expr.Index(other)
                                                : e)
                        .substitute(key -> along(key, x, other));
        List<String> items = new ArrayList<>(rows);
        items.add(x);
        String rank = fold.wire() + "_rank";
        List<Region.Stage> stages = new ArrayList<>();
        stages.add(
                new Region.Reduction(
                        rank,
                        items,
                        Expr.call(
                                Fun.WHERE,
                                isBefore(rival, new Expr.Index(other), item, new Expr.Index(x)),
                                Expr.num(1),
                                Expr.num(0)),
                        fold.dtype(),
                        Monoid.Scalar.SUM,
                        List.of(other)));
        Expr here = Expr.call(Fun.EQ, read(rank, items), new Expr.Index(place));
        stages.add(
                new Region.Reduction(
                        fold.wire(),
                        fold.axes(),
                        Expr.call(Fun.WHERE, here, item, Expr.num(Double.NEGATIVE_INFINITY)),
                        fold.dtype(),
                        Monoid.Scalar.MAX,
                        List.of(x)));
        if (fold.wires().size() == 2) {
            String ids = fold.wires().get(1);
            String found = ids + "_found";
            stages.add(
                    new Region.Reduction(
                            found,
                            fold.axes(),
                            Expr.call(Fun.WHERE, here, new Expr.Index(x), Expr.num(-1)),
                            fold.dtype(),
                            Monoid.Scalar.MAX,
                            List.of(x)));
            stages.add(
                    new Region.Mapping(
                            ids,
                            fold.axes(),
                            Expr.call(Fun.MAX, read(found, fold.axes()), Expr.num(-1)),
                            fold.dtype()));
        }
        return stages;
    }

    /// Whether item `a` at index `i` comes before item `b` at index `j` in descending order: NaN first, equal ones by index.
    private static Expr isBefore(Expr a, Expr i, Expr b, Expr j) {
        Expr nanA = Expr.call(Fun.NE, a, a);
        Expr nanB = Expr.call(Fun.NE, b, b);
        Expr above =
                Expr.call(
                        Fun.OR,
                        Expr.call(Fun.GT, a, b),
                        Expr.call(Fun.AND, nanA, Expr.call(Fun.EQ, b, b)));
        Expr equal = Expr.call(Fun.OR, Expr.call(Fun.EQ, a, b), Expr.call(Fun.AND, nanA, nanB));
        return Expr.call(Fun.OR, above, Expr.call(Fun.AND, equal, Expr.call(Fun.LT, i, j)));
    }

    /// The same read along another axis.
    private Expr along(String key, String from, String to) {
        Region.Read read = reads.get(key);
        if (read == null || !read.axes().contains(from)) {
            return Expr.arg(key);
        }
        Port port = read.port().renameAxes(axis -> axis.equals(from) ? to : axis);
        String other = port.toString();
        reads.putIfAbsent(other, new Region.Read(port));
        return Expr.arg(other);
    }

    private Expr read(String wire, List<String> along) {
        reads.putIfAbsent(wire, new Region.Read(wire, along));
        return Expr.arg(wire);
    }

    private String fresh(String axis) {
        String name = axis + "_2";
        for (int i = 3; axes.containsKey(name); i++) {
            name = axis + "_" + i;
        }
        return name;
    }
}
