package org.heddle.model.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// Which axes' sizes a box reads beside those of its ports.
final class Extents {
    private Extents() {}

    static Set<String> of(Box box) {
        Set<String> axes = new LinkedHashSet<>();
        for (Port port : box.inputs()) {
            port.subscripts().forEach(subscript -> axes.addAll(subscript.extentAxes()));
        }
        switch (box.op()) {
            case Op.Map(Fn fn) -> of(fn, axes);
            case Op.Reduce(_, Fn item) -> of(item, axes);
            case Op.Scan(_, Fn item, String over, _, _) -> {
                of(item, axes);
                axes.add(over);
            }
            case Op.Constant(Expr value) -> axes.addAll(value.extentAxes());
            case Op.Call(_, List<String> over) -> axes.addAll(over);
            case Op.Contract _, Op.Reindex _, Op.Block _ -> {}
        }
        return axes;
    }

    private static void of(Fn fn, Set<String> axes) {
        fn.results().forEach(result -> axes.addAll(result.extentAxes()));
    }
}
