package org.heddle.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heddle.cli.report.DerivationPanels;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.draw.Panel;
import org.heddle.model.draw.picture.Notes;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.rules.derive.Deriver;
import org.heddle.rules.derive.Deriver.NoScheduleException;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.law.KernelLaw;
import org.heddle.rules.law.Law;
import org.heddle.rules.law.Rewrite;
import org.heddle.rules.law.Rule;
import org.heddle.rules.pack.PatternRule;

/// A law used on a diagram, before and after. A law that is code makes the second of the first itself.
///
/// ```
///   law that is data    its own left side                  its own right side
///   rule                diagram on its page     ─apply─►   after
///   law of kernels      diagram on its page     ─derive─►  the pictures before and after its step
/// ```
record LawExample(Panel left, Panel right) {
    /// Laws of kernels are shown on this hardware: large enough for all of them to pay.
    private static final String HARDWARE = "h200";

    private static final Pattern NOTATION =
            Pattern.compile("^```heddle\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Path RULES = Checkout.here().root().resolve("docs/rules");

    /// The page of a law.
    static Path page(Law law) {
        return RULES.resolve(law.name() + ".md");
    }

    static LawExample of(Law law) throws DiagnosticException, NoScheduleException {
        return switch (law) {
            case PatternRule rule -> new LawExample(panel(rule.left()), panel(rule.right()));
            case Rule rule -> used(rule, shown(law));
            case KernelLaw kernel -> derived(kernel, shown(law));
            default -> throw new IllegalStateException(law.name() + " is of no known kind");
        };
    }

    /// The diagram that the page of a law shows first.
    private static Diagram shown(Law law) throws DiagnosticException {
        Path page = page(law);
        try {
            Matcher text = NOTATION.matcher(Files.readString(page));
            if (!text.find()) {
                throw new IllegalStateException(page + " shows no diagram");
            }
            return TextReader.read(new SourceText(page.toString(), text.group(1))).orThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LawExample used(Rule rule, Diagram before) {
        Rewrite rewrite =
                before.boxes().stream()
                        .map(box -> rule.apply(before, box))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException(rule.name() + " is silent"));
        return new LawExample(panel(before), panel(rewrite.after()));
    }

    private static Panel panel(Diagram diagram) {
        return new Panel("", "", diagram, Notes.NONE);
    }

    private static LawExample derived(KernelLaw law, Diagram before)
            throws DiagnosticException, NoScheduleException {
        List<Panel> panels =
                DerivationPanels.of(
                        Deriver.derive(
                                before,
                                SizeBinder.bind(before, Map.of()),
                                HardwareReader.shipped(HARDWARE).orElseThrow()));
        for (int i = 1; i < panels.size(); i++) {
            if (panels.get(i).title().endsWith("  " + law.name())) {
                return new LawExample(panels.get(i - 1), panels.get(i));
            }
        }
        throw new IllegalStateException(law.name() + " is not used");
    }
}
