package org.heddle.backend.tile;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.ExprParser;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.schedule.Layouts;
import org.heddle.rules.schedule.Schedule;

/// Changes programs that have no problem into ones that have.
final class Changes {
    private Changes() {}

    static Expr parse(String text) {
        try {
            return ExprParser.parse(text);
        } catch (ExprParser.SyntaxException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    static TileProgram with(TileProgram program, Function<Nest, Nest> change) {
        Nest nest = change.apply(program.nest());
        Schedule s = program.schedule();
        Layouts layouts = Layouts.of(nest, s.blocking(), s.hardware());
        Schedule changed =
                new Schedule(
                        nest,
                        layouts,
                        s.counts(),
                        s.blocking(),
                        s.hardware(),
                        s.cost(),
                        s.reasons());
        return new TileProgram(program.name(), changed, program.sizes());
    }

    static TileProgram body(TileProgram program, UnaryOperator<List<Node>> change) {
        return with(
                program,
                n -> new Nest(n.form(), n.grid(), n.cut(), n.tiles(), change.apply(n.body())));
    }

    static TileProgram grid(TileProgram program, List<String> grid) {
        return with(program, n -> new Nest(n.form(), grid, n.cut(), n.tiles(), n.body()));
    }

    static TileProgram tiles(TileProgram program, Tile more) {
        List<Tile> tiles = new ArrayList<>(program.tiles());
        tiles.add(more);
        return with(program, n -> new Nest(n.form(), n.grid(), n.cut(), tiles, n.body()));
    }

    /// Changes the innermost loops' bodies.
    static TileProgram inLoop(TileProgram program, UnaryOperator<List<Node>> change) {
        return body(program, nodes -> nodes.stream().map(node -> inLoop(node, change)).toList());
    }

    static Node inLoop(Node node, UnaryOperator<List<Node>> change) {
        if (!(node instanceof Node.Loop(String axis, Guard guard, List<Node> body))) {
            return node;
        }
        boolean innermost = body.stream().noneMatch(Node.Loop.class::isInstance);
        return new Node.Loop(
                axis,
                guard,
                innermost
                        ? change.apply(body)
                        : body.stream().map(n -> inLoop(n, change)).toList());
    }

    static TileProgram fold(TileProgram program, String item, List<String> reduced) {
        return inLoop(
                program,
                nodes ->
                        nodes.stream()
                                .map(
                                        node ->
                                                node
                                                                instanceof
                                                                Node.Fold(
                                                                        Tile tile,
                                                                        Monoid.Scalar monoid,
                                                                        _,
                                                                        _,
                                                                        String wire)
                                                        ? new Node.Fold(
                                                                tile,
                                                                monoid,
                                                                parse(item),
                                                                reduced,
                                                                wire)
                                                        : node)
                                .toList());
    }

    static List<Node> without(List<Node> nodes, int position) {
        List<Node> changed = new ArrayList<>(nodes);
        changed.remove(position);
        return changed;
    }

    static List<Node> insert(List<Node> nodes, int position, Node node) {
        List<Node> changed = new ArrayList<>(nodes);
        changed.add(position, node);
        return changed;
    }

    static List<Node> with(List<Node> nodes, int position, Node node) {
        List<Node> changed = new ArrayList<>(nodes);
        changed.set(position, node);
        return changed;
    }
}
