package org.heddle.backend.simt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.size.Size;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.stream.Region;

/// Writes loads from computed positions: one element of the array for every element of the tile.
///
/// ```
///   X[2*y + k - 1] else 0:   const long X_position = 2L * (y_first + y) + k - 1;
///                            const float X_element = X[X_position < 0 ? 0 : X_position > 99 ? 99 : X_position];
///                            X_tile[y][k] = X_position >= 0 && X_position <= 99 ? X_element : 0.0f;
/// ```
///
/// Where a position lies outside, the nearest element is read, so that every access is one that may be made.
final class ComputedLoad {
    private final Emission emission;
    private final Spread spread;
    private Map<Port, Tile> held = Map.of();

    ComputedLoad(Emission emission, Spread spread) {
        this.emission = emission;
        this.spread = spread;
    }

    /// An element of an array, and where it counts.
    private record Access(Region.Array array, String text, List<String> conditions) {}

    void write(Node.Load load) {
        Region.Read read = load.read();
        held = load.positions();
        switch (emission.plan.mapping(load)) {
            case Mapping.Linear linear ->
                    spread.linear(linear, () -> element(load.tile(), read.port()));
            case Mapping.Pieces _, Mapping.Team _ ->
                    throw new IllegalStateException("computed positions are read one by one");
        }
    }

    private void element(Tile tile, Port port) {
        Access access = access(port);
        String name = emission.plan.claim(emission.plan.array(port.wire()) + "_element");
        String value = emission.dialect.load(access.array().dtype(), access.text(), tile.dtype());
        emission.code()
                .line("const " + Dialect.type(tile.dtype()) + " " + name + " = " + value + ";");
        boolean filled = port.fill().isPresent() && !access.conditions().isEmpty();
        String given =
                filled
                        ? String.join(" && ", access.conditions())
                                + " ? "
                                + name
                                + " : "
                                + Emission.literal(tile.dtype(), port.fill().getAsDouble())
                        : name;
        emission.code().line(emission.element(tile.name()) + " = " + given + ";");
    }

    /// Declares the positions of a port and gives the element there.
    private Access access(Port port) {
        Region.Array array = emission.plan.program.region().array(port.wire());
        String variable = emission.plan.array(port.wire());
        List<String> conditions = new ArrayList<>();
        List<String> terms = new ArrayList<>();
        long stride = 1;
        for (int k = array.axes().size() - 1; k >= 0; k--) {
            long size = emission.plan.program.sizes().of(array.axes().get(k));
            String name = declare(variable, position(port.subscripts().get(k)));
            String last = size - 1 + "L";
            conditions.addFirst(name + " >= 0 && " + name + " <= " + last);
            String inside =
                    "("
                            + name
                            + " < 0 ? 0L : "
                            + name
                            + " > "
                            + last
                            + " ? "
                            + last
                            + " : "
                            + name
                            + ")";
            terms.addFirst(stride == 1 ? inside : inside + " * " + stride + "L");
            stride *= size;
        }
        String offset = terms.isEmpty() ? "0" : String.join(" + ", terms);
        return new Access(array, variable + "[" + offset + "]", conditions);
    }

    private String position(Subscript subscript) {
        return switch (subscript) {
            case Subscript.Affine(var factors, Size offset) -> {
                List<String> terms = new ArrayList<>();
                for (Map.Entry<String, Size> term : factors.entrySet()) {
                    long factor = number(term.getValue());
                    terms.add("(" + factor + "L) * (" + emission.axes.global(term.getKey()) + ")");
                }
                terms.add("(" + number(offset) + "L)");
                yield String.join(" + ", terms);
            }
            case Subscript.Gather(Port index) -> gathered(index);
        };
    }

    private String gathered(Port index) {
        Tile tile = held.get(index);
        return tile == null ? "(long) " + access(index).text() : emission.element(tile.name());
    }

    private String declare(String of, String value) {
        String name = emission.plan.claim(of + "_position");
        emission.code().line("const long " + name + " = " + value + ";");
        return name;
    }

    private long number(Size size) {
        return size.at(emission.plan.program.sizes()::of);
    }
}
