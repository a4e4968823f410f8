package org.heddle.model.check;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Storage;
import org.heddle.model.diagram.Symmetry;
import org.heddle.model.diagram.Wire;

/// What a wire says beside its type: groups of axes that may change places, and how each axis is stored.
final class WireChecks {
    private final Scope scope;

    WireChecks(Scope scope) {
        this.scope = scope;
    }

    void run() {
        Set<String> inputs = Set.copyOf(scope.diagram().inputs());
        for (Wire wire : scope.diagram().wires().values()) {
            String pointer = "/wires" + Location.step(wire.name());
            if (!scope.isHole(pointer)) {
                symmetries(wire, pointer);
                storage(wire, inputs, pointer + "/storage");
            }
        }
    }

    private void symmetries(Wire wire, String pointer) {
        Map<Symmetry.Kind, Integer> counts = new EnumMap<>(Symmetry.Kind.class);
        Set<String> grouped = new HashSet<>();
        for (Symmetry symmetry : wire.symmetries()) {
            int position = counts.merge(symmetry.kind(), 1, Integer::sum) - 1;
            String key = symmetry.kind().text();
            String where = pointer + "/" + key + "/" + position;
            problem(wire, symmetry, grouped)
                    .ifPresent(
                            fault ->
                                    scope.error(
                                            Code.E221,
                                            "wire '"
                                                    + wire
                                                    + "' cannot be "
                                                    + key
                                                    + " in "
                                                    + symmetry.axes()
                                                    + ": "
                                                    + fault.why(),
                                            scope.value(where + fault.part()),
                                            "a group names two axes or more of the wire, of one size"));
            grouped.addAll(symmetry.axes());
        }
    }

    /// What is wrong with a group.
    ///
    /// @param part the pointer of the axis that is wrong, within the group; empty where it is the group
    private record Fault(String why, String part) {
        static Optional<Fault> of(String why) {
            return Optional.of(new Fault(why, ""));
        }
    }

    private Optional<Fault> problem(Wire wire, Symmetry symmetry, Set<String> grouped) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < symmetry.axes().size(); i++) {
            String axis = symmetry.axes().get(i);
            Optional<String> why =
                    !wire.axes().contains(axis)
                            ? Optional.of("it has no axis '" + NameChecks.shown(axis) + "'")
                            : !seen.add(axis)
                                    ? Optional.of("axis '" + axis + "' is named twice")
                                    : grouped.contains(axis)
                                            ? Optional.of("axis '" + axis + "' is in another group")
                                            : Optional.empty();
            if (why.isPresent()) {
                return Optional.of(new Fault(why.get(), "/" + i));
            }
        }
        if (seen.size() < 2) {
            return Fault.of("one axis has nothing to change places with");
        }
        if (symmetry.kind() == Symmetry.Kind.ANTISYMMETRIC && wire.dtype() == DType.BOOL) {
            return Fault.of("truth values have no sign");
        }
        return differentSizes(symmetry).flatMap(Fault::of);
    }

    private Optional<String> differentSizes(Symmetry symmetry) {
        List<Axis> fixed =
                symmetry.axes().stream()
                        .flatMap(
                                axis ->
                                        Optional.ofNullable(scope.diagram().axes().get(axis))
                                                .stream())
                        .filter(axis -> axis.extent() instanceof Axis.Fixed)
                        .toList();
        return fixed.stream()
                .filter(axis -> !axis.extent().equals(fixed.getFirst().extent()))
                .findFirst()
                .map(other -> sized(fixed.getFirst()) + ", " + sized(other));
    }

    private static String sized(Axis axis) {
        return "axis '"
                + axis.name()
                + "' has the size "
                + (axis.extent() instanceof Axis.Fixed(long size) ? size : "?");
    }

    private void storage(Wire wire, Set<String> inputs, String pointer) {
        if (wire.storage().isEmpty()) {
            return;
        }
        if (wire.storage().size() != wire.axes().size()) {
            String message =
                    "wire '"
                            + wire
                            + "' has "
                            + wire.axes().size()
                            + " axes, its storage says how "
                            + wire.storage().size()
                            + " are stored";
            scope.error(Code.E222, message, scope.value(pointer), "name one level for each axis");
            return;
        }
        if (!inputs.contains(wire.name())) {
            String message =
                    "wire '" + wire.name() + "' is written by a box, which writes every element";
            String help = "only inputs may be sparse: leave 'storage' out";
            scope.error(Code.E222, message, scope.value(pointer), help);
        }
        for (int k = 0; k < wire.storage().size(); k++) {
            Optional<String> why = level(wire, k);
            if (why.isPresent()) {
                String message =
                        "wire '"
                                + wire
                                + "' cannot store axis '"
                                + wire.axes().get(k)
                                + "' as "
                                + wire.storage().get(k).text()
                                + ": "
                                + why.get();
                scope.error(Code.E222, message, scope.value(pointer + "/" + k));
            }
        }
    }

    private Optional<String> level(Wire wire, int k) {
        return switch (wire.storage().get(k)) {
            case Storage.Level level ->
                    switch (level) {
                        case DENSE, COMPRESSED -> Optional.empty();
                        case SINGLETON -> {
                            boolean listed =
                                    k > 0
                                            && (wire.storage().get(k - 1)
                                                            == Storage.Level.COMPRESSED
                                                    || wire.storage().get(k - 1)
                                                            == Storage.Level.SINGLETON);
                            yield listed
                                    ? Optional.empty()
                                    : Optional.of(
                                            "the axis before is neither compressed nor singleton,"
                                                    + " so nothing lists its positions");
                        }
                    };
            case Storage.Block(int length) -> {
                Axis axis = scope.diagram().axes().get(wire.axes().get(k));
                yield axis != null
                                && axis.extent() instanceof Axis.Fixed(long size)
                                && length > size
                        ? Optional.of("its size is " + size)
                        : Optional.empty();
            }
        };
    }
}
