package org.heddle.backend.simd;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.stream.Region;

/// Writes loads and stores. Every valid element moves once.
///
/// ```
///   the array's innermost axis is   the tile's           whole vectors, then the rest one by one
///                                   another of its axes  blocks of vectors, transposed in registers; the rest one by one
///                                   on a diagonal        one by one
///   positions are computed                               one by one: ComputedLoad
/// ```
final class CopyWriter {
    private final Emission emission;

    CopyWriter(Emission emission) {
        this.emission = emission;
    }

    void load(Node.Load load) {
        if (!load.read().isPlain() || load.tile().isPositions()) {
            new ComputedLoad(emission).write(load);
            return;
        }
        Tile tile = load.tile();
        Region.Array array = emission.program.region().array(load.read().wire());
        List<String> axes = load.read().axes();
        emission.code.comment(
                tile.name() + " ← " + array.wire() + "[" + String.join(", ", axes) + "]");
        copy(new Transfer.Load(emission, tile, array, axes));
    }

    void store(Node.Store store) {
        Tile tile = store.tile();
        Region.Array array = emission.program.region().array(store.wire());
        List<String> axes = emission.program.region().stage(store.wire()).axes();
        emission.code.comment(array.wire() + "[" + String.join(", ", axes) + "] ← " + tile.name());
        copy(new Transfer.Store(emission, tile, array, axes));
    }

    private void copy(Transfer transfer) {
        String far = transfer.inner();
        String near = emission.layouts.of(transfer.tile()).inner();
        if (!transfer.isAlongOnce(far) || !transfer.isAlongOnce(near)) {
            elements(transfer);
        } else if (near.equals(far)) {
            rows(transfer, far);
        } else if (emission.length(near).isBelow(emission.numbers.lanes())
                || emission.length(far).isBelow(emission.numbers.lanes())) {
            elements(transfer);
        } else {
            blocks(transfer, near, far);
        }
    }

    private void elements(Transfer transfer) {
        Place place = new Place(emission, transfer);
        place.open(transfer.distinctAxes());
        emission.code.line(transfer.element(emission.text(place.offset()), place.index()));
        place.close();
    }

    /// Runs of neighbours in both memories.
    private void rows(Transfer transfer, String inner) {
        Place place = new Place(emission, transfer);
        place.openScope(
                transfer.distinctAxes().stream().filter(axis -> !axis.equals(inner)).toList());
        int lanes = emission.numbers.lanes();
        Length length = emission.length(inner);
        String name = emission.names.axis(inner);
        emission.code.line(
                "const long row = " + emission.text(place.at(inner, Index.ZERO).offset()) + ";");
        if (!length.isBelow(lanes)) {
            open(name, "0", length.wholes(lanes), lanes);
            Place vector = place.at(inner, emission.element(inner, lanes));
            emission.code.line(
                    transfer.vector(
                            "row + " + name, emission.vector(transfer.tile(), vector.index())));
            emission.code.end();
        }
        if (!length.isMultipleOf(lanes)) {
            open(name, length.wholes(lanes), length.text(), 1);
            Place element = place.at(inner, emission.element(inner, 1));
            emission.code.line(transfer.element("row + " + name, element.index()));
            emission.code.end();
        }
        place.close();
    }

    /// Square blocks whose vectors run along `far` in the array and along `near` in the tile.
    private void blocks(Transfer transfer, String near, String far) {
        Place place = new Place(emission, transfer);
        place.open(
                transfer.distinctAxes().stream()
                        .filter(axis -> !axis.equals(near) && !axis.equals(far))
                        .toList());
        int lanes = emission.numbers.lanes();
        Length nearLength = emission.length(near);
        Length farLength = emission.length(far);
        open(emission.names.axis(near), "0", nearLength.wholes(lanes), lanes);
        emission.code.open(loop(emission.names.axis(far), "0", farLength.wholes(lanes), lanes));
        block(transfer, place, near, far);
        emission.code.close();
        emission.code.end();
        if (!nearLength.isMultipleOf(lanes) || !farLength.isMultipleOf(lanes)) {
            rest(transfer, place, near, far);
        }
        place.close();
    }

    private void block(Transfer transfer, Place place, String near, String far) {
        int lanes = emission.numbers.lanes();
        SequencedMap<String, Integer> rows = new LinkedHashMap<>(Map.of("r", lanes));
        Index r = Index.of(Index.Variable.counter("r", lanes, 1));
        Index n = emission.element(near, lanes);
        Index f = emission.element(far, lanes);
        Place corner = place.at(near, n).at(far, f);
        String local = emission.vector(transfer.tile(), corner.at(far, f.plus(r)).index());
        String global = "corner + " + emission.text(r.times(transfer.stride(near)));
        emission.code.line("const long corner = " + emission.text(corner.offset()) + ";");
        emission.code.line(emission.numbers.vector() + " block[" + lanes + "];");
        emission.repeat(rows, List.of(transfer.fillBlock("block[r]", global, local)));
        emission.code.line("transpose(block);");
        emission.repeat(rows, List.of(transfer.emptyBlock("block[r]", global, local)));
    }

    /// What whole blocks leave of the rectangle.
    private void rest(Transfer transfer, Place place, String near, String far) {
        int lanes = emission.numbers.lanes();
        Length nearLength = emission.length(near);
        Length farLength = emission.length(far);
        String name = emission.names.axis(near);
        String nearWhole = nearLength.wholes(lanes);
        String farWhole = farLength.wholes(lanes);
        boolean farWholeOnly = farLength.isMultipleOf(lanes);
        String from =
                nearLength.isMultipleOf(lanes)
                        ? farWhole
                        : farWholeOnly ? "0" : name + " < " + nearWhole + " ? " + farWhole + " : 0";
        open(name, farWholeOnly ? nearWhole : "0", nearLength.text(), 1);
        open(emission.names.axis(far), from, farLength.text(), 1);
        Place element = place.at(near, emission.element(near, 1)).at(far, emission.element(far, 1));
        emission.code.line(transfer.element(emission.text(element.offset()), element.index()));
        emission.code.end().end();
    }

    private void open(String name, String from, String to, int step) {
        emission.code.head(loop(name, from, to, step));
    }

    private static String loop(String name, String from, String to, int step) {
        String next = step == 1 ? "++" + name : name + " += " + step;
        return "for (int " + name + " = " + from + "; " + name + " < " + to + "; " + next + ")";
    }
}
