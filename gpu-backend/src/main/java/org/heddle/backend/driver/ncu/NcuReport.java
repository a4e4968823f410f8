package org.heddle.backend.driver.ncu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverException.Kind;
import org.heddle.backend.driver.Profile;

/// Reads the table that ncu prints with `--csv --page details`: a row for each metric of each launch.
///
/// ```
///  ==PROF== Profiling "tile" - 0: 0%....50%....100% - 1 pass
///  "ID","Process ID",…,"Kernel Name",…,"Metric Name","Metric Unit","Metric Value"
///  "0","4711",…,"tile",…,"dram__bytes_read.sum","byte","1,048,576"
/// ```
///
/// Columns are found by their titles, since versions of ncu differ in which there are. Source: *NVIDIA Nsight Compute CLI* documentation.
final class NcuReport {
    private static final String DRAM_READ = "dram__bytes_read.sum";
    private static final String DRAM_WRITE = "dram__bytes_write.sum";
    private static final String CACHE = "lts__t_bytes.sum";

    /// What ncu is asked to count.
    static final List<String> METRICS = List.of(DRAM_READ, DRAM_WRITE, CACHE);

    private static final String KERNEL_TITLE = "Kernel Name";
    private static final String METRIC_TITLE = "Metric Name";
    private static final String UNIT_TITLE = "Metric Unit";
    private static final String VALUE_TITLE = "Metric Value";
    private static final List<String> TITLES =
            List.of(KERNEL_TITLE, METRIC_TITLE, UNIT_TITLE, VALUE_TITLE);

    /// Thousands may be apart by commas.
    private static final Pattern NUMBER =
            Pattern.compile("(\\d+|\\d{1,3}(?:,\\d{3})+)(\\.\\d+)?([eE][+-]?\\d+)?");

    private static final Pattern NOT_AVAILABLE = Pattern.compile("(\\(!\\) )?(n/a|nan)");

    private static final Pattern UNIT = Pattern.compile("([KMGT]?)bytes?");

    private final Map<String, Map<String, Sum>> kernels;

    private NcuReport(Map<String, Map<String, Sum>> kernels) {
        this.kernels = kernels;
    }

    /// A metric of a kernel over its launches.
    ///
    /// @param bytes empty where the metric is not available on this GPU
    private record Sum(int launches, Optional<Long> bytes) {
        Sum plus(Sum other) {
            return new Sum(
                    launches + other.launches,
                    bytes.flatMap(own -> other.bytes.map(more -> Math.addExact(own, more))));
        }
    }

    /// Reads the table; empty where there is none.
    ///
    /// @throws DriverException LAUNCH_FAILED, naming the line and what is wrong there
    static NcuReport parse(String text) throws DriverException {
        Map<String, Map<String, Sum>> kernels = new LinkedHashMap<>();
        List<String> titles = List.of();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("==")) {
                continue;
            }
            Optional<List<String>> cells = cells(line);
            if (cells.isPresent() && cells.get().containsAll(TITLES)) {
                titles = cells.get();
            } else if (!titles.isEmpty()) {
                add(kernels, row(titles, cells, number), number);
            }
        }
        return new NcuReport(kernels);
    }

    /// The cells of a line by title.
    private static Map<String, String> row(
            List<String> titles, Optional<List<String>> cells, int number) throws DriverException {
        if (cells.isEmpty()) {
            throw broken(number, "a quoted cell does not end");
        }
        List<String> own = cells.get();
        if (own.size() != titles.size()) {
            throw broken(number, "%d cells for %d titles".formatted(own.size(), titles.size()));
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < own.size(); i++) {
            row.put(titles.get(i), own.get(i));
        }
        return row;
    }

    private static void add(
            Map<String, Map<String, Sum>> kernels, Map<String, String> row, int number)
            throws DriverException {
        String metric = row.getOrDefault(METRIC_TITLE, "");
        if (METRICS.contains(metric)) {
            String unit = row.getOrDefault(UNIT_TITLE, "");
            String value = row.getOrDefault(VALUE_TITLE, "");
            kernels.computeIfAbsent(row.getOrDefault(KERNEL_TITLE, ""), _ -> new LinkedHashMap<>())
                    .merge(metric, new Sum(1, bytes(value, unit, number)), Sum::plus);
        }
    }

    private static Optional<Long> bytes(String value, String unit, int number)
            throws DriverException {
        if (NOT_AVAILABLE.matcher(value).matches()) {
            return Optional.empty();
        }
        Matcher digits = NUMBER.matcher(value);
        if (!digits.matches()) {
            throw broken(number, "'" + value + "' is no count of bytes");
        }
        Matcher scale = UNIT.matcher(unit);
        if (!scale.matches()) {
            throw broken(number, "'" + unit + "' is no unit of bytes");
        }
        double bytes = Double.parseDouble(value.replace(",", "")) * scale(scale.group(1));
        return Optional.of(Math.round(bytes));
    }

    /// Prefixes are decimal.
    private static double scale(String prefix) {
        return switch (prefix) {
            case "K" -> 1e3;
            case "M" -> 1e6;
            case "G" -> 1e9;
            case "T" -> 1e12;
            default -> 1;
        };
    }

    private static DriverException broken(int line, String how) {
        return new DriverException(
                Kind.LAUNCH_FAILED,
                "line " + line + " of what ncu printed cannot be read: " + how,
                "");
    }

    /// The cells of a line (RFC 4180); empty where a quoted one does not end.
    private static Optional<List<String>> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean pair = c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
            if (pair) {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return quoted ? Optional.empty() : Optional.of(cells);
    }

    /// Whether nothing was counted of any kernel.
    boolean isEmpty() {
        return kernels.isEmpty();
    }

    /// What a kernel moved in all its launches.
    ///
    /// @throws DriverException LAUNCH_FAILED where not as many launches were counted as there are
    Profile.DeviceBytes bytes(String kernel, int launches) throws DriverException {
        Map<String, Sum> sums = kernels.getOrDefault(kernel, Map.of());
        if (sums.isEmpty()) {
            throw counted(0, launches, kernel);
        }
        for (Sum sum : sums.values()) {
            if (sum.launches() != launches) {
                throw counted(sum.launches(), launches, kernel);
            }
        }
        return new Profile.DeviceBytes(
                bytes(sums, DRAM_READ), bytes(sums, DRAM_WRITE), bytes(sums, CACHE));
    }

    private static Optional<Long> bytes(Map<String, Sum> sums, String metric) {
        return Optional.ofNullable(sums.get(metric)).flatMap(Sum::bytes);
    }

    private static DriverException counted(int seen, int launches, String kernel) {
        return new DriverException(
                Kind.LAUNCH_FAILED,
                "ncu counted %d of %d launches of kernel '%s'".formatted(seen, launches, kernel),
                "");
    }
}
