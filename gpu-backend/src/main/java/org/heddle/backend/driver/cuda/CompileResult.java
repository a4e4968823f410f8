package org.heddle.backend.driver.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.backend.driver.Resources;

/// What compiling gave.
///
/// @param arch the target, as in `90a`
/// @param cubin machine code, native memory, read-only, that lives as long as it is reachable
/// @param resources per kernel entry, as `ptxas -v` reports them
/// @param advisories warnings and performance advisories (C75xx: serialised wgmma, ignored
///     setmaxnreg, ...), one per line of the log
/// @param log everything the compiler said
/// @param seconds wall time
public record CompileResult(
        String arch,
        MemorySegment cubin,
        Map<String, Resources> resources,
        List<String> advisories,
        String log,
        double seconds) {
    public CompileResult {
        resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
        advisories = List.copyOf(advisories);
    }

    static CompileResult of(String arch, byte[] cubin, String log, double seconds) {
        MemorySegment code = Arena.ofAuto().allocate(Math.max(1, cubin.length), 64);
        MemorySegment.copy(MemorySegment.ofArray(cubin), 0, code, 0, cubin.length);
        return new CompileResult(
                arch,
                code.asReadOnly(),
                PtxasLog.resources(log),
                PtxasLog.advisories(log),
                log,
                seconds);
    }
}
