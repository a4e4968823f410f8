package org.heddle.model.equal;

/// Functions that a {@link Transport} knows no law of but their symmetry. An identity that needs another one, such as
/// `sin² + cos² = 1`, is not seen.
enum Opaque {
    SIN(Parity.ODD),
    COS(Parity.EVEN),
    ERF(Parity.ODD),
    FLOOR(Parity.NONE),
    ROUND(Parity.ODD),
    MOD(Parity.NONE),
    LOG(Parity.NONE),
    ROOT(Parity.NONE);

    private final Parity parity;

    Opaque(Parity parity) {
        this.parity = parity;
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
