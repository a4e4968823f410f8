package org.heddle.backend.simt;

import java.util.List;
import org.heddle.backend.code.Identifiers;

/// The names that kernels for groups of threads declare themselves.
final class Names {
    private static final List<String> OWN =
            List.of(
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
                    "square_f64",
                    "f16_to_f32",
                    "f16_of_f32",
                    "f16_of_f64",
                    "bf16_to_f32",
                    "bf16_of_f32");

    private Names() {}

    /// The names of a kernel, to be claimed.
    static Identifiers unclaimed() {
        return new Identifiers(OWN);
    }
}
