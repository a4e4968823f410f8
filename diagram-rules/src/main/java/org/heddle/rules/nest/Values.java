package org.heddle.rules.nest;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Arg;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamForm;

/// Finds or makes the tile that holds a value, in one pass of a nest.
///
/// First every step is announced, so that shared sub-expressions are known; then steps are made. Expressions come in over keys of the region's
/// reads and go out over tile names.
final class Values {
    /// A pointwise step evaluates a sub-expression with fewer axes again unless it is as dear as a special function.
    private static final int POINTWISE = 8;

    /// No key of a read ends like this.
    private static final String POSITION = " as a position";

    private final NestBuilder builder;
    private final Region region;
    private final Scope inner;
    private final int pass;
    private final Sharing sharing;
    private final Set<String> announced = new LinkedHashSet<>();
    private final OpenLoops loops;
    private final IdentityHashMap<Expr, Set<String>> axesKnown;

    /// @param inner the innermost loop of the pass
    /// @param pass the pass, or -1 between passes
    Values(NestBuilder builder, Scope inner, int pass) {
        this.builder = builder;
        this.region = builder.form().region();
        this.inner = inner;
        this.pass = pass;
        this.sharing = new Sharing(this::axesOf, builder.form().single());
        this.loops = new OpenLoops(builder.form(), builder.cut(), pass);
        this.axesKnown = new IdentityHashMap<>();
    }

    /// Tells of an expression that a step will ask for, so that what it shares with others is known.
    void announce(Expr value) {
        sharing.use(value);
        for (String key : value.arguments()) {
            if (!region.reads().containsKey(key) && !isStage(key)) {
                continue;
            }
            String wire = wireOf(key);
            boolean derived = isStage(wire) && (pass < 0 || !builder.form().isStreamed(wire));
            if (derived && !known(key) && announced.add(wire)) {
                announce(region.stage(wire).value());
            }
        }
    }

    void know(String value, Tile tile) {
        inner.know(value, tile);
    }

    private boolean known(String key) {
        return inner.find(key).isPresent();
    }

    private boolean isStage(String wire) {
        return region.stages().stream().anyMatch(stage -> stage.wire().equals(wire));
    }

    private String wireOf(String key) {
        Region.Read read = region.reads().get(key);
        return read == null ? key : read.wire();
    }

    /// Axes of an expression over keys, stage names or tile names of running values.
    private Set<String> axesOf(Expr e) {
        Set<String> known = axesKnown.get(e);
        if (known != null) {
            return known;
        }
        Set<String> axes = new LinkedHashSet<>(e.indexAxes());
        for (String name : e.arguments()) {
            axes.addAll(axesOfName(name));
        }
        axesKnown.put(e, axes);
        return axes;
    }

    private List<String> axesOfName(String name) {
        Region.Read read = region.reads().get(name);
        if (read != null) {
            return read.axes();
        }
        if (isStage(name)) {
            return region.stage(name).axes();
        }
        Optional<Tile> tile = inner.find(name);
        if (tile.isPresent()) {
            return tile.get().axes();
        }
        for (StreamForm.Accumulated a : builder.form().accumulated().values()) {
            for (StreamForm.Slot slot : a.slots()) {
                if (slot.name().equals(name) || NestBuilder.before(slot.name()).equals(name)) {
                    return slot.axes();
                }
            }
        }
        throw new IllegalStateException("nothing is known as '" + name + "'");
    }

    /// The tile of a wire of the region, made where it does not exist yet.
    Tile wire(String wire) {
        return inner.find(wire)
                .orElseGet(
                        () -> {
                            Region.Stage stage = region.stage(wire);
                            return switch (stage) {
                                case Region.Mapping mapping -> mapping(mapping);
                                case Region.Reduction reduction -> reduction(reduction);
                                case Region.Recurrence r ->
                                        throw new IllegalStateException(
                                                r.wire() + " is read before its items went by");
                            };
                        });
    }

