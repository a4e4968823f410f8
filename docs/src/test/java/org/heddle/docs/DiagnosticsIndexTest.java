package org.heddle.docs;

import java.nio.file.Path;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Page;
import org.heddle.testdata.Golden;
import org.junit.jupiter.api.Test;

/// `diagnostics.md` lists every code with its title, what is wrong, and a link to its page. It is generated.
final class DiagnosticsIndexTest {
    private static final String PAGES =
            "../diagram-model/src/main/resources/org/heddle/model/diagnose/pages/";

    @Test
    void theIndexIsThatOfTheCodes() {
        StringBuilder index =
                new StringBuilder(
                        """
                        # Diagnostics

                        Whatever is wrong is told with a code that never changes its meaning. `./heddle explain CODE` prints the page of one, `./heddle explain` lists them all;
                        `--diagnostics json|sarif` gives them to programs. Every example on the pages is run by a test.

                        | code | what | |
                        | --- | --- | --- |
                        """);
        for (Code code : Code.values()) {
            index.append(
                    "| [%s](%s%s.md) | %s | %s |\n"
                            .formatted(
                                    code,
                                    PAGES,
                                    code,
                                    code.title(),
                                    Page.of(code).summary().replace("|", "\\|")));
        }
        Golden.check(Path.of("diagnostics.md"), index.toString());
    }
}
