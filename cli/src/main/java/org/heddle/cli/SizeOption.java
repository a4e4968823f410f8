package org.heddle.cli;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/// The option `--size`: sizes by axis, several settings apart by `;`. Repeats multiply: each setting of one with each of the other.
final class SizeOption implements CheckedOption {
    private static final Pattern ENTRY =
            Pattern.compile("\\s*([^=\\s]+)\\s*=\\s*([-+]?[0-9]+)\\s*");

    private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger SMALLEST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final int MOST_SETTINGS = 10_000;

    @Option(
            names = "--size",
            paramLabel = "AXIS=N[,AXIS=N...]",
            description =
                    "Sizes of axes; without it the file's defaults. May be given several times.")
    private List<String> sizes = List.of();

    private final int most;

    private SizeOption(int most) {
        this.most = most;
    }

    /// For commands that take one setting.
    static SizeOption one() {
        return new SizeOption(1);
    }

    /// For commands that take several.
    static SizeOption several() {
        return new SizeOption(MOST_SETTINGS);
    }

    boolean isGiven() {
        return !sizes.isEmpty();
    }

    /// All settings; one empty one where the option is not given.
    List<Map<String, Long>> settings() {
        return settings(new Faults());
    }

    /// The only setting, for commands that take one.
    Map<String, Long> single() {
        return settings().getFirst();
    }

    @Override
    public void check(Faults faults) {
        settings(faults);
    }

    private List<Map<String, Long>> settings(Faults faults) {
        List<Map<String, Long>> settings = List.of(Map.of());
        for (String option : sizes) {
            List<Map<String, Long>> read = new ArrayList<>();
            for (String setting : option.split(";", -1)) {
                read.add(read(setting, faults));
            }
            long count = (long) settings.size() * read.size();
            if (count > most) {
                faults.add(
                        most == 1
                                ? "--size gives "
                                        + count
                                        + " settings, only `heddle compare` takes several"
                                : "--size gives " + count + " settings, at most " + most);
                return settings;
            }
            settings = product(settings, read, faults);
        }
        return settings;
    }

    private static List<Map<String, Long>> product(
            List<Map<String, Long>> settings, List<Map<String, Long>> more, Faults faults) {
        List<Map<String, Long>> product = new ArrayList<>();
        for (Map<String, Long> before : settings) {
            for (Map<String, Long> after : more) {
                Map<String, Long> both = new LinkedHashMap<>(before);
                after.forEach((axis, size) -> put(both, axis, size, faults));
                product.add(both);
            }
        }
        return product;
    }

    private static Map<String, Long> read(String setting, Faults faults) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (String entry : setting.split(",", -1)) {
            Matcher matcher = ENTRY.matcher(entry);
            if (!matcher.matches()) {
                faults.add("--size expects AXIS=NUMBER, apart by commas, not '" + entry + "'");
                continue;
            }
            BigInteger size = new BigInteger(matcher.group(2));
            if (size.compareTo(LARGEST) > 0 || size.compareTo(SMALLEST) < 0) {
                faults.add(
                        "--size gives axis '%s' the size %s, the largest is %s"
                                .formatted(matcher.group(1), matcher.group(2), LARGEST));
                continue;
            }
            put(sizes, matcher.group(1), size.longValue(), faults);
        }
        return sizes;
    }

    private static void put(Map<String, Long> sizes, String axis, long size, Faults faults) {
        Long other = sizes.putIfAbsent(axis, size);
        if (other != null && other != size) {
            faults.add("--size gives axis '" + axis + "' the sizes " + other + " and " + size);
        }
    }
}
