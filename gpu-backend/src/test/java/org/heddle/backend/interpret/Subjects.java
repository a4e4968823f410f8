package org.heddle.backend.interpret;

import java.util.List;

/// Diagrams that together use every node of a tile program: one block and many, ragged ends, empty axes, streams of one pass and of several, inner reductions,
/// diagonals, transposed and renamed reads, several outputs.
public final class Subjects {
    private Subjects() {}

    public static Subject product(long i, long k, long j) {
        return product("f32", "f32", i, k, j);
    }

    public static Subject product(String in, String out, long i, long k, long j) {
        return Subject.of(
                """
                'name': 'product', 'axes': { 'i': null, 'k': null, 'j': null },
                'wires': { 'A': '%s[i, k]', 'B': '%s[k, j]', 'C': '%s[i, j]' }, 'inputs': ['A', 'B'], 'outputs': ['C'],
                'boxes': [ { 'op': 'contract', 'in': ['A', 'B'], 'out': ['C'] } ]
                """
                        .formatted(in, in, out),
                "i",
                i,
                "k",
                k,
                "j",
                j);
    }

    public static Subject map(String dtype, String fn, long i, long j) {
        return Subject.of(
                """
                'name': 'pointwise', 'axes': { 'i': null, 'j': null },
                'wires': { 'A': '%s[i, j]', 'B': '%s[j]', 'C': '%s[i, j]' }, 'inputs': ['A', 'B'], 'outputs': ['C'],
                'boxes': [ { 'op': 'map', 'fn': '%s', 'in': ['A', 'B'], 'out': ['C'] } ]
                """
                        .formatted(dtype, dtype, dtype, fn),
                "i",
                i,
                "j",
                j);
    }

    public static Subject bilinear(long i, long j) {
        return Subject.of(
                """
                'name': 'bilinear', 'axes': { 'i': null, 'j': null },
                'wires': { 'A': 'f32[i]', 'B': 'f32[i, j]', 'C': 'f32[j]', 'N': 'f32[]' },
                'inputs': ['A', 'B', 'C'], 'outputs': ['N'], 'boxes': [ { 'op': 'contract', 'in': ['A', 'B', 'C'], 'out': ['N'] } ]
                """,
                "i",
                i,
                "j",
                j);
    }

    public static Subject rows(String name, String op, String out, long q, long x) {
        return Subject.of(
                """
                'name': '%s', 'axes': { 'q': null, 'x': null }, 'wires': { 'S': 'f32[q, x]', 'P': 'f32[%s]' },
                'inputs': ['S'], 'outputs': ['P'], 'boxes': [ { 'op': '%s', 'over': ['x'], 'in': ['S'], 'out': ['P'] } ]
                """
                        .formatted(name, out, op),
                "q",
                q,
                "x",
                x);
    }

    /// Scores, a mask, a row-wise normalised exponential, a weighted sum.
    public static Subject cascade(String mask, String outputs, long q, long x) {
        return Subject.of(
                """
                'name': 'cascade', 'axes': { 'h': null, 'q': null, 'x': null, 'd': null },
                'wires': { 'Q': 'f32[h, q, d]', 'K': 'f32[h, x, d]', 'V': 'f32[h, x, d]', 'S': 'f32[h, q, x]',
                           'T': 'f32[h, q, x]', 'P': 'f32[h, q, x]', 'O': 'f32[h, q, d]' },
                'inputs': ['Q', 'K', 'V'], 'outputs': [%s],
                'boxes': [
                  { 'op': 'contract', 'in': ['Q', 'K'], 'out': ['S'] },
                  { 'op': 'map', 'fn': 's -> where(%s, s / sqrt(|d|), -inf)', 'in': ['S'], 'out': ['T'] },
                  { 'op': 'softmax', 'over': ['x'], 'in': ['T'], 'out': ['P'] },
                  { 'op': 'contract', 'in': ['P', 'V'], 'out': ['O'] } ]
                """
                        .formatted(outputs, mask),
                "h",
                2,
                "q",
                q,
                "x",
                x,
                "d",
                8);
    }

    /// A row's maximum, then a sum that splits into two of one sign: that of squares, and the square of the maximum as often as there are items.
    public static Subject squares(long q, long x) {
        return Subject.of(
                """
                'name': 'squares', 'axes': { 'q': null, 'x': null },
                'wires': { 'S': 'f32[q, x]', 'M': 'f32[q]', 'N': 'f32[q]' }, 'inputs': ['S'], 'outputs': ['N'],
                'boxes': [ { 'op': 'reduce', 'monoid': 'max', 'in': ['S'], 'out': ['M'] },
                           { 'op': 'reduce', 'monoid': 'sum', 'fn': 's, m -> s * s + m * m', 'in': ['S', 'M'], 'out': ['N'] } ]
                """,
                "q",
                q,
                "x",
                x);
    }

