package org.heddle.backend.simt;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Distinct C identifiers, each as close to the wanted name as possible.
final class Names {
    private static final Set<String> RESERVED =
            Set.of(
                    // C, C++ and OpenCL C
                    "auto",
                    "bool",
                    "break",
                    "case",
                    "char",
                    "class",
                    "const",
                    "constant",
                    "constexpr",
                    "continue",
                    "default",
                    "delete",
                    "do",
                    "double",
                    "else",
                    "enum",
                    "explicit",
                    "export",
                    "extern",
                    "false",
                    "float",
                    "for",
                    "friend",
                    "global",
                    "goto",
                    "half",
                    "if",
                    "image",
                    "inline",
                    "int",
                    "kernel",
                    "local",
                    "long",
                    "mutable",
                    "namespace",
                    "new",
                    "not",
                    "operator",
                    "or",
                    "and",
                    "private",
                    "protected",
                    "public",
                    "quad",
                    "register",
                    "restrict",
                    "return",
                    "sampler_t",
                    "short",
                    "signed",
                    "sizeof",
                    "static",
                    "struct",
                    "switch",
                    "template",
                    "this",
                    "throw",
                    "true",
                    "try",
                    "typedef",
                    "typename",
                    "uchar",
                    "uint",
                    "ulong",
                    "ushort",
                    "union",
                    "unsigned",
                    "using",
                    "virtual",
                    "void",
                    "volatile",
                    "while",
                    "xor",
                    // functions and macros that kernels use
                    "min",
                    "max",
                    "exp",
                    "exp2",
                    "log",
                    "sin",
                    "cos",
                    "sqrt",
                    "rsqrt",
                    "tanh",
                    "erf",
                    "fabs",
                    "floor",
                    "rint",
                    "pow",
                    "fma",
                    "fmod",
                    "abs",
                    "INFINITY",
                    "NAN",
                    "NULL",
                    "barrier",
                    "blockIdx",
                    "threadIdx",
                    "warpSize",
                    "linux",
                    "unix",
                    // variables of every kernel
                    "threads",
                    "thread",
                    "group",
                    "shared",
                    "piece",
                    "round",
                    "member",
                    "active",
                    "step",
                    "element",
                    "partial_f32",
                    "partial_f64",
                    "partial_i64",
                    "min_f32",
                    "min_f64",
                    "max_f32",
                    "max_f64",
                    "mod_f32",
                    "mod_f64",
                    "sigmoid_f32",
                    "sigmoid_f64",
                    "square_f32",
                    "square_f64");

    /// Functions that OpenCL C or CUDA declare for every file: a kernel must not be called so, a variable may.
    private static final Set<String> FUNCTIONS =
            Set.of(
                    "acos",
                    "acosh",
                    "all",
                    "any",
                    "asin",
                    "asinh",
                    "atan",
                    "atan2",
                    "atanh",
                    "cbrt",
                    "ceil",
                    "clamp",
                    "clock",
                    "clz",
                    "cosh",
                    "cross",
                    "degrees",
                    "distance",
                    "div",
                    "dot",
                    "erfc",
                    "exp10",
                    "expm1",
                    "fdim",
                    "fmax",
                    "fmin",
                    "fract",
                    "frexp",
                    "gamma",
                    "hypot",
                    "index",
                    "isinf",
                    "isnan",
                    "j0",
                    "j1",
                    "jn",
                    "labs",
                    "ldexp",
                    "length",
                    "lgamma",
                    "log10",
                    "log1p",
                    "log2",
                    "logb",
                    "main",
                    "mix",
                    "modf",
                    "nan",
                    "norm",
                    "normalize",
                    "normcdf",
                    "popcount",
                    "pown",
                    "powr",
                    "printf",
                    "radians",
                    "remainder",
                    "rootn",
                    "rotate",
                    "round",
                    "select",
                    "shuffle",
                    "sign",
                    "signbit",
                    "sinh",
                    "smoothstep",
                    "step",
                    "tan",
                    "tgamma",
                    "time",
                    "trunc",
                    "y0",
                    "y1",
                    "yn");

    private final Set<String> taken = new HashSet<>(RESERVED);

    /// The name, or the name with a suffix where it is taken.
    String claim(String wanted) {
        return claim(wanted, List.of(""));
    }

    /// A name that is free together with every one of the suffixes, which are claimed with it.
    String claim(String wanted, List<String> suffixes) {
        String base = identifier(wanted);
        String name = base;
        for (int n = 2; !isFree(name, suffixes); n++) {
            name = base + "_" + n;
        }
        for (String suffix : suffixes) {
            taken.add(name + suffix);
        }
        return name;
    }

    /// The name of the kernel itself: as wanted, unless the language or a constant of the file has it. Parameters may be called like the kernel.
    String entry(String wanted) {
        return taken.contains(wanted) || FUNCTIONS.contains(wanted)
                ? claim(wanted + "_kernel")
                : wanted;
    }

    boolean isTaken(String name) {
        return taken.contains(identifier(name));
    }

    private boolean isFree(String name, List<String> suffixes) {
        return suffixes.stream().noneMatch(suffix -> taken.contains(name + suffix));
    }

    /// Letters beyond ASCII and primes are legal in a diagram, not in C.
    private static String identifier(String wanted) {
        String plain = wanted.replaceAll("[^A-Za-z0-9_]", "_");
        return plain.isEmpty() || Character.isDigit(plain.charAt(0)) ? "v" + plain : plain;
    }
}
