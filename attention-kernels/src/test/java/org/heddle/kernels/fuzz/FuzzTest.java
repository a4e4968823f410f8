package org.heddle.kernels.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.heddle.kernels.Catalogue;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.ReadResult;
import org.heddle.model.text.TextWriter;
import org.junit.jupiter.api.Test;

/// No file crashes the reader or the checker, or keeps them for long. `-Dheddle.soak=true` makes the runs long.
class FuzzTest {
    private static final boolean SOAK = Boolean.getBoolean("heddle.soak");
    private static final int MUTANTS = SOAK ? 1_000_000 : 3_000;
    private static final int TEXTS = SOAK ? 200_000 : 2_000;
    private static final int RANDOM_FILES = SOAK ? 200_000 : 1_000;
    private static final int PROGRESS = 50_000;
    private static final long SEED = Long.getLong("heddle.seed", 1);
    private static final Path BAD_FILES = Path.of("..", "test-data", "invalid");

    /// Larger ones would only make the run longer.
    private static final int LARGEST_BAD_FILE = 4096;

    /// The catalogue, and small files of which each has one mistake.
    private static List<byte[]> files() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (String name : Catalogue.names()) {
            files.add(bytes(Catalogue.find(name).orElseThrow().text()));
        }
        try (Stream<Path> bad = Files.walk(BAD_FILES)) {
            for (Path file :
                    bad.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
                if (Files.size(file) <= LARGEST_BAD_FILE) {
                    files.add(Files.readAllBytes(file));
                }
            }
        }
        return files;
    }

    /// The catalogue in the text notation.
    private static List<byte[]> texts() {
        List<byte[]> texts = new ArrayList<>();
        for (String name : Catalogue.names()) {
            ReadResult result = DiagramReader.read(Catalogue.find(name).orElseThrow());
            texts.add(bytes(TextWriter.write(result.diagram().orElseThrow())));
        }
        return texts;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void changedBytesAreSurvived() throws IOException {
        mutate("mutant.json", files(), MUTANTS);
    }

    @Test
    void changedTextsAreSurvived() {
        mutate("mutant.hd", texts(), TEXTS);
    }

    /// Half of the mutants are of the catalogue.
    private static void mutate(String name, List<byte[]> files, int mutants) {
        int catalogue = Catalogue.names().size();
        Random random = new Random(SEED);
        Survival survival = new Survival();
        for (int i = 0; i < mutants; i++) {
            int which = random.nextInt(random.nextBoolean() ? catalogue : files.size());
            byte[] mutant = ByteMutations.of(files.get(which), random);
            survival.check(name, mutant, "seed " + SEED + ", mutant " + i);
            tell(survival, i + 1, mutants);
        }
    }

    @Test
    void randomFilesAreSurvived() {
        Survival survival = new Survival();
        for (int i = 0; i < RANDOM_FILES; i++) {
            String file = new RandomFiles(SEED * RANDOM_FILES + i).next();
            survival.check("random.json", bytes(file), "seed " + SEED + ", file " + i);
            tell(survival, i + 1, RANDOM_FILES);
        }
    }

    private static void tell(Survival survival, int done, int all) {
        if (done % PROGRESS == 0 || done == all) {
            System.out.println(
                    "fuzz: "
                            + survival
                            + ", heap of "
                            + Runtime.getRuntime().maxMemory() / (1 << 20)
                            + " MiB");
        }
    }
}