    private Tile mapping(Region.Mapping mapping) {
        Tile tile =
                builder.tile(
                        mapping.wire(),
                        mapping.axes(),
                        mapping.dtype(),
                        mapping.wire(),
                        List.of(mapping.wire()));
        Expr value = operands(mapping.value(), mapping.axes());
        Scope scope = inner.place(loops.of(mapping.value(), mapping.axes()));
        scope.add(new Node.Compute(tile, value, Node.Role.VALUE));
        scope.know(mapping.wire(), tile);
        return tile;
    }

    private Tile reduction(Region.Reduction r) {
        Tile tile = builder.tile(r.wire(), r.axes(), r.dtype(), r.wire(), List.of(r.wire()));
        Set<String> open = loops.of(r.value(), r.axes());
        open.removeAll(r.reduced());
        Scope scope = inner.place(open);
        new Values(this, scope).fold(tile, r.monoid(), r.value(), r.reduced(), r.wire(), true);
        scope.know(r.wire(), tile);
        return tile;
    }

    /// The same knowledge, seen from a scope further out or further in.
    private Values(Values other, Scope scope) {
        this.builder = other.builder;
        this.region = other.region;
        this.inner = scope;
        this.pass = other.pass;
        this.sharing = other.sharing;
        this.loops = other.loops;
        this.axesKnown = other.axesKnown;
        this.announced.addAll(other.announced);
    }

    /// Folds items into an accumulator, block by block along the reduced axes that are cut and have no loop yet.
    ///
    /// @param first whether the accumulator starts here, from its unit
    void fold(
            Tile tile,
            Monoid.Scalar monoid,
            Expr item,
            List<String> reduced,
            String wire,
            boolean first) {
        List<String> loops =
                reduced.stream()
                        .filter(
                                axis ->
                                        builder.cut().contains(axis)
                                                && !builder.form().stream().contains(axis))
                        .toList();
        Node fill = new Node.Fill(tile, monoid.unit());
        if (first && !loops.isEmpty()) {
            inner.add(fill);
        }
        Scope scope = inner;
        List<Scope> open = new ArrayList<>();
        for (String axis : loops) {
            scope = scope.open(axis);
            open.add(scope);
        }
        Values values = open.isEmpty() ? this : new Values(this, scope);
        Set<String> axes = new LinkedHashSet<>(tile.axes());
        axes.addAll(reduced);
        Expr over = values.lower(Factors.regroup(item, axes, this::axesOf), axes, 0, 1);
        if (first && loops.isEmpty()) {
            scope.add(fill);
        }
        scope.add(new Node.Fold(tile, monoid, over, reduced, wire));
        open.reversed().forEach(Scope::close);
    }

    /// The expression over tile names for a step over `axes`: sub-expressions worth a tile of their own are made first.
    Expr operands(Expr value, List<String> axes) {
        return lower(value, new LinkedHashSet<>(axes), 0, POINTWISE);
    }

    /// @param least the cost from which a sub-expression with fewer axes than the step gets a tile
    private Expr lower(Expr e, Set<String> axes, int usersAround, int least) {
        return switch (e) {
            case Arg(String name) -> Expr.arg(tileOf(name).name());
            case Call call
                    when sharing.isShared(call, usersAround)
                            || sharing.isRepeated(call, axes, least) ->
                    Expr.arg(kept(call).name());
            case Call(Fun fun, List<Expr> args) -> {
                int users = Math.max(usersAround, sharing.users(e));
                yield new Call(
                        fun, args.stream().map(arg -> lower(arg, axes, users, least)).toList());
            }
            case Expr.Num _, Expr.Index _, Expr.Extent _ -> e;
        };
    }

