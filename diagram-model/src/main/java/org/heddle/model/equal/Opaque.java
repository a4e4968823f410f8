package org.heddle.model.equal;

/// Functions that a {@link Transport} knows no law of but their symmetry. An identity that needs another one, such as
/// `sin² + cos² = 1`, is not seen.
enum Opaque {
    SIN(0, Parity.ODD),
    COS(1, Parity.EVEN),
    ERF(2, Parity.ODD),
    FLOOR(3, Parity.NONE),
    ROUND(4, Parity.ODD),
    MOD(5, Parity.NONE),
    LOG(6, Parity.NONE),
    ROOT(7, Parity.NONE);

    private final int number;
    private final Parity parity;

    Opaque(int number, Parity parity) {
        this.number = number;
        this.parity = parity;
    }

    /// What tells it from the others, below 64.
    int number() {
        return number;
    }

    /// What a change of the argument's sign does.
    enum Parity {
        ODD,
        EVEN,
        NONE
    }

    Parity parity() {
        return parity;
    }

    Residue atInfinity(Transport transport, Residue infinity) {
        return switch (this) {
            case ERF ->
                    infinity.isUndefined() ? infinity : transport.integer(transport.sign(infinity));
            case FLOOR, ROUND -> infinity;
            case SIN, COS, MOD, LOG, ROOT -> Residue.UNDEFINED;
        };
    }
}
