package org.heddle.rules.bounds;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.expr.Expr;
import org.heddle.rules.stream.Region;

/// The values of a region with the pointwise stages that they read written out.
///
/// ```
///   m = where(#x <= #q, 0, -inf)      t = s + m      exp(t)   ⇒   exp(s + where(#x <= #q, 0, -inf))
/// ```
///
/// A value that would have more than {@value #MOST_OPERATIONS} operations stays as it is, with what it reads a name: in a chain of stages that mention their argument twice, each
/// is twice as long as the one before. Conditions that are not seen for that are not made use of.
final class WrittenOut {
    private static final int MOST_OPERATIONS = 1024;

    private final Region region;
    private final Map<String, Expr> known = new HashMap<>();

    WrittenOut(Region region) {
        this.region = region;
    }

    Expr of(Expr value) {
        Expr written = value.substitute(this::read);
        return written.operations() <= MOST_OPERATIONS ? written : value;
    }

    private Expr read(String key) {
        Expr found = known.get(key);
        if (found == null) {
            found = mapping(key).map(this::of).orElse(Expr.arg(key));
            known.put(key, found);
        }
        return found;
    }

    private Optional<Expr> mapping(String key) {
        Region.Read read = region.reads().get(key);
        String wire = read == null ? key : read.wire();
        return region.stages().stream()
                .filter(stage -> stage instanceof Region.Mapping && stage.wire().equals(wire))
                .findFirst()
                .map(Region.Stage::value);
    }
}
