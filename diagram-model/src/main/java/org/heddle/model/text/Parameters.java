package org.heddle.model.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.heddle.model.diagram.Names;
import org.heddle.model.diagram.Port;

/// The parameters of a function whose text names ports in their place: the wires' names in lower case.
final class Parameters {
    private Parameters() {}

    static List<String> of(List<Port> ports) {
        Set<String> taken = new LinkedHashSet<>();
        List<String> names = new ArrayList<>();
        for (Port port : ports) {
            names.add(Names.fresh(port.wire().toLowerCase(Locale.ROOT), taken));
        }
        return names;
    }
}