    /// A row-wise normalised exponential at a temperature, times values.
    public static Subject tempered(long q, long x) {
        return Subject.of(
                """
                'name': 'tempered', 'axes': { 'q': null, 'x': null },
                'wires': { 'S': 'f32[q, x]', 't': 'f32[q]', 'V': 'f32[x]', 'M': 'f32[q]', 'E': 'f32[q, x]', 'Z': 'f32[q]', 'N': 'f32[q]', 'O': 'f32[q]' },
                'inputs': ['S', 't', 'V'], 'outputs': ['O'],
                'boxes': [ { 'op': 'reduce', 'monoid': 'max', 'in': ['S'], 'out': ['M'] },
                           { 'op': 'map', 'fn': 's, m, t -> exp((s - m) / t)', 'in': ['S', 'M', 't'], 'out': ['E'] },
                           { 'op': 'reduce', 'monoid': 'sum', 'in': ['E'], 'out': ['Z'] },
                           { 'op': 'contract', 'in': ['E', 'V'], 'out': ['N'] },
                           { 'op': 'map', 'fn': 'n, z -> n / z', 'in': ['N', 'Z'], 'out': ['O'] } ]
                """,
                "q",
                q,
                "x",
                x);
    }

    static List<Subject> all() {
        return List.of(
                product(37, 53, 29),
                product(1, 1, 1),
                product(0, 5, 11),
                product(17, 0, 11),
                product("f64", "f64", 17, 13, 11),
                Subject.of(
                        """
                        'name': 'batched', 'axes': { 'b': null, 'i': null, 'k': null, 'j': null },
                        'wires': { 'A': 'f32[b, k, i]', 'B': 'f32[j, k]', 'C': 'f32[b, j, i]' }, 'inputs': ['A', 'B'], 'outputs': ['C'],
                        'boxes': [ { 'op': 'contract', 'in': ['A', 'B'], 'out': ['C'] } ]
                        """,
                        "b",
                        3,
                        "i",
                        7,
                        "k",
                        19,
                        "j",
                        11),
                Subject.of(
                        """
                        'name': 'chain', 'axes': { 'i': null, 'k': null, 'j': null, 'l': null },
                        'wires': { 'A': 'f32[i, k]', 'B': 'f32[k, j]', 'C': 'f32[i, j]', 'D': 'f32[j, l]', 'E': 'f32[i, l]' },
                        'inputs': ['A', 'B', 'D'], 'outputs': ['E'],
                        'boxes': [ { 'op': 'contract', 'in': ['A', 'B'], 'out': ['C'] }, { 'op': 'contract', 'in': ['C', 'D'], 'out': ['E'] } ]
                        """,
                        "i",
                        17,
                        "k",
                        13,
                        "j",
                        21,
                        "l",
                        9),
                Subject.of(
                        """
                        'name': 'gram', 'axes': { 'i': null, 'j': null, 'k': null },
                        'wires': { 'A': 'f32[i, k]', 'C': 'f32[i, j]' }, 'inputs': ['A'], 'outputs': ['C'],
                        'boxes': [ { 'op': 'contract', 'semiring': 'max-plus', 'in': ['A', 'A[j, k]'], 'out': ['C'] } ]
                        """,
                        "i",
                        19,
                        "j",
                        19,
                        "k",
                        7),
                Subject.of(
                        """
                        'name': 'trace', 'axes': { 'i': null, 'j': null }, 'wires': { 'A': 'f32[i, j]', 'C': 'f32[]' },
                        'inputs': ['A'], 'outputs': ['C'], 'boxes': [ { 'op': 'reduce', 'monoid': 'sum', 'in': ['A[i, i]'], 'out': ['C'] } ]
                        """,
                        "i",
                        19,
                        "j",
                        19),
                Subject.of(
                        """
                        'name': 'diagonal', 'axes': { 'i': null, 'j': null }, 'wires': { 'A': 'f32[i, j]', 'C': 'f32[i]' },
                        'inputs': ['A'], 'outputs': ['C'], 'boxes': [ { 'op': 'map', 'fn': 'a -> 2 * a', 'in': ['A[i, i]'], 'out': ['C'] } ]
                        """,
                        "i",
                        19,
                        "j",
                        19),
                Subject.of(
                        """
                        'name': 'indices', 'axes': { 'i': null, 'k': null }, 'wires': { 'A': 'f32[i, k]', 'C': 'f32[i]' },
                        'inputs': ['A'], 'outputs': ['C'],
                        'boxes': [ { 'op': 'reduce', 'monoid': 'sum', 'fn': 'a -> where(#k < #i, a * #k, exp(a)) / |k|', 'in': ['A'], 'out': ['C'] } ]
                        """,
                        "i",
                        17,
                        "k",
                        29),
                map("f32", "a, b -> tanh(a) * b + #i - |j|", 19, 7),
                bilinear(17, 33),
                rows("normalised", "softmax", "q, x", 13, 41),
                rows("log-sum", "logsumexp", "q", 13, 41),
                rows("variance", "variance", "q", 13, 41),
                Subject.of(
                        """
                        'name': 'two-axes', 'axes': { 'i': null, 'k': null, 'l': null }, 'wires': { 'X': 'f32[i, k, l]', 'N': 'f32[i]' },
                        'inputs': ['X'], 'outputs': ['N'], 'boxes': [ { 'op': 'logsumexp', 'over': ['k', 'l'], 'in': ['X'], 'out': ['N'] } ]
                        """,
                        "i",
                        7,
                        "k",
                        9,
                        "l",
                        11),
                Subject.of(
                        """
                        'name': 'two-outputs', 'axes': { 'i': null, 'k': null, 'j': null },
                        'wires': { 'A': 'f32[i, k]', 'R': 'f32[i, k]', 'B': 'f32[k, j]', 'C': 'f32[i, j]', 'Z': 'f32[i]' },
                        'inputs': ['A', 'B'], 'outputs': ['C', 'Z'],
                        'boxes': [ { 'op': 'map', 'fn': 'a -> tanh(a)', 'in': ['A'], 'out': ['R'] },
                                   { 'op': 'contract', 'in': ['R', 'B'], 'out': ['C'] },
                                   { 'op': 'reduce', 'monoid': 'sum', 'in': ['R'], 'out': ['Z'] } ]
                        """,
                        "i",
                        17,
                        "k",
                        29,
                        "j",
                        11),
                Subject.of(
                        """
                        'name': 'normalised-product', 'axes': { 'i': null, 'k': null, 'j': null },
                        'wires': { 'X': 'f32[i, k]', 'G': 'f32[k]', 'N': 'f32[i, k]', 'W': 'f32[k, j]', 'Y': 'f32[i, j]' },
                        'inputs': ['X', 'G', 'W'], 'outputs': ['Y'],
                        'boxes': [ { 'op': 'rmsnorm', 'over': ['k'], 'in': ['X'], 'out': ['N'] },
                                   { 'op': 'contract', 'in': ['N', 'G', 'W'], 'out': ['Y'] } ]
                        """,
                        "i",
                        17,
                        "k",
                        33,
                        "j",
                        21),
                Subject.of(
                        """
                        'name': 'kernel-density', 'axes': { 'i': null, 'j': null, 'd': null },
                        'wires': { 'A': 'f32[i, d]', 'B': 'f32[j, d]', 'V': 'f32[j]', 'D': 'f32[i, j]', 'W': 'f32[i, j]',
                                   'Z': 'f32[i]', 'N': 'f32[i]', 'O': 'f32[i]' },
                        'inputs': ['A', 'B', 'V'], 'outputs': ['O'],
                        'boxes': [ { 'op': 'reduce', 'monoid': 'sum', 'fn': 'a, b -> (a - b) * (a - b)', 'in': ['A', 'B'], 'out': ['D'] },
                                   { 'op': 'map', 'fn': 'd -> exp(-d / 2)', 'in': ['D'], 'out': ['W'] },
                                   { 'op': 'reduce', 'monoid': 'sum', 'in': ['W'], 'out': ['Z'] },
                                   { 'op': 'contract', 'in': ['W', 'V'], 'out': ['N'] },
                                   { 'op': 'map', 'fn': 'n, z -> n / z', 'in': ['N', 'Z'], 'out': ['O'] } ]
                        """,
                        "i",
                        19,
                        "j",
                        31,
                        "d",
                        3),
                cascade("#x <= #q + |x| - |q|", "'O'", 17, 23),
                cascade("#x <= #q + |x| - |q|", "'O'", 23, 17),
                cascade("#x >= #q", "'O'", 19, 19),
                cascade("#x <= #q", "'O', 'P'", 9, 13),
                cascade("#x <= #q", "'O'", 5, 0),
                squares(5, 23),
                squares(3, 1),
                squares(3, 0));
    }
}
