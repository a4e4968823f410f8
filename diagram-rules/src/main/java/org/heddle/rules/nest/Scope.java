package org.heddle.rules.nest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.rules.bounds.Guard;
import org.jspecify.annotations.Nullable;

/// A loop being built: its steps so far and the tiles that hold known values in it.
final class Scope {
    private final @Nullable Scope parent;
    private final @Nullable String axis;
    private final Guard guard;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Tile> known = new HashMap<>();

    private Scope(@Nullable Scope parent, @Nullable String axis, Guard guard) {
        this.parent = parent;
        this.axis = axis;
        this.guard = guard;
    }

    static Scope root() {
        return new Scope(null, null, Guard.NONE);
    }

    /// A loop over the blocks of an axis, inside this scope.
    Scope open(String loopAxis) {
        return open(loopAxis, Guard.NONE);
    }

    Scope open(String loopAxis, Guard loopGuard) {
        return new Scope(this, loopAxis, loopGuard);
    }

    /// Ends the loop: it becomes a step of the scope around it.
    void close() {
        if (parent != null && axis != null) {
            parent.nodes.add(
                    new Node.Loop(axis, guard.over(key -> find(key).map(Tile::name)), nodes));
        }
    }

    void add(Node node) {
        nodes.add(node);
    }

    void know(String value, Tile tile) {
        known.put(value, tile);
    }

    /// The tile that holds a value here or in a loop around.
    Optional<Tile> find(String value) {
        Tile tile = known.get(value);
        if (tile != null) {
            return Optional.of(tile);
        }
        return parent == null ? Optional.empty() : parent.find(value);
    }

    /// The outermost scope, from the root down to this one, by which the loops of all these axes are open.
    Scope place(java.util.Set<String> loops) {
        if (parent == null || (axis != null && loops.contains(axis))) {
            return this;
        }
        return parent.place(loops);
    }

    List<Node> nodes() {
        return nodes;
    }
}
