package org.heddle.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The source tree that these tests read: the modules and the files in them, in a fixed order.
record Checkout(Path root) {

    /// The modules that ship code, in the order of the data flow, each with its base package.
    enum Module {
        DIAGRAM_MODEL("diagram-model", "org.heddle.model"),
        DIAGRAM_RULES("diagram-rules", "org.heddle.rules"),
        GPU_BACKEND("gpu-backend", "org.heddle.backend"),
        ATTENTION_KERNELS("attention-kernels", "org.heddle.kernels"),
        CLI("cli", "org.heddle.cli");

        final String folder;
        final String basePackage;

        Module(String folder, String basePackage) {
            this.folder = folder;
            this.basePackage = basePackage;
        }
    }

    /// The checkout around the working directory.
    static Checkout here() {
        Path start = Path.of("").toAbsolutePath();
        return Stream.iterate(start, dir -> dir != null, Path::getParent)
                .filter(dir -> Files.isDirectory(dir.resolve("diagram-model")))
                .findFirst()
                .map(Checkout::new)
                .orElseThrow(() -> new IllegalStateException("no checkout around " + start));
    }

    /// Everything under `src/main` of a module: code and resources.
    List<Path> mainFiles(Module module) {
        return filesUnder(root.resolve(module.folder).resolve("src/main"));
    }

    /// The Java files under `src/main` of a module.
    List<Path> mainJava(Module module) {
        return mainFiles(module).stream().filter(Checkout::isJava).toList();
    }

    /// The Java files under `src/test` of a module.
    List<Path> testJava(Module module) {
        return filesUnder(root.resolve(module.folder).resolve("src/test")).stream()
                .filter(Checkout::isJava)
                .toList();
    }

    /// The Java files under `src/main` of every folder at the top, whether it ships or not.
    List<Path> allMainJava() {
        try (var folders = Files.list(root)) {
            return folders.map(folder -> folder.resolve("src/main"))
                    .sorted()
                    .flatMap(folder -> filesUnder(folder).stream())
                    .filter(Checkout::isJava)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `file:line: text` of every line of a file, with the path relative to the root.
    Stream<String> numberedLines(Path file) {
        List<String> lines = linesOf(file);
        return Stream.iterate(0, i -> i < lines.size(), i -> i + 1)
                .map(i -> "%s:%d: %s".formatted(relative(file), i + 1, lines.get(i)));
    }

    String relative(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    /// Byte by byte, so that a resource which is no text can be searched too.
    static List<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    static boolean isPackageInfo(Path file) {
        return file.endsWith("package-info.java");
    }

    private static boolean isJava(Path file) {
        return file.toString().endsWith(".java");
    }

    private static List<Path> filesUnder(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
