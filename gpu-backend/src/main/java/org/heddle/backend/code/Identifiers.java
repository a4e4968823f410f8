package org.heddle.backend.code;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Distinct identifiers of one scope of a C-like text, each as close to the wanted name as possible.
///
/// ```
///   wanted   kind     claimed
///   O        array    O
///   O        tile     O_tile      the array has O
///   dot      kernel   dot_kernel  OpenCL C has a function dot
///   get_x    axis     axis_get_x  OpenCL C may have any function that begins with get_
///   x'       axis     x_          primes are legal in names that a derivation makes, not in C
/// ```
///
/// A name that OpenCL C or CUDA C++ has is never given away, so that a wire or an axis may be called as one likes.
public final class Identifiers {
    private final Set<String> taken;

    /// @param own names that the text itself declares
    public Identifiers(Collection<String> own) {
        this.taken = new HashSet<>(own);
    }

    /// The name, or the name with what it is called for where it is taken, or that with a number.
    public String claim(String wanted, String kind) {
        return claim(wanted, kind, List.of(""));
    }

    /// A name that is free together with every one of the suffixes, which are claimed with it.
    public String claim(String wanted, String kind, List<String> suffixes) {
        String name = free(wanted, kind, suffixes);
        for (String suffix : suffixes) {
            taken.add(name + suffix);
        }
        return name;
    }

    /// A name that is free now and stays so: for what the names claimed later may hide, as parameters hide their kernel.
    public String free(String wanted, String kind) {
        return free(wanted, kind, List.of(""));
    }

    private String free(String wanted, String kind, List<String> suffixes) {
        String plain = identifier(wanted);
        String told = plain.endsWith("_" + kind) ? plain : plain + "_" + kind;
        if (isFree(plain, suffixes)) {
            return plain;
        }
        if (isFree(told, suffixes)) {
            return told;
        }
        String base = Words.isReserved(told) ? kind + "_" + plain : told;
        String name = base;
        for (int n = 2; !isFree(name, suffixes); n++) {
            name = base + "_" + n;
        }
        return name;
    }

    private boolean isFree(String name, List<String> suffixes) {
        return suffixes.stream()
                .map(name::concat)
                .noneMatch(each -> taken.contains(each) || Words.isReserved(each));
    }

    private static String identifier(String wanted) {
        String plain = wanted.replaceAll("[^A-Za-z0-9_]", "_");
        return plain.isEmpty() || Character.isDigit(plain.charAt(0)) ? "v" + plain : plain;
    }
}
