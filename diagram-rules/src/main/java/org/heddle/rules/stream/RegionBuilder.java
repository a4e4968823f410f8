package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.size.Size;
import org.heddle.rules.law.Inlining;

/// Reads the body of a kernel as a {@link Region}: finds which axes of its boxes are one loop, names them, and writes every box's
/// function over what it reads.
public final class RegionBuilder {
    private final Diagram body;
    private final AxisClasses classes;
    private final SequencedMap<String, Region.Read> reads = new LinkedHashMap<>();
    private final Map<Region.Read, String> keys = new HashMap<>();

    private final ToLongFunction<String> places;

    private RegionBuilder(Diagram body, AxisClasses classes, ToLongFunction<String> places) {
        this.body = body;
        this.classes = classes;
        this.places = places;
    }

    /// The region, or why the boxes cannot share one loop nest.
    public sealed interface Result {}

    /// The ways to read the body as a region, at least one.
    public record Built(List<Region> regions) implements Result {
        public Built {
            regions = List.copyOf(regions);
        }
    }

    public record Refused(String reason) implements Result {}

    /// Builds the regions of a diagram of contractions, maps, constants and reductions: with reads of the same input sharing loops, and without where that differs. Loops that are
    /// apart may not hide that an input is read once more ({@link Rereads}): then the reads share them, and the stream form tells how often the items go by.
    public static Result build(Diagram body) {
        return build(body, _ -> 0);
    }

    /// The same at sizes: there the few largest items may also be carried along, instead of ranking all ({@link Largest}).
    public static Result build(Diagram body, Sizes sizes) {
        Result ranked = build(body);
        ToLongFunction<String> few =
                axis -> sizes.of(axis) <= Largest.MOST_PLACES ? sizes.of(axis) : 0;
        boolean kept =
                body.boxes().stream()
                        .anyMatch(
                                box ->
                                        box.op() instanceof Op.Reduce(Monoid.TopK(String axis), _)
                                                && few.applyAsLong(axis) > 0);
        return kept
                        && ranked instanceof Built(List<Region> regions)
                        && build(body, few) instanceof Built(List<Region> others)
                ? new Built(Stream.concat(others.stream(), regions.stream()).toList())
                : ranked;
    }

    private static Result build(Diagram body, ToLongFunction<String> places) {
        AxisClasses apart = AxisClasses.of(body, false);
        if (apart.conflict().isPresent()) {
            return new Refused(apart.conflict().get());
        }
        Region separate = new RegionBuilder(body, apart, places).region();
        List<String> again = Rereads.of(separate);
        AxisClasses tied = AxisClasses.of(body, true);
        if (tied.conflict().isPresent()) {
            return again.isEmpty()
                    ? new Built(List.of(separate))
                    : new Refused(
                            again.getFirst()
                                    + " reads an input again from its beginning, and cannot do so in the same loops: "
                                    + tied.conflict().get());
        }
        Region together = new RegionBuilder(body, tied, places).region();
        boolean hides = again.size() > Rereads.of(together).size();
        return new Built(
                hides || together.equals(separate)
                        ? List.of(together)
                        : List.of(together, separate));
    }

    private Region region() {
        Map<String, Set<Region.Read>> perWire = new LinkedHashMap<>();
        for (Box box : body.ordered()) {
            for (Port port : box.inputs()) {
                perWire.computeIfAbsent(port.wire(), _ -> new LinkedHashSet<>())
                        .add(read(box, port));
            }
        }
        perWire.forEach(
                (wire, distinct) ->
                        distinct.forEach(
                                read -> {
                                    String key = distinct.size() == 1 ? wire : read.toString();
                                    keys.put(read, key);
                                    reads.put(key, read);
                                }));
        SequencedMap<String, String> axes = new LinkedHashMap<>();
        for (Box box : body.ordered()) {
            box.axes().forEach(axis -> axes.putIfAbsent(classes.name(box.id(), axis), axis));
        }
        Monoids monoids = new Monoids(reads, axes, places);
        List<Region.Stage> stages =
                body.ordered().stream().flatMap(box -> stages(box, monoids).stream()).toList();
        Map<String, Region.Array> arrays = new LinkedHashMap<>();
        List<String> interfaceWires = new ArrayList<>(body.inputs());
        interfaceWires.addAll(body.outputs());
        for (String name : interfaceWires) {
            Wire wire = body.wire(name);
            arrays.put(name, new Region.Array(name, wire.dtype(), wire.axes()));
        }
        Set<String> read = new LinkedHashSet<>();
        body.boxes().forEach(box -> read.addAll(box.reads()));
        List<String> inputs = body.inputs().stream().filter(read::contains).toList();
        return new Region(body.name(), axes, reads, inputs, stages, body.outputs(), arrays);
    }

