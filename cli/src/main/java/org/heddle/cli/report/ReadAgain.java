package org.heddle.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.heddle.rules.derive.Again;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Kernel;

/// What several kernels read, and why one does not read it for all of them.
final class ReadAgain {
    private ReadAgain() {}

    /// Why a wire is read again, in words.
    static String reason(Again.Why why) {
        return switch (why) {
            case Again.Refused(var form) ->
                    "one kernel would need " + form.passes() + " passes at best";
            case Again.Chosen(List<String> stream) ->
                    "one kernel could do it in one pass"
                            + (stream.isEmpty() ? "" : ", streaming " + String.join(", ", stream))
                            + ": two are predicted to be better";
            case Again.Apart(String reason) -> reason;
        };
    }

    /// One sentence for every two kernels that read in turn, and for every other wire that several kernels read.
    static List<String> sentences(Derivation derivation) {
        List<String> sentences = new ArrayList<>();
        Map<String, Integer> readers = readers(derivation);
        for (Again pair : derivation.again()) {
            pair.wires().forEach(readers::remove);
            sentences.add(
                    String.join(", ", pair.wires())
                            + (pair.wires().size() == 1 ? " is" : " are")
                            + " read by kernel "
                            + pair.first()
                            + " and again by "
                            + pair.then()
                            + ": "
                            + reason(pair.why()));
        }
        SequencedMap<Integer, List<String>> others =
                readers.entrySet().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Map.Entry::getValue,
                                        LinkedHashMap::new,
                                        Collectors.mapping(
                                                Map.Entry::getKey, Collectors.toList())));
        others.forEach(
                (count, wires) ->
                        sentences.add(
                                String.join(", ", wires)
                                        + (wires.size() == 1 ? " is" : " are")
                                        + " read by "
                                        + count
                                        + " kernels"));
        return sentences;
    }

    /// By wire that several kernels read, how many do.
    private static Map<String, Integer> readers(Derivation derivation) {
        Map<String, Integer> readers = new LinkedHashMap<>();
        for (Kernel kernel : derivation.kernels()) {
            kernel.region().inputs().forEach(wire -> readers.merge(wire, 1, Integer::sum));
        }
        readers.values().removeIf(count -> count == 1);
        return readers;
    }
}
