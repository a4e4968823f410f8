package org.heddle.backend.simd;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.diagram.DType;

/// A function that kernels call, for scalars or for vectors.
///
/// Its template has `REAL`, `FLOAT`, `UINT`, `USHORT`, `INT` for types of `N` lanes, and `MASK` to make a truth value as wide as `REAL`.
///
/// @param n the number of lanes; empty for scalars
record Helper(String name, String n, String template) {
    private static final String FROM_HALF =
            """
            static inline REAL from_halfN(USHORT bits) {
                const USHORT in = bits;
                return TO_REAL(vload_halfN(0, (const __private half*)&in));
            }
            """;

    private static final String TO_HALF =
            """
            static inline USHORT to_halfN(REAL value) {
                USHORT out;
                vstore_halfN_rte(value, 0, (__private half*)&out);
                return out;
            }
            """;

    private static final String FROM_BFLOAT =
            """
            static inline REAL from_bfloatN(USHORT bits) {
                return TO_REAL(as_FLOAT(convert_UINT(bits) << 16));
            }
            """;

    private static final String TO_BFLOAT =
            """
            static inline USHORT to_bfloatN(REAL value) {
                const UINT bits = odd_floatN(value);
                const UINT rounded = bits + 0x7fffu + ((bits >> 16) & 1u);
                return convert_USHORT(select(rounded, bits | 0x400000u, convert_INT(isnan(value))) >> 16);
            }
            """;

    private static final String F32_BITS =
            """
            #define odd_floatN(value) as_UINT(value)
            """;

    private static final String ODD_F32_BITS =
            """
            // The bits of the f32 next to zero from a number, the last one set where that is inexact: rounding once more rounds as if at once.
            static inline UINT odd_floatN(REAL value) {
                const FLOAT nearest = convert_FLOAT(value);
                const REAL back = convert_REAL(nearest);
                const UINT bits = as_UINT(nearest);
                const UINT toZero = select(bits, bits - 1u, convert_INT(fabs(back) > fabs(value)));
                return select(toZero, toZero | 1u, convert_INT(back != value));
            }
            """;

    private static final String MAX_NAN =
            """
            // Maximum that passes a NaN on.
            static inline REAL __attribute__((overloadable)) max_nan(REAL a, REAL b) {
                return select(b, a, MASK((a > b) | (a != a)));
            }
            """;

    private static final String MIN_NAN =
            """
            // Minimum that passes a NaN on.
            static inline REAL __attribute__((overloadable)) min_nan(REAL a, REAL b) {
                return select(b, a, MASK((a < b) | (a != a)));
            }
            """;

    private static final String SQUARE =
            """
            static inline REAL __attribute__((overloadable)) square(REAL x) {
                return x * x;
            }
            """;

    private static final String SINE =
            """
            // Vectors of PoCL 3.1 are wrong at tiny numbers beside huge ones.
            static inline REAL __attribute__((overloadable)) sine(REAL x) {
                return select(sin(x), x, MASK(fabs(x) < (REAL)(1e-4f)));
            }
            """;

    private static final String COSINE =
            """
            // Vectors of PoCL 3.1 are wrong at tiny numbers beside huge ones.
            static inline REAL __attribute__((overloadable)) cosine(REAL x) {
                return select(cos(x), (REAL)(ONE), MASK(fabs(x) < (REAL)(1e-4f)));
            }
            """;

    private static final String POWER =
            """
            static inline REAL __attribute__((overloadable)) power(REAL x, REAL y) {
                return pow(x, y);
            }
            """;

    private static final String POWER_BY_HALVES =
            """
            // Vectors of eight doubles of PoCL 3.1 are wrong where lanes differ much.
            static inline REAL __attribute__((overloadable)) power(REAL x, REAL y) {
                return (REAL)(pow(x.lo, y.lo), pow(x.hi, y.hi));
            }
            """;

    private static final String SIGMOID =
            """
            // The exponential of a number that is not positive cannot overflow.
            static inline REAL __attribute__((overloadable)) sigmoid(REAL x) {
                const REAL e = exp(-fabs(x));
                return select(e, (REAL)(ONE), MASK(x >= ZERO)) / (ONE + e);
            }
            """;

    private static final String MOD_REAL =
            """
            // The remainder with the sign of the divisor. Each turn is exact and takes as many bits off the quotient as REAL has.
            static inline REAL __attribute__((overloadable)) mod_real(REAL a, REAL b) {
                REAL rest = a;
                for (int turn = 0; turn < 2; ++turn)
                    rest = select(fma(-rint(rest / b), b, rest), rest, MASK(isinf(b) & isfinite(rest)));
                const REAL moved = select(rest, rest + b, MASK((rest < ZERO) != (b < ZERO)));
                return select(moved, copysign((REAL)(ZERO), b), MASK(rest == ZERO));
            }
            """;

    private static final String MOD_FLOOR =
            """
            // The remainder with the sign of the divisor.
            #define mod_floor(a, b) (((a) % (b) + (b)) % (b))
            """;

    /// Every helper, for scalars and for vectors.
    static List<Helper> all(Numbers numbers) {
        String lanes = Integer.toString(numbers.lanes());
        String bits = numbers.dtype() == DType.F64 ? ODD_F32_BITS : F32_BITS;
        List<Helper> helpers = new ArrayList<>();
        for (String n : List.of("", lanes)) {
            helpers.add(new Helper("from_half" + n, n, FROM_HALF));
            helpers.add(new Helper("to_half" + n, n, TO_HALF));
            helpers.add(new Helper("from_bfloat" + n, n, FROM_BFLOAT));
            helpers.add(new Helper("to_bfloat" + n, n, bits + TO_BFLOAT));
        }
        for (String n : List.of("", lanes)) {
            helpers.add(new Helper("max_nan", n, MAX_NAN));
            helpers.add(new Helper("min_nan", n, MIN_NAN));
            helpers.add(new Helper("square", n, SQUARE));
            helpers.add(new Helper("sine", n, SINE));
            helpers.add(new Helper("cosine", n, COSINE));
            helpers.add(new Helper("power", n, n.isEmpty() ? POWER : POWER_BY_HALVES));
            helpers.add(new Helper("sigmoid", n, SIGMOID));
            helpers.add(new Helper("mod_real", n, MOD_REAL));
        }
        helpers.add(new Helper("mod_floor", "", MOD_FLOOR));
        return helpers;
    }

    /// The definition in a kernel's number type.
    String text(Numbers numbers) {
        boolean wide = numbers.dtype() == DType.F64;
        return template.replace("TO_REAL", wide ? "convert_REAL" : "")
                .replace("MASK", wide && n.isEmpty() ? "(long)" : "")
                .replace("REAL", numbers.scalar() + n)
                .replace("FLOAT", "float" + n)
                .replace("USHORT", "ushort" + n)
                .replace("UINT", "uint" + n)
                .replace("INT", "int" + n)
                .replace("ZERO", numbers.literal(0))
                .replace("ONE", numbers.literal(1))
                .replace("floatN", "float" + n)
                .replace("halfN", "half" + n);
    }
}
