package org.heddle.model.draw.picture;

import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;

/// Signs of monoids, as they stand at the end of a line.
final class Signs {
    private Signs() {}

    static String of(Monoid monoid) {
        return switch (monoid) {
            case Monoid.Scalar scalar ->
                    switch (scalar) {
                        case SUM -> "Σ";
                        case PROD -> "Π";
                        case MAX, MIN, AND, OR -> scalar.text();
                    };
            case Monoid.LogAddExp _, Monoid.Extremum _, Monoid.TopK _, Monoid.User _ ->
                    monoid.text();
        };
    }

    /// The sign of a scan: which items the result at an index sees.
    static String of(Op.Scan scan) {
        String items =
                switch (scan.direction()) {
                    case FORWARD -> scan.prefix() == Op.Prefix.INCLUSIVE ? "≤" : "<";
                    case BACKWARD -> scan.prefix() == Op.Prefix.INCLUSIVE ? "≥" : ">";
                };
        return of(scan.monoid()) + " " + items;
    }
}
