package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
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

    private RegionBuilder(Diagram body, AxisClasses classes) {
        this.body = body;
        this.classes = classes;
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

    /// Builds the regions of a diagram of contractions, maps, constants and reductions: with reads of the same input sharing loops, and without where that differs.
    public static Result build(Diagram body) {
        AxisClasses apart = AxisClasses.of(body, false);
        if (apart.conflict().isPresent()) {
            return new Refused(apart.conflict().get());
        }
        List<Region> regions = new ArrayList<>();
        AxisClasses tied = AxisClasses.of(body, true);
        if (tied.conflict().isEmpty()) {
            regions.add(new RegionBuilder(body, tied).region());
        }
        Region separate = new RegionBuilder(body, apart).region();
        if (!regions.contains(separate)) {
            regions.add(separate);
        }
        return new Built(regions);
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
        List<Region.Stage> stages = body.ordered().stream().map(this::stage).toList();
        SequencedMap<String, String> axes = new LinkedHashMap<>();
        for (Box box : body.ordered()) {
            box.axes().forEach(axis -> axes.putIfAbsent(classes.name(box.id(), axis), axis));
        }
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

    private Region.Stage stage(Box box) {
        Port output = box.output();
        List<String> axes =
                output.axes().stream().map(axis -> classes.name(box.id(), axis)).toList();
        DType dtype = precision(box);
        return switch (box.op()) {
            case Op.Map(Fn fn) -> new Region.Mapping(output.wire(), axes, value(box, fn), dtype);
            case Op.Reduce(Monoid monoid, Fn item) ->
                    reduction(box, axes, value(box, item), dtype, monoid);
            case Op.Contract(Semiring semiring) ->
                    reduction(
                            box,
                            axes,
                            value(box, Inlining.itemOf(box.op(), box.inputs().size())),
                            dtype,
                            semiring.sum());
            case Op.Constant(Expr value) ->
                    new Region.Mapping(
                            output.wire(), axes, value(box, new Fn(List.of(), value)), DType.F64);
            case Op.Scan _, Op.Reindex _, Op.Call _, Op.Block _ ->
                    throw new IllegalArgumentException(
                            "box " + box.id() + " is no contraction, map, constant or reduction");
        };
    }

    /// The type in which a box computes: f64 where it reads or writes f64, or writes integers (exact up to 2^53) or compares them; else f32.
    private DType precision(Box box) {
        DType written = body.wire(box.output().wire()).dtype();
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

    private Region.Reduction reduction(
            Box box, List<String> axes, Expr value, DType dtype, Monoid monoid) {
        List<String> reduced =
                box.reducedAxes().stream().map(axis -> classes.name(box.id(), axis)).toList();
        return switch (monoid) {
            case Monoid.Scalar scalar ->
                    new Region.Reduction(box.output().wire(), axes, value, dtype, scalar, reduced);
            case Monoid.LogAddExp _, Monoid.Extremum _, Monoid.TopK _, Monoid.User _ ->
                    throw new IllegalArgumentException(
                            "box " + box.id() + " reduces by " + monoid.text());
        };
    }

    private Expr value(Box box, Fn fn) {
        Map<String, Expr> arguments = new HashMap<>();
        for (int i = 0; i < box.inputs().size(); i++) {
            arguments.put(
                    fn.parameters().get(i),
                    Expr.arg(keys.getOrDefault(read(box, box.inputs().get(i)), "?")));
        }
        return fn.body()
                .rewrite(
                        e ->
                                e instanceof Expr.Index(String axis)
                                        ? new Expr.Index(classes.name(box.id(), axis))
                                        : e)
                .substitute(name -> arguments.getOrDefault(name, Expr.arg(name)));
    }
}
