package org.heddle.model.library;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Wire;

/// Replaces composite boxes by what they mean.
///
/// ```
/// S[h,q,x] ─[softmax over x]─ P[h,q,x]    ⇒    S ─[P.m: max x]─ P_m[h,q] ─┐
///                                              S ──────────────[P.e: map]─ P_e[h,q,x] ─ … ─[P.p: map]─ P
/// ```
///
/// Inner boxes are named `<box>.<inner box>`, inner wires `<box>_<inner wire>`, made unique. An inner wire runs along the
/// woven axes of the inputs it depends on and its own; its number format is f32 (f64 where an input of the call is), or
/// its own inside a block and where it holds integers. Results are written to the wires of the call directly.
///
/// A composite box whose port computes positions (`X[2*y + k]`) reads through a `reindex` box of its own.
///
/// Takes checked diagrams: a call that does not fit its definition is an `IllegalArgumentException` at best.
public final class Unfold {
    private Unfold() {}

    /// Replaces one call or block.
    ///
    /// @throws IllegalArgumentException where the box is missing or not composite, or the definition unknown
    public static Diagram box(Diagram diagram, String boxId) {
        if (!isComposite(diagram.box(boxId))) {
            throw new IllegalArgumentException("box " + boxId + " is neither a call nor a block");
        }
        return replace(diagram, box -> box.id().equals(boxId));
    }

    /// Replaces calls and blocks until none is left. Definitions that come with the diagram stay with it.
    public static Diagram all(Diagram diagram) {
        Diagram unfolded = diagram;
        while (unfolded.boxes().stream().anyMatch(Unfold::isComposite)) {
            unfolded = replace(unfolded, Unfold::isComposite);
        }
        return unfolded;
    }

    /// Replaces blocks until none is left.
    static Diagram blocks(Diagram diagram) {
        Diagram unfolded = diagram;
        while (unfolded.boxes().stream().anyMatch(box -> box.op() instanceof Op.Block)) {
            unfolded = replace(unfolded, box -> box.op() instanceof Op.Block);
        }
        return unfolded;
    }

    private static boolean isComposite(Box box) {
        return switch (box.op()) {
            case Op.Call _, Op.Block _ -> true;
            case Op.Contract _, Op.Map _, Op.Reduce _, Op.Scan _, Op.Reindex _, Op.Constant _ ->
                    false;
        };
    }

    private static Diagram replace(Diagram read, Predicate<Box> chosen) {
        Set<String> computing = new LinkedHashSet<>();
        for (Box box : read.boxes()) {
            if (chosen.test(box) && !box.hasPlainPorts()) {
                computing.add(box.id());
            }
        }
        Diagram diagram = computing.isEmpty() ? read : PlainPorts.of(read, computing);
        FreshNames names = new FreshNames(diagram);
        List<Axis> axes = new ArrayList<>(diagram.axes().values());
        List<Wire> wires = new ArrayList<>(diagram.wires().values());
        List<Box> boxes = new ArrayList<>();
        for (Box box : diagram.boxes()) {
            Optional<Inlining> inlining =
                    chosen.test(box) ? inlining(diagram, box, names) : Optional.empty();
            inlining.ifPresentOrElse(
                    i -> {
                        axes.addAll(i.axes());
                        wires.addAll(i.wires());
                        boxes.addAll(i.boxes());
                    },
                    () -> boxes.add(box));
        }
        return new Diagram(
                diagram.name(),
                axes,
                wires,
                diagram.inputs(),
                diagram.outputs(),
                diagram.over(),
                boxes,
                diagram.definitions().values());
    }

    private static Optional<Inlining> inlining(Diagram diagram, Box box, FreshNames names) {
        return switch (box.op()) {
            case Op.Contract _, Op.Map _, Op.Reduce _, Op.Scan _, Op.Reindex _, Op.Constant _ ->
                    Optional.empty();
            case Op.Block(Diagram body, _) ->
                    Optional.of(
                            new Inlining(
                                    diagram,
                                    box,
                                    body,
                                    Expansion.ofBlock(diagram, box, body, names),
                                    names));
            case Op.Call(String name, List<String> over) -> {
                Diagram definition =
                        Library.standard()
                                .find(name, diagram.definitions())
                                .map(Unfold::blocks)
                                .orElseThrow(
                                        () ->
                                                new IllegalArgumentException(
                                                        "there is no definition '" + name + "'"));
                Expansion expansion =
                        Expansion.ofCall(box, definition, Weaving.of(definition, over), names);
                yield Optional.of(new Inlining(diagram, box, definition, expansion, names));
            }
        };
    }
}
