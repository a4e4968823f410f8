package org.heddle.rules.law;

import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;

/// Two maps in a row are one map.
///
/// ```
///  ──[map f]──w──[map g]──   ⇒   ──[map g∘f]──
/// ```
///
/// Legal where `w` is read by the second map alone and is not an output. Saves the write and the read of `w` at the level
/// where it lived. The composition law of a functor: `map g ∘ map f = map (g ∘ f)`.
public final class MergeMaps implements Rule {
    @Override
    public String name() {
        return "merge-maps";
    }

    @Override
    public String law() {
        return "map f ; map g = map (g∘f)";
    }

    @Override
    public String condition() {
        return "the second map alone reads the wire between them, which is no output";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (!(anchor.op() instanceof Op.Map(var first))) {
            return Optional.empty();
        }
        Optional<Box> only = OnlyReader.of(diagram, anchor.output().wire());
        if (only.isEmpty() || !(only.get().op() instanceof Op.Map(var second))) {
            return Optional.empty();
        }
        Box reader = only.get();
        Inlining.Inlined merged = Inlining.inline(anchor, first, reader, second);
        Box box = new Box(reader.id(), new Op.Map(merged.fn()), merged.inputs(), reader.outputs());
        return Optional.of(
                new Rewrite(
                        new Edit(diagram).remove(anchor).replace(reader, box).done(),
                        List.of(anchor.id(), reader.id()),
                        anchor.output().wire() + " is read by " + reader.id() + " alone"));
    }
}
