package org.heddle.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.heddle.backend.run.Comparison;
import org.heddle.kernels.Catalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page about embedding shows code that is compiled and run here.
class EmbeddingTest {
    @Test
    void theSnippetComputesAndCompares(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("diagram.json");
        Files.writeString(file, Catalogue.find("attention").orElseThrow().text());
        Comparison comparison = Embedding.compare(file, "interp");
        assertThat(comparison.ok()).isTrue();
        assertThat(comparison.derivation().kernels()).hasSize(1);
    }

    @Test
    void thePageShowsTheSnippet() throws Exception {
        String code =
                Files.readString(
                        Checkout.here()
                                .root()
                                .resolve("docs/src/test/java/org/heddle/docs/Embedding.java"));
        String snippet =
                code.substring(
                                code.indexOf("// snippet: embedding\n")
                                        + "// snippet: embedding\n".length(),
                                code.indexOf("            // end"))
                        .indent(-8);
        String page = Files.readString(Checkout.here().root().resolve("docs/embedding.md"));
        assertThat(page).contains("```java\n" + snippet);
    }
}
