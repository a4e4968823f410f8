package org.heddle.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.heddle.cli.text.Quantity;
import org.heddle.rules.derive.Again;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Kernel;

/// What several kernels read, and why one does not read it for all of them.
final class ReadAgain {
    private ReadAgain() {}

    /// Why items go by again, in words.
    static String reason(Again again) {
        String one = "one kernel" + (again.work().size() > 1 ? " for " + and(again.work()) : "");
        return switch (again.why()) {
            case Again.Refused(int passes, _) -> one + " needs " + passes + " passes at best";
            case Again.Chosen(List<String> stream, long bytes, double seconds) ->
                    one
                            + " could do it in one pass"
                            + (stream.isEmpty() ? "" : ", streaming " + String.join(", ", stream))
                            + ", predicted to move "
                            + Quantity.exact(bytes)
                            + " bytes in "
                            + Quantity.seconds(seconds)
                            + ", which was judged worse";
            case Again.Apart(String reason) -> reason;
        };
    }

    private static String and(List<String> names) {
        return names.size() == 1
                ? names.getFirst()
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }

    /// One sentence for everything that is read again, but for further passes of one kernel, and for every other wire that several kernels read.
    static List<String> sentences(Derivation derivation) {
        List<String> sentences = new ArrayList<>();
        Map<String, Integer> readers = readers(derivation);
        for (Again again : derivation.again()) {
            boolean inTurn = again.kernels().size() > 1;
            if (inTurn) {
                again.wires().forEach(readers::remove);
            }
            if (inTurn || !(again.why() instanceof Again.Refused)) {
                sentences.add(
                        are(again.wires())
                                + " read "
                                + (inTurn
                                        ? "by kernel "
                                                + again.kernels().getFirst()
                                                + " and again by "
                                                + again.kernels().getLast()
                                        : "more than once by kernel " + again.kernels().getFirst())
                                + ": "
                                + reason(again));
            }
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
                (count, wires) -> sentences.add(are(wires) + " read by " + count + " kernels"));
        return sentences;
    }

    private static String are(List<String> wires) {
        return String.join(", ", wires) + (wires.size() == 1 ? " is" : " are");
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
