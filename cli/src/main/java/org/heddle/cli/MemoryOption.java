package org.heddle.cli;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/// The option `--memory`: how many bytes the evaluator may hold at once.
final class MemoryOption implements CheckedOption {
    private static final Pattern AMOUNT =
            Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,15})?)\\s*([KMGT]iB|[kMGT]B|B)?");

    private static final List<String> BINARY = List.of("B", "KiB", "MiB", "GiB", "TiB");
    private static final List<String> DECIMAL = List.of("B", "kB", "MB", "GB", "TB");

    @Option(
            names = "--memory",
            paramLabel = "BYTES",
            description =
                    "The most memory to use, such as 512MiB or 2GiB; without it 4 GiB, or three quarters of Java's memory where that is less.")
    private Optional<String> memory = Optional.empty();

    @Override
    public void check(Faults faults) {
        if (memory.isPresent() && !AMOUNT.matcher(memory.get().strip()).matches()) {
            faults.add(
                    "--memory expects a number of bytes such as 2GiB, not '" + memory.get() + "'");
        }
    }

    /// Bytes; empty where the option is not given.
    OptionalLong bytes() {
        if (memory.isEmpty()) {
            return OptionalLong.empty();
        }
        Matcher amount = AMOUNT.matcher(memory.get().strip());
        amount.matches();
        String unit = amount.group(2) == null ? "B" : amount.group(2);
        boolean binary = BINARY.contains(unit);
        BigDecimal factor =
                BigDecimal.valueOf(binary ? 1024 : 1000)
                        .pow((binary ? BINARY : DECIMAL).indexOf(unit));
        BigDecimal bytes = new BigDecimal(amount.group(1)).multiply(factor);
        return OptionalLong.of(bytes.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue());
    }
}
