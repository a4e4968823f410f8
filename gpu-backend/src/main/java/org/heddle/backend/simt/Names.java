package org.heddle.backend.simt;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Distinct C identifiers, each as close to the wanted name as possible.
final class Names {
    private static final Set<String> RESERVED = Set.of(
            // C, C++ and OpenCL C
            "auto", "bool", "break", "case", "char", "class", "const", "constant", "constexpr", "continue", "default", "delete", "do",
            "double", "else", "enum", "explicit", "export", "extern", "false", "float", "for", "friend", "global", "goto", "half", "if",
            "image", "inline", "int", "kernel", "local", "long", "mutable", "namespace", "new", "not", "operator", "or", "and", "private",
            "protected", "public", "quad", "register", "restrict", "return", "sampler_t", "short", "signed", "sizeof", "static", "struct",
            "switch", "template", "this", "throw", "true", "try", "typedef", "typename", "uchar", "uint", "ulong", "ushort", "union",
            "unsigned", "using", "virtual", "void", "volatile", "while", "xor",
            // functions and macros that kernels use
            "min", "max", "exp", "exp2", "log", "sin", "cos", "sqrt", "rsqrt", "tanh", "erf", "fabs", "floor", "rint", "pow", "fma",
            "fmod", "abs", "INFINITY", "NAN", "NULL", "barrier", "blockIdx", "threadIdx", "warpSize", "linux", "unix",
            // variables of every kernel
            "threads", "thread", "group", "shared", "piece", "round", "member", "active", "step", "partial", "element");

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
