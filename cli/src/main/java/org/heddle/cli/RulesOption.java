package org.heddle.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.json.SourceText;
import org.heddle.model.syntax.JsonPlaces;
import org.heddle.rules.pack.Pack;
import org.heddle.rules.pack.PatternRule;
import picocli.CommandLine.Option;

/// The option `--rules`: packs of laws, tried before they are used.
final class RulesOption {
    @Option(
            names = "--rules",
            paramLabel = "PACK",
            description =
                    "Derive by the laws of this pack, too (docs/rules/packs.md); each is tried first. May be given several times.")
    private List<String> files = List.of();

    /// The texts of the packs.
    ///
    /// @throws DiagnosticException where one cannot be read
    List<SourceText> texts() throws DiagnosticException {
        List<SourceText> texts = new ArrayList<>();
        for (String file : files) {
            try {
                texts.add(SourceText.load(Path.of(file)));
            } catch (IOException e) {
                throw FileProblems.unreadable(file, FileProblems.reason(e));
            }
        }
        return texts;
    }

    /// The laws of all packs.
    ///
    /// @throws DiagnosticException where packs are malformed (R712) or laws do not hold (R713), with places in the packs
    List<PatternRule> laws(Session session) throws DiagnosticException {
        Faults faults = new Faults();
        List<PatternRule> laws = new ArrayList<>();
        for (SourceText text : texts()) {
            session.remember(text);
            faults.get(() -> checked(text)).map(Pack::rules).ifPresent(laws::addAll);
        }
        faults.raise();
        return laws;
    }

    private static Pack checked(SourceText text) throws DiagnosticException {
        try {
            return Pack.checked(text);
        } catch (DiagnosticException e) {
            SourceMap places = JsonPlaces.of(text.file(), text.text());
            throw new DiagnosticException(places.locate(e.diagnostics()));
        }
    }
}
