package org.heddle.backend.driver.cuda;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heddle.backend.driver.Resources;

/// Reads what `ptxas -v` prints.
///
/// ```
///  ptxas info    : Compiling entry function 'saxpy' for 'sm_90a'
///  ptxas info    : Function properties for saxpy
///      0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads
///  ptxas info    : Used 10 registers, used 1 barriers, 128 bytes smem
/// ```
///
/// Properties of device functions that were not inlined are printed in between; they are not
/// kernels and are passed over.
final class PtxasLog {
    private static final Pattern ENTRY = Pattern.compile("Compiling entry function '([^']+)' for");
    private static final Pattern PROPERTIES = Pattern.compile("Function properties for (\\S+)");
    private static final Pattern FRAME =
            Pattern.compile(
                    "(\\d+) bytes stack frame, (\\d+) bytes spill stores, (\\d+) bytes spill"
                            + " loads");
    private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");
    private static final Pattern BARRIERS = Pattern.compile("used (\\d+) barriers");
    private static final Pattern SHARED = Pattern.compile("(\\d+) bytes smem");
    private static final Pattern ADVISORY =
            Pattern.compile(
                    "\\(C7\\d{3}\\)|Potential Performance Loss|\\bwarning\\b|\\bWarning\\b");

    private PtxasLog() {}

    /// Resources per entry, in order of compilation.
    static Map<String, Resources> resources(String log) {
        Map<String, Resources> resources = new LinkedHashMap<>();
        String entry = "";
        String function = "";
        for (String line : log.lines().toList()) {
            Matcher compiling = ENTRY.matcher(line);
            Matcher properties = PROPERTIES.matcher(line);
            Matcher frame = FRAME.matcher(line);
            if (compiling.find()) {
                entry = compiling.group(1);
                function = entry;
            } else if (properties.find()) {
                function = properties.group(1);
            } else if (frame.find() && function.equals(entry) && !entry.isEmpty()) {
                resources.merge(
                        entry,
                        new Resources(
                                0,
                                0,
                                Long.parseLong(frame.group(2)),
                                Long.parseLong(frame.group(3)),
                                Long.parseLong(frame.group(1)),
                                0),
                        (old, now) -> now);
            } else if (REGISTERS.matcher(line).find() && !entry.isEmpty()) {
                resources.merge(entry, used(line), PtxasLog::withFrameOfFirst);
            }
        }
        return resources;
    }

    private static Resources used(String line) {
        return new Resources(
                (int) number(REGISTERS, line),
                number(SHARED, line),
                0,
                0,
                0,
                (int) number(BARRIERS, line));
    }

    private static Resources withFrameOfFirst(Resources frame, Resources used) {
        return new Resources(
                used.registers(),
                used.sharedBytes(),
                frame.spillStoreBytes(),
                frame.spillLoadBytes(),
                frame.stackBytes(),
                used.barriers());
    }

    private static long number(Pattern pattern, String line) {
        Matcher match = pattern.matcher(line);
        return match.find() ? Long.parseLong(match.group(1)) : 0;
    }

    /// Lines that advise or warn.
    static List<String> advisories(String log) {
        return log.lines()
                .filter(line -> ADVISORY.matcher(line).find())
                .filter(line -> !line.contains("Remark:"))
                .map(String::strip)
                .toList();
    }
}
