package org.heddle.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import picocli.CommandLine.Mixin;

/// The option `--size` of commands that derive and do not run: axes that have no size, given or by default, get a nominal one. How a diagram is derived depends on sizes only in what pays.
final class NominalSizes {
    private static final long NOMINAL = 1024;

    @Mixin private final SizeOption sizes = SizeOption.one();

    /// The sizes of a diagram; nominal ones are told.
    Sizes of(Diagram diagram, HeddleCommand command) throws DiagnosticException {
        Map<String, Long> all = new LinkedHashMap<>(sizes.single());
        List<String> missing = SizeBinder.missing(diagram, all);
        missing.forEach(axis -> all.put(axis, NOMINAL));
        if (!missing.isEmpty()) {
            command.say(
                    "derived for "
                            + missing.stream()
                                    .map(axis -> axis + "=" + NOMINAL)
                                    .collect(Collectors.joining(","))
                            + "; --size gives other sizes");
        }
        return SizeBinder.bind(diagram, all);
    }
}
