package org.heddle.model.equal;

/// A number as a {@link Transport} sees it: what it is modulo p, and what it is modulo q.
///
/// ```
/// input            (p, q)     both, drawn apart from each other
/// a + b, a * b     (p, q)     part by part
/// exp(a)           (p, -)     w^(a mod q) mod p: what it is modulo q is not known
/// log(a)           (-, q)     the exponent of a mod p to the base w
/// 1 / 0            undefined  says nothing about the real number
/// ```
///
/// @param p the residue modulo p, or {@link #UNKNOWN}
/// @param q the residue modulo q, or {@link #UNKNOWN}
/// @param numerator a bound on the degree in what was drawn, of the polynomial above the fraction bar
/// @param denominator of the one below it
record Residue(Kind kind, long p, long q, double numerator, double denominator) {
    /// In the place of a residue.
    static final long UNKNOWN = -1;

    static final Residue POSITIVE_INFINITY = special(Kind.POSITIVE_INFINITY);
    static final Residue NEGATIVE_INFINITY = special(Kind.NEGATIVE_INFINITY);
    static final Residue UNDEFINED = special(Kind.UNDEFINED);

    /// What kind of number it is.
    enum Kind {
        FINITE,
        POSITIVE_INFINITY,
        NEGATIVE_INFINITY,
        UNDEFINED
    }

    private static Residue special(Kind kind) {
        return new Residue(kind, UNKNOWN, UNKNOWN, 0, 0);
    }

    /// A finite number; undefined where neither residue is known.
    static Residue of(long p, long q, double numerator, double denominator) {
        return p == UNKNOWN && q == UNKNOWN
                ? UNDEFINED
                : new Residue(Kind.FINITE, p, q, numerator, denominator);
    }

    boolean isFinite() {
        return kind == Kind.FINITE;
    }

    boolean isUndefined() {
        return kind == Kind.UNDEFINED;
    }

    boolean knowsP() {
        return p != UNKNOWN;
    }

    boolean knowsQ() {
        return q != UNKNOWN;
    }

    /// Whether every residue known is 0.
    boolean isZero() {
        return isFinite() && p <= 0 && q <= 0;
    }

    /// The residue by which the number is told from others.
    long identity() {
        return knowsP() ? p : q;
    }

    /// What is known of both: whether they may be one number.
    Agreement agreement(Residue other) {
        if (isUndefined() || other.isUndefined()) {
            return Agreement.SILENT;
        }
        if (!isFinite() || !other.isFinite()) {
            return kind == other.kind ? Agreement.AGREE : Agreement.DIFFER;
        }
        boolean bothP = knowsP() && other.knowsP();
        boolean bothQ = knowsQ() && other.knowsQ();
        if ((bothP && p != other.p) || (bothQ && q != other.q)) {
            return Agreement.DIFFER;
        }
        return bothP || bothQ ? Agreement.AGREE : Agreement.SILENT;
    }

    /// What two residues say of two numbers.
    enum Agreement {
        AGREE,
        DIFFER,
        /// They have no part in common.
        SILENT
    }
}
