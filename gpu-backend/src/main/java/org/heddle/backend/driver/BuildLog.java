package org.heddle.backend.driver;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Finds the first error in a compiler's log and quotes the source line it points at.
///
/// ```
///  /tmp/x.cl:3:9: error: use of undeclared identifier 'y'      clang (PoCL, oclgrind)
///  error: /tmp/x.cl:3:9: use of undeclared identifier 'y'      clang as PoCL repeats it
///  x.cu(3): error: identifier "y" is undefined                 nvcc, NVRTC
///      =>  line 3: use of undeclared identifier 'y'
///              3 | float a = y;
/// ```
public final class BuildLog {
    private static final List<Pattern> ERRORS =
            List.of(
                    Pattern.compile(
                            "^.*?:(?<line>\\d+):\\d+: (?:fatal )?error: (?<text>.*)$",
                            Pattern.MULTILINE),
                    Pattern.compile(
                            "^error: .*?:(?<line>\\d+):\\d+: (?<text>.*)$", Pattern.MULTILINE),
                    Pattern.compile(
                            "^.*?\\((?<line>\\d+)\\): (?:catastrophic )?error\\s*:"
                                    + " (?<text>.*)$",
                            Pattern.MULTILINE));
    private static final Pattern ANY_ERROR =
            Pattern.compile("^.*(?:error|fatal).*$", Pattern.MULTILINE);

    private BuildLog() {}

    /// The failure of a build: message with the first error and its source line, then the log.
    ///
    /// @param hint what to do; may be empty
    public static DriverException failure(KernelText kernel, String log, String hint) {
        String first =
                firstError(kernel.source(), log)
                        .or(() -> firstMention(log))
                        .orElse("the compiler gave no reason");
        String message = "kernel '" + kernel.entry() + "' does not build: " + first;
        String rest = log.isBlank() ? "" : "\ncompiler log:\n" + log.strip();
        return new DriverException(DriverException.Kind.BUILD_FAILED, message + rest, hint);
    }

    /// The first error with its line quoted, if the log has one in a known form.
    static Optional<String> firstError(String source, String log) {
        return ERRORS.stream()
                .map(pattern -> pattern.matcher(log))
                .filter(Matcher::find)
                .findFirst()
                .map(
                        match -> {
                            int line = Integer.parseInt(match.group("line"));
                            String text = match.group("text").strip();
                            return "line " + line + ": " + text + quote(source, line);
                        });
    }

    private static Optional<String> firstMention(String log) {
        Matcher match = ANY_ERROR.matcher(log);
        return match.find() ? Optional.of(match.group().strip()) : Optional.empty();
    }

    private static String quote(String source, int line) {
        List<String> lines = source.lines().toList();
        int from = Math.max(1, line - 1);
        int to = Math.min(lines.size(), line + 1);
        return IntStream.rangeClosed(from, to)
                .mapToObj(
                        n ->
                                String.format(
                                        "%n%s%5d | %s", n == line ? ">" : " ", n, lines.get(n - 1)))
                .reduce("", String::concat);
    }
}
