package org.heddle.rules.time;

import org.heddle.rules.hardware.TimeConstant;

/// What a group asks of its unit and of global memory.
public enum Need {
    /// Seconds of multiply-adds, whole register pieces, if all units computed them at their rate.
    ARITHMETIC(0, TimeConstant.ARITHMETIC, Kind.COMPUTED),
    /// Seconds of special functions, likewise.
    SPECIAL(1, TimeConstant.SPECIAL, Kind.COMPUTED),
    /// Seconds of special functions of lanes that hold no element, likewise.
    PADDING(2, TimeConstant.PADDING, Kind.COMPUTED),
    /// Seconds of bytes between local memory and registers, likewise.
    LOCAL(3, TimeConstant.LOCAL, Kind.LOCAL),
    /// Seconds of those of these bytes that the nearest cache of a unit does not serve, likewise.
    BEYOND(4, TimeConstant.BEYOND, Kind.LOCAL),
    /// Seconds of bytes of global memory at all of its bandwidth.
    GLOBAL(5, TimeConstant.GLOBAL, Kind.GLOBAL),
    /// Vectors of results that folds take into registers and put back.
    PIECE(6, TimeConstant.PIECE, Kind.COUNTED),
    /// Multiply-adds' times that pass while a fold has no other one to begin.
    WAIT(7, TimeConstant.WAIT, Kind.COUNTED),
    /// Results of lanes that are combined into one number.
    COMBINE(8, TimeConstant.COMBINE, Kind.COUNTED),
    /// Vectors that pointwise steps read or write.
    VECTOR(9, TimeConstant.VECTOR, Kind.COUNTED),
    /// Rests of rows that are copied.
    TAIL(10, TimeConstant.TAIL, Kind.COUNTED),
    /// Elements that are copied by themselves.
    ELEMENT(11, TimeConstant.ELEMENT, Kind.COUNTED),
    /// Blocks that are turned while they are copied.
    TRANSPOSE(12, TimeConstant.TRANSPOSE, Kind.COUNTED),
    /// Steps that are begun.
    STEP(13, TimeConstant.STEP, Kind.COUNTED),
    /// Groups that are begun.
    GROUP(14, TimeConstant.GROUP, Kind.COUNTED);

    /// What a need is of.
    enum Kind {
        COMPUTED,
        LOCAL,
        GLOBAL,
        COUNTED
    }

    private final int place;
    private final TimeConstant constant;
    private final Kind kind;

    /// @param place in arrays of amounts, as many as there are needs
    Need(int place, TimeConstant constant, Kind kind) {
        this.place = place;
        this.constant = constant;
        this.kind = kind;
    }

    /// Its place in arrays of amounts.
    public int place() {
        return place;
    }

    /// The factor of its time, or the seconds of one.
    public TimeConstant constant() {
        return constant;
    }

    Kind kind() {
        return kind;
    }

    /// Whether it is a count, with seconds of one unit for each.
    public boolean isCount() {
        return kind == Kind.COUNTED;
    }
}
