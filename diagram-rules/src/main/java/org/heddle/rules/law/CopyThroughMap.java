package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;

/// A copy of a map's result is the result of two copies of the map.
///
/// ```
///            ┌── reader          ┌──[map f]── reader
///  ──[map f]─●            ⇒   ───●
///            └── reader          └──[map f]── reader
/// ```
///
/// Naturality of copying. Legal for every map with several readers; the wire itself stays for its first reader, or as an output. It moves nothing by
/// itself; it lets each copy merge into its reader, so that the wire between need not exist.
public final class CopyThroughMap implements Rule {
    @Override
    public String name() {
        return "copy-through-map";
    }

    @Override
    public String law() {
        return "map f ; copy = copy ; (map f ⊗ map f)";
    }

    @Override
    public String condition() {
        return "the map has several readers, or a reader and a place among the outputs";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (!(anchor.op() instanceof Op.Map) || anchor.outputs().size() != 1) {
            return Optional.empty();
        }
        String wire = anchor.output().wire();
        List<Box> readers = diagram.readers(wire);
        boolean seen = diagram.outputs().contains(wire);
        if (readers.isEmpty() || (!seen && readers.size() < 2)) {
            return Optional.empty();
        }
        Edit edit = new Edit(diagram);
        List<Box> copies = new ArrayList<>(List.of(anchor));
        List<String> taken = new ArrayList<>();
        for (Box reader : seen ? readers : readers.subList(1, readers.size())) {
            Wire original = diagram.wire(wire);
            String name = fresh(diagram, wire, taken);
            edit.add(new Wire(name, original.dtype(), original.axes()));
            copies.add(
                    new Box(
                            name,
                            anchor.op(),
                            anchor.inputs(),
                            List.of(anchor.output().onWire(name))));
            List<Port> inputs =
                    reader.inputs().stream().map(port -> port.replaceWire(wire, name)).toList();
            edit.replace(reader, new Box(reader.id(), reader.op(), inputs, reader.outputs()));
        }
        edit.replace(anchor, copies.toArray(Box[]::new));
        return Optional.of(
                new Rewrite(
                        edit.done(),
                        List.of(anchor.id()),
                        wire
                                + " is read by "
                                + String.join(", ", readers.stream().map(Box::id).toList())
                                + (seen ? " and is an output" : "")));
    }

    private static String fresh(Diagram diagram, String wire, List<String> taken) {
        int i = 2;
        while (diagram.wires().containsKey(wire + "_" + i)
                || taken.contains(wire + "_" + i)
                || diagram.hasBox(wire + "_" + i)) {
            i++;
        }
        taken.add(wire + "_" + i);
        return wire + "_" + i;
    }
}
