package org.heddle.model.check;

import java.util.List;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Op;
import org.heddle.model.expr.Fn;

/// Which axes' sizes a box reads beside those of its ports.
final class Extents {
    private Extents() {}

    static Set<String> of(Box box) {
        return switch (box.op()) {
            case Op.Map(Fn fn) -> fn.body().extentAxes();
            case Op.Reduce(_, Fn item) -> item.body().extentAxes();
            case Op.Call(_, List<String> over) -> Set.copyOf(over);
            case Op.Contract _, Op.Block _ -> Set.of();
        };
    }
}
