package org.heddle.model.text;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Names;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Symmetry;
import org.heddle.model.diagram.Wire;

/// The wires of a diagram while it is built: what is known of each, and in which order they come.
final class Wires {
    private final PlaceMap places;
    private final String pointer;
    private final Map<String, Wire> known = new LinkedHashMap<>();
    private final Set<String> order = new LinkedHashSet<>();
    private final Set<String> taken = new LinkedHashSet<>();
    private final Map<String, Integer> freshened = new LinkedHashMap<>();

    Wires(PlaceMap places, String pointer) {
        this.places = places;
        this.pointer = pointer;
    }

    /// What a header or a `wire` line says.
    void declare(Sentence.Declared declared) throws Mistake {
        Optional<Sentence.Type> type = declared.type();
        String name = declared.wire().text();
        if (type.isEmpty()) {
            return;
        }
        if (known.containsKey(name)) {
            String message = "wire '" + name + "' is declared twice";
            throw new Mistake(Code.E109, message, declared.wire().span().start());
        }
        known.put(name, wire(name, type.get(), Named.texts(type.get().axes())));
        place(name, declared.span());
        placePromises(name, type.get());
    }

    /// What a left side says of a wire that is not declared.
    void meet(Sentence.Left left) throws Mistake {
        String name = left.port().wire();
        Wire declared = known.get(name);
        Optional<DType> format = left.annotation().flatMap(Sentence.Type::dtype);
        if (declared != null) {
            if (format.isPresent() && format.get() != declared.dtype()) {
                String message = "wire '" + name + "' is declared " + declared.dtype() + " already";
                throw new Mistake(Code.E109, message, left.span().start());
            }
            return;
        }
        Sentence.Type type =
                left.annotation()
                        .orElseGet(
                                () ->
                                        new Sentence.Type(
                                                Optional.empty(),
                                                List.of(),
                                                List.of(),
                                                List.of(),
                                                left.span()));
        List<String> axes =
                left.bare() ? Named.texts(type.axes()) : new ArrayList<>(left.port().runsAlong());
        known.put(name, wire(name, type, axes));
        place(name, left.span());
        placePromises(name, type);
    }

    /// A wire that is read, and of which nothing is said: f32 along the axes of that port. An index wire is i64.
    void infer(Port port, DType dtype, Span span) {
        if (!known.containsKey(port.wire()) && port.isPlain()) {
            List<String> axes = port.axes();
            if (new LinkedHashSet<>(axes).size() == axes.size()) {
                known.put(port.wire(), new Wire(port.wire(), dtype, axes));
                place(port.wire(), span);
            }
        }
    }

    /// A new wire for a nested expression.
    Port fresh(String base, DType dtype, List<String> axes, Span span) {
        String name;
        do {
            name = base + "_" + freshened.merge(base, 1, Integer::sum);
        } while (known.containsKey(name)
                || taken.contains(name)
                || !Names.reserved(name).isEmpty());
        known.put(name, new Wire(name, dtype, axes));
        place(name, span);
        list(name);
        return new Port(name, axes);
    }

    /// Keeps a name from being used for a new wire.
    void keep(String name) {
        taken.add(name);
    }

    /// The wire's place in the diagram is behind those listed before.
    void list(String name) {
        if (known.containsKey(name)) {
            order.add(name);
        }
    }

    Set<String> names() {
        return known.keySet();
    }

    Optional<Wire> find(String name) {
        return Optional.ofNullable(known.get(name));
    }

    List<Wire> inOrder() {
        List<Wire> wires = new ArrayList<>();
        order.forEach(name -> find(name).ifPresent(wires::add));
        return wires;
    }

    /// The port; one without brackets is by the wire's own axes.
    Port resolve(Port port, boolean bare) {
        return bare ? find(port.wire()).map(Port::of).orElse(port) : port;
    }

    private void place(String name, Span span) {
        places.put(pointer + "/wires" + Location.step(name), span);
    }

    /// Where symmetries and storage stand.
    private void placePromises(String name, Sentence.Type type) {
        String wire = pointer + "/wires" + Location.step(name);
        Map<Symmetry.Kind, Integer> counts = new EnumMap<>(Symmetry.Kind.class);
        for (Sentence.Group group : type.groups()) {
            int position = counts.merge(group.kind(), 1, Integer::sum) - 1;
            String where = wire + "/" + group.kind().text() + "/" + position;
            places.put(where, group.span());
            for (int i = 0; i < group.axes().size(); i++) {
                places.put(where + "/" + i, group.axes().get(i).span());
            }
        }
        for (int i = 0; i < type.levels().size(); i++) {
            places.put(wire + "/storage", type.levels().get(i).span());
            places.put(wire + "/storage/" + i, type.levels().get(i).span());
        }
    }

    private static Wire wire(String name, Sentence.Type type, List<String> axes) {
        return new Wire(
                name, type.dtype().orElse(DType.F32), axes, type.symmetries(), type.storage());
    }
}