    /// The tile of a sub-expression.
    private Tile kept(Call e) {
        String text = e.toString();
        return inner.find(text)
                .orElseGet(
                        () -> {
                            List<String> axes = ordered(axesOf(e));
                            int users = sharing.users(e);
                            Expr value =
                                    new Call(
                                            e.fun(),
                                            e.args().stream()
                                                    .map(
                                                            arg ->
                                                                    lower(
                                                                            arg,
                                                                            new LinkedHashSet<>(
                                                                                    axes),
                                                                            users,
                                                                            POINTWISE))
                                                    .toList());
                            Tile tile =
                                    builder.tile(nameOf(e), axes, builder.dtype(), text, List.of());
                            Scope scope = inner.place(loops.of(e, axes));
                            scope.add(new Node.Compute(tile, value, Node.Role.VALUE));
                            scope.know(text, tile);
                            return tile;
                        });
    }

    /// Axes in the order in which a stage or a read of the region has them; where none has all, those of the grid first, each of whose blocks is the same for a whole group.
    private List<String> ordered(Set<String> axes) {
        List<List<String>> orders = new ArrayList<>();
        region.stages().forEach(stage -> orders.add(stage.axes()));
        region.reads().values().forEach(read -> orders.add(read.axes()));
        for (List<String> order : orders) {
            if (order.containsAll(axes)) {
                return order.stream().filter(axes::contains).distinct().toList();
            }
        }
        Set<String> ordered = new LinkedHashSet<>(region.parallelAxes());
        ordered.retainAll(axes);
        ordered.addAll(axes);
        return List.copyOf(ordered);
    }

    private String nameOf(Expr e) {
        String verb = e instanceof Call(Fun fun, _) ? fun.toString() : "value";
        String noun = e.arguments().stream().findFirst().map(this::wireOf).orElse("index");
        return identifier(verb + "_" + noun);
    }

    private Tile tileOf(String name) {
        return inner.find(name)
                .orElseGet(
                        () -> {
                            Region.Read read = region.reads().get(name);
                            if (read == null) {
                                return wire(name);
                            }
                            return region.isInput(read.wire())
                                    ? load(name, read)
                                    : wire(read.wire());
                        });
    }

    private Tile load(String key, Region.Read read) {
        return load(key, read, key, builder.dtype(), "a block of ");
    }

    /// @param dtype in which its elements are kept
    private Tile load(String key, Region.Read read, String name, DType dtype, String meaning) {
        List<String> axes = read.axes().stream().distinct().toList();
        Tile tile =
                builder.tile(
                        identifier(name), axes, dtype, meaning + read.wire(), List.of(read.wire()));
        Set<String> loops = new LinkedHashSet<>(axes);
        loops.retainAll(builder.cut());
        SequencedMap<Port, Tile> positions = positions(read);
        Scope scope = inner.place(loops);
        scope.add(new Node.Load(tile, read, positions));
        scope.know(key, tile);
        return tile;
    }

    /// Tiles for the positions that several elements of a read share: all of them that do not vary along each of its axes.
    private SequencedMap<Port, Tile> positions(Region.Read read) {
        SequencedMap<Port, Tile> positions = new LinkedHashMap<>();
        for (Subscript subscript : read.port().subscripts()) {
            if (subscript instanceof Subscript.Gather(Port index)
                    && !index.runsAlong().containsAll(read.axes())) {
                positions.put(index, position(index));
            }
        }
        return positions;
    }

    private Tile position(Port index) {
        String key = index + POSITION;
        return inner.find(key)
                .orElseGet(
                        () ->
                                load(
                                        key,
                                        new Region.Read(index),
                                        index.wire(),
                                        DType.I64,
                                        "positions from "));
    }

    private static String identifier(String key) {
        return key.replaceAll("[^A-Za-z0-9_]+", "_").replaceAll("_$", "");
    }

    /// The cut axes along which a tile varies.
    Set<String> loopsOf(Tile tile) {
        Set<String> loops = new LinkedHashSet<>(tile.axes());
        loops.retainAll(builder.cut());
        return loops;
    }
}