    private Region.Read read(Box box, Port port) {
        return new Region.Read(
                port.withSubscripts(
                        port.subscripts().stream()
                                .map(
                                        subscript ->
                                                subscript.rename(
                                                        axis -> classes.name(box.id(), axis),
                                                        Size::symbol))
                                .toList()));
    }

    private List<Region.Stage> stages(Box box, Monoids monoids) {
        Port output = box.outputs().getFirst();
        List<String> axes =
                output.axes().stream().map(axis -> classes.name(box.id(), axis)).toList();
        DType dtype = precision(box);
        return switch (box.op()) {
            case Op.Map(Fn fn) ->
                    List.of(
                            new Region.Mapping(
                                    output.wire(), axes, values(box, fn).getFirst(), dtype));
            case Op.Reduce(Monoid monoid, Fn item) ->
                    monoids.reduction(monoid, fold(box, axes, values(box, item), dtype));
            case Op.Contract(Semiring semiring) -> {
                Fn item = Inlining.itemOf(box.op(), box.inputs().size());
                yield monoids.reduction(semiring.sum(), fold(box, axes, values(box, item), dtype));
            }
            case Op.Scan(Monoid monoid, Fn item, String over, Op.Prefix prefix, var direction) -> {
                if (direction == Op.Direction.BACKWARD) {
                    throw new IllegalArgumentException("box " + box.id() + " scans backward");
                }
                yield monoids.scan(
                        monoid,
                        fold(box, axes, values(box, item), dtype),
                        classes.name(box.id(), over),
                        prefix);
            }
            case Op.Constant(Expr value) ->
                    List.of(
                            new Region.Mapping(
                                    output.wire(),
                                    axes,
                                    values(box, new Fn(List.of(), value)).getFirst(),
                                    DType.F64));
            case Op.Reindex _, Op.Call _, Op.Block _ ->
                    throw new IllegalArgumentException(
                            "box " + box.id() + " is no contraction, map, constant or reduction");
        };
    }

    private Monoids.Fold fold(Box box, List<String> axes, List<Expr> items, DType dtype) {
        return new Monoids.Fold(
                box.outputs().stream().map(Port::wire).toList(),
                axes,
                items,
                dtype,
                box.reducedAxes().stream().map(axis -> classes.name(box.id(), axis)).toList());
    }

    /// The type in which a box computes: f64 where it reads or writes f64, or writes integers (exact up to 2^53) or compares them; else f32.
    private DType precision(Box box) {
        List<DType> outputs =
                box.outputs().stream().map(port -> body.wire(port.wire()).dtype()).toList();
        if (outputs.size() > 1 && outputs.stream().anyMatch(dtype -> dtype != DType.F32)) {
            return DType.F64;
        }
        DType written = outputs.getFirst();
        boolean wide =
                switch (written) {
                    case F64, I64, I32, I8 -> true;
                    case F32, F16, BF16, F8E4M3, F8E5M2, BOOL ->
                            box.reads().stream()
                                    .map(wire -> body.wire(wire).dtype())
                                    .anyMatch(
                                            read ->
                                                    switch (read) {
                                                        case F64 -> true;
                                                        case I64, I32 -> written == DType.BOOL;
                                                        case F32,
                                                                F16,
                                                                BF16,
                                                                F8E4M3,
                                                                F8E5M2,
                                                                I8,
                                                                BOOL ->
                                                                false;
                                                    });
                };
        return wide ? DType.F64 : DType.F32;
    }

    private List<Expr> values(Box box, Fn fn) {
        Map<String, Expr> arguments = new HashMap<>();
        for (int i = 0; i < box.inputs().size(); i++) {
            arguments.put(
                    fn.parameters().get(i),
                    Expr.arg(keys.getOrDefault(read(box, box.inputs().get(i)), "?")));
        }
        return fn.results().stream()
                .map(
                        result ->
                                result.rewrite(
                                                e ->
                                                        e instanceof Expr.Index(String axis)
                                                                ? new Expr.Index(
                                                                        classes.name(
                                                                                box.id(), axis))
                                                                : e)
                                        .substitute(
                                                name ->
                                                        arguments.getOrDefault(
                                                                name, Expr.arg(name))))
                .toList();
    }
}
