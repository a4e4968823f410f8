package org.heddle.model.diagram;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.heddle.model.expr.Expr;

/// Where a box meets a wire: the wire and, for each of its axes by position, a {@link Subscript}: which element is read.
///
/// ```
/// X                by the wire's own names          X[2*y + k, c]    affine: a convolution's window
/// X[j, k]          renamed by position              E[ids[t], d]     gathered through an integer wire
/// A[i, i]          a diagonal
/// ```
///
/// A port is *plain* where every subscript is one axis as it stands: a renaming or a diagonal. Renaming makes two axes
/// equal in size; a computed position must lie inside the wire, unless there is a `fill`.
///
/// @param fill what lies outside the wire; empty where nothing may
public record Port(String wire, List<Subscript> subscripts, OptionalDouble fill) {
    public Port {
        subscripts = List.copyOf(subscripts);
    }

    /// A plain port.
    public Port(String wire, List<String> axes) {
        this(wire, axes.stream().map(Subscript::along).toList(), OptionalDouble.empty());
    }

    /// A port by the wire's own axis names.
    public static Port of(Wire wire) {
        return new Port(wire.name(), wire.axes());
    }

    /// Whether every subscript is one axis as it stands.
    public boolean isPlain() {
        return subscripts.stream().allMatch(s -> s.plainAxis().isPresent());
    }

    /// By position of the wire's axes, the axis of the box that runs along it.
    ///
    /// @throws IllegalStateException where the port is not plain
    public List<String> axes() {
        return subscripts.stream()
                .map(
                        s ->
                                s.plainAxis()
                                        .orElseThrow(
                                                () ->
                                                        new IllegalStateException(
                                                                "port "
                                                                        + this
                                                                        + " computes positions")))
                .toList();
    }

    /// Axes of the box along which the port reads or writes, each once.
    public Set<String> runsAlong() {
        Set<String> axes = new LinkedHashSet<>();
        addAxesTo(axes);
        return axes;
    }

    /// Adds those axes to others.
    void addAxesTo(Set<String> axes) {
        for (Subscript subscript : subscripts) {
            subscript.addAxesTo(axes);
        }
    }

    /// Wires read: this one and those it is gathered through, each once.
    public Set<String> reads() {
        Set<String> wires = new LinkedHashSet<>();
        wires.add(wire);
        for (Subscript subscript : subscripts) {
            if (subscript instanceof Subscript.Gather(Port index)) {
                wires.addAll(index.reads());
            }
        }
        return wires;
    }

    public Port renameAxes(UnaryOperator<String> renaming) {
        return withSubscripts(subscripts.stream().map(s -> s.renameAxes(renaming)).toList());
    }

    public Port withSubscripts(List<Subscript> others) {
        return new Port(wire, others, fill);
    }

    /// The same with another wire in the place of one that it reads or is gathered through.
    public Port replaceWire(String from, String to) {
        List<Subscript> replaced =
                subscripts.stream()
                        .map(
                                s ->
                                        s instanceof Subscript.Gather(Port index)
                                                ? new Subscript.Gather(index.replaceWire(from, to))
                                                : s)
                        .toList();
        return new Port(wire.equals(from) ? to : wire, replaced, fill);
    }

    public Port onWire(String other) {
        return new Port(other, subscripts, fill);
    }

    /// As written in a diagram file, the fill aside; such as `X[2*y + k, c]`.
    @Override
    public String toString() {
        return subscripts.stream()
                .map(Subscript::toString)
                .collect(Collectors.joining(", ", wire + "[", "]"));
    }

    /// The fill as an expression, such as `0` or `-inf`.
    public java.util.Optional<Expr> fillExpr() {
        return fill.isPresent()
                ? java.util.Optional.of(Expr.num(fill.getAsDouble()))
                : java.util.Optional.empty();
    }
}
