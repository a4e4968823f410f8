package org.heddle.backend.driver.simulate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heddle.backend.driver.Counters;
import org.heddle.backend.driver.Counters.Traffic;

/// Reads what oclgrind prints.
///
/// ```
///  Instructions executed for kernel 'tile':            Write-write data race at global memory ...
///             32 - load global (128 bytes)             ⇥Kernel: race
///             32 - call _Z6vload4mPU3AS1Kf()           ⇥First entity:  Global(1,0,0) ...
/// ```
///
/// Histograms come on standard output, one per launch; reports come in the log, their first line at
/// the margin and the rest indented.
final class OclgrindReport {
    private static final Pattern KERNEL =
            Pattern.compile("^Instructions executed for kernel '(.+)':$");
    private static final Pattern ACCESS =
            Pattern.compile("^\\s*\\d+ - (load|store) (\\w+) \\((\\d+) bytes\\)$");
    private static final Pattern CALL = Pattern.compile("^\\s*(\\d+) - call (\\S+)\\(\\)$");
    private static final Pattern MANGLED = Pattern.compile("^_Z(\\d+)(\\w+)$");
    private static final Pattern MOVES_BYTES =
            Pattern.compile("(vload|vstore|async_work_group|atom|llvm\\.mem(cpy|move|set)).*");

    private OclgrindReport() {}

    static Counters parse(String histograms, String log) {
        Map<String, Traffic> traffic = new LinkedHashMap<>();
        Map<String, Long> uncounted = new LinkedHashMap<>();
        String kernel = "";
        for (String line : histograms.lines().toList()) {
            Matcher header = KERNEL.matcher(line);
            Matcher access = ACCESS.matcher(line);
            Matcher call = CALL.matcher(line);
            if (header.matches()) {
                kernel = header.group(1);
                traffic.putIfAbsent(kernel, Traffic.NONE);
            } else if (access.matches()) {
                long bytes = Long.parseLong(access.group(3));
                traffic.merge(
                        kernel,
                        traffic(access.group(1) + " " + access.group(2), bytes),
                        Traffic::plus);
            } else if (call.matches()) {
                String function = demangle(call.group(2));
                if (MOVES_BYTES.matcher(function).matches()) {
                    uncounted.merge(function, Long.parseLong(call.group(1)), Long::sum);
                }
            }
        }
        List<String> races = new ArrayList<>();
        List<String> invalid = new ArrayList<>();
        for (String report : reports(log)) {
            if (report.contains(" data race at ")) {
                races.add(report);
            } else if (!report.contains("suppressing further errors")) {
                invalid.add(report);
            }
        }
        return new Counters(traffic, races, invalid, uncounted);
    }

    private static Traffic traffic(String access, long bytes) {
        return switch (access) {
            case "load global" -> new Traffic(bytes, 0, 0, 0, 0);
            case "store global" -> new Traffic(0, bytes, 0, 0, 0);
            case "load local" -> new Traffic(0, 0, bytes, 0, 0);
            case "store local" -> new Traffic(0, 0, 0, bytes, 0);
            case "load constant" -> new Traffic(0, 0, 0, 0, bytes);
            default -> Traffic.NONE; // private memory
        };
    }

    /// The function's own name out of an Itanium-mangled one: `_Z6vload4mPKf` is `vload4`.
    static String demangle(String symbol) {
        Matcher mangled = MANGLED.matcher(symbol);
        if (!mangled.matches()) {
            return symbol;
        }
        int length = Integer.parseInt(mangled.group(1));
        String rest = mangled.group(2);
        return length <= rest.length() ? rest.substring(0, length) : symbol;
    }

    /// Splits a log at the lines that start at the margin.
    static List<String> reports(String log) {
        List<StringBuilder> reports = new ArrayList<>();
        for (String line : log.lines().toList()) {
            if (line.isBlank()) {
                continue;
            }
            boolean indented = Character.isWhitespace(line.charAt(0));
            if (!indented || reports.isEmpty()) {
                reports.add(new StringBuilder(line.strip()));
            } else {
                reports.getLast().append("\n  ").append(line.strip());
            }
        }
        return reports.stream().map(StringBuilder::toString).toList();
    }
}
