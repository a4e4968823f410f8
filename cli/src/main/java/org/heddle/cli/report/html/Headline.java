package org.heddle.cli.report.html;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.Comparison.KernelRow;
import org.heddle.backend.run.Moved;
import org.heddle.cli.text.Quantity;

/// What came out, in a sentence or two.
final class Headline {
    private final List<Comparison> all;

    Headline(List<Comparison> comparisons) {
        all = List.copyOf(comparisons);
    }

    boolean isGood() {
        return all.stream().allMatch(Comparison::ok);
    }

    /// As `correct; every byte of global and local memory was predicted (counted by interp); 1.03× of the predicted time; bound by arithmetic`.
    String sentence() {
        return correctness() + "; " + bytes() + "; " + time() + "; " + bound() + ".";
    }

    private String correctness() {
        long wrong = all.stream().filter(c -> !c.correct()).count();
        if (wrong == 0) {
            return all.size() == 1 ? "Correct" : "Correct at all " + all.size() + " settings";
        }
        return all.size() == 1 ? "WRONG" : "WRONG at " + wrong + " of " + all.size() + " settings";
    }

    private String bytes() {
        if (!all.stream().allMatch(Comparison::bytesAgree)) {
            return "counted bytes DIFFER from the predicted ones";
        }
        List<KernelRow> rows = all.stream().flatMap(c -> c.kernels().stream()).toList();
        if (rows.isEmpty()) {
            return "no kernel is needed, no byte moves";
        }
        boolean global = rows.stream().allMatch(row -> row.counted().isPresent());
        boolean local = global && rows.stream().allMatch(Headline::isLocalCounted);
        if (!global) {
            return "not all bytes were counted";
        }
        String levels =
                local
                        ? "every byte of global and local memory was predicted"
                        : "every byte of global memory was predicted, local memory was not counted";
        return levels + " (counted by " + all.getFirst().countedBy() + ")";
    }

    private static boolean isLocalCounted(KernelRow row) {
        return row.counted().filter(Moved::isLocalCounted).isPresent();
    }

    private String time() {
        List<Double> ratios =
                all.stream()
                        .map(c -> c.measuredSeconds() / c.predictedSeconds())
                        .filter(ratio -> Double.isFinite(ratio) && ratio > 0)
                        .sorted()
                        .toList();
        if (ratios.isEmpty()) {
            return "time was not measured";
        }
        String least = Quantity.ratio(ratios.getFirst());
        String most = Quantity.ratio(ratios.getLast());
        String range = least.equals(most) ? least : least + " to " + most;
        return "measured time is " + range + " of the predicted";
    }

    private String bound() {
        Set<String> bounds = new LinkedHashSet<>();
        for (Comparison c : all) {
            c.kernels().forEach(row -> bounds.add(row.kernel().kernel().schedule().cost().bound()));
        }
        return bounds.isEmpty()
                ? "nothing binds"
                : "predicted to be bound by " + String.join(" and by ", bounds);
    }

    private static String language(Comparison comparison) {
        return switch (comparison.target()) {
            case OPENCL_SIMD, OPENCL_SIMT -> "OpenCL";
            case CUDA -> "CUDA";
        };
    }

    /// The sentence and what it is about.
    Markup markup() {
        Comparison first = all.getFirst();
        String verdict = isGood() ? "good" : "bad";
        Markup m = new Markup();
        m.open("p", "class", "verdict " + verdict, "role", "status");
        m.leaf("span", isGood() ? "✓" : "✗", "class", "sign", "aria-hidden", "true");
        m.open("span").text(sentence()).close().end();
        m.open("p", "class", "about");
        m.leaf("b", first.derivation().source().name());
        m.text(" on ").leaf("b", first.device()).text(": " + first.deviceDescription());
        m.text(", by " + language(first));
        m.text(" kernels scheduled for " + first.derivation().hardware().name() + ".");
        m.end();
        all.stream()
                .flatMap(c -> c.problems().stream())
                .distinct()
                .forEach(p -> m.leaf("p", "Problem: " + p, "class", "problem"));
        return m;
    }
}
