package org.heddle.kernels;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Diagram;

/// The sizes at which diagrams of the catalogue are executed: five each for those listed here, the odd ones first; one for every other.
final class Settings {
    private static final long[] GENERIC = {2, 3, 5, 7, 4, 6, 3, 2};

    private static final Map<String, List<String>> SMALL =
            Map.ofEntries(
                    Map.entry(
                            "matmul",
                            List.of(
                                    "i=1,j=1,k=1",
                                    "i=5,j=3,k=0",
                                    "i=37,j=29,k=53",
                                    "i=64,j=48,k=32",
                                    "i=65,j=17,k=129")),
                    Map.entry(
                            "matmul-f16",
                            List.of(
                                    "i=1,j=1,k=1",
                                    "i=5,j=3,k=0",
                                    "i=37,j=29,k=53",
                                    "i=64,j=48,k=32",
                                    "i=65,j=17,k=129")),
                    Map.entry(
                            "batched-matmul",
                            List.of(
                                    "b=1,i=1,j=1,k=1",
                                    "b=2,i=5,j=3,k=0",
                                    "b=3,i=17,j=19,k=23",
                                    "b=2,i=32,j=32,k=32",
                                    "b=5,i=3,j=33,k=65")),
                    Map.entry(
                            "matmul-chain",
                            List.of(
                                    "i=1,k=1,l=1,j=1",
                                    "i=3,k=4,l=0,j=5",
                                    "i=19,k=23,l=29,j=31",
                                    "i=32,k=16,l=48,j=16",
                                    "i=7,k=65,l=33,j=9")),
                    Map.entry(
                            "softmax",
                            List.of("q=1,x=1", "q=3,x=0", "q=37,x=53", "q=16,x=64", "q=5,x=257")),
                    Map.entry(
                            "logsumexp",
                            List.of("q=1,x=1", "q=3,x=0", "q=37,x=53", "q=16,x=64", "q=5,x=257")),
                    Map.entry(
                            "attention",
                            List.of(
                                    "h=1,q=1,x=1,d=1,e=1",
                                    "h=2,q=3,x=0,d=4,e=5",
                                    "h=2,q=37,x=29,d=11,e=13",
                                    "h=1,q=32,x=64,d=16,e=16",
                                    "h=1,q=1,x=67,d=8,e=24")),
                    Map.entry(
                            "attention-f16",
                            List.of(
                                    "h=1,q=1,x=1,d=1,e=1",
                                    "h=2,q=3,x=0,d=4,e=5",
                                    "h=2,q=37,x=29,d=11,e=13",
                                    "h=1,q=32,x=64,d=16,e=16",
                                    "h=1,q=1,x=67,d=8,e=24")),
                    Map.entry(
                            "causal-attention",
                            List.of(
                                    "h=1,q=1,x=1,d=1,e=1",
                                    "h=2,q=3,x=0,d=4,e=5",
                                    "h=2,q=37,x=29,d=11,e=13",
                                    "h=1,q=32,x=64,d=16,e=16",
                                    "h=1,q=33,x=65,d=7,e=9")),
                    Map.entry(
                            "gqa-attention",
                            List.of(
                                    "k=1,g=1,q=1,x=1,d=1,e=1",
                                    "k=2,g=2,q=3,x=0,d=4,e=5",
                                    "k=2,g=3,q=17,x=19,d=11,e=13",
                                    "k=1,g=4,q=16,x=32,d=16,e=16",
                                    "k=1,g=8,q=1,x=67,d=8,e=24")),
                    Map.entry(
                            "rmsnorm-matmul",
                            List.of(
                                    "i=1,k=1,j=1",
                                    "i=3,k=0,j=4",
                                    "i=37,k=53,j=29",
                                    "i=32,k=64,j=48",
                                    "i=5,k=257,j=33")),
                    Map.entry(
                            "kernel-density",
                            List.of(
                                    "i=1,j=1,d=1",
                                    "i=3,j=4,d=0",
                                    "i=37,j=53,d=5",
                                    "i=32,j=64,d=8",
                                    "i=67,j=129,d=3")));

    private static final Map<String, String> LARGE =
            Map.ofEntries(
                    Map.entry("matmul", "i=1000,j=777,k=1303"),
                    Map.entry("matmul-f16", "i=1000,j=777,k=1303"),
                    Map.entry("batched-matmul", "b=8,i=300,j=200,k=500"),
                    Map.entry("matmul-chain", "i=1000,k=777,l=1303,j=72"),
                    Map.entry("softmax", "q=1000,x=7777"),
                    Map.entry("logsumexp", "q=1000,x=7777"),
                    Map.entry("attention", "h=2,q=1000,x=777,d=40,e=72"),
                    Map.entry("attention-f16", "h=2,q=1000,x=777,d=40,e=72"),
                    Map.entry("causal-attention", "h=2,q=777,x=1000,d=40,e=72"),
                    Map.entry("gqa-attention", "k=2,g=4,q=500,x=777,d=40,e=72"),
                    Map.entry("rmsnorm-matmul", "i=1000,k=777,j=1303"),
                    Map.entry("kernel-density", "i=1000,j=7777,d=40"));

    private Settings() {}

    /// The diagrams with sizes of their own.
    static Set<String> listed() {
        return SMALL.keySet();
    }

    /// Five sizes small enough for a simulator, of a diagram that is listed.
    static Stream<String> small(String diagram) {
        List<String> sizes = SMALL.get(diagram);
        if (sizes == null) {
            throw new IllegalArgumentException("no sizes for " + diagram);
        }
        return sizes.stream();
    }

    /// Small sizes for any diagram, by position of the axis: none a multiple of a tile.
    static Map<String, Long> generic(Diagram diagram) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (Axis axis : diagram.axes().values()) {
            if (axis.extent() instanceof Axis.Free && axis.defaultSize().isPresent()) {
                sizes.put(axis.name(), GENERIC[sizes.size()]);
            }
        }
        return sizes;
    }

    /// A size at which a real device has something to do; ragged.
    static Stream<String> large(String diagram) {
        return Stream.ofNullable(LARGE.get(diagram));
    }

    static Map<String, Long> parse(String sizes) {
        Map<String, Long> bySize = new LinkedHashMap<>();
        for (String part : sizes.split(",", -1)) {
            int sign = part.indexOf('=');
            bySize.put(part.substring(0, sign), Long.parseLong(part.substring(sign + 1)));
        }
        return bySize;
    }
}
