package org.heddle.rules.hardware;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A number of the time model, with what it is where a description does not give it.
///
/// Factors multiply what the rates of the description make of a count; seconds are those of one unit for one of what is counted. With the values that are taken where nothing is given,
/// a unit takes no longer than its rates say.
public enum TimeConstant {
    /// The part of the shorter of computing and transferring that the longer one does not hide.
    EXPOSED(0.25, 1),
    /// How many times its share of the global bandwidth one unit draws while others idle.
    SHARES(2, Double.MAX_VALUE),
    /// The part of a cache which all units share that arrays may take for groups to draw them from there; 0 where all is drawn from global memory.
    CACHED(0, 1),
    /// Bytes of local memory that the nearest cache of a unit holds; 0 where it is not told apart.
    NEAR(0, Double.MAX_VALUE),
    /// Multiply-adds, of whole register pieces.
    ARITHMETIC(1, Double.MAX_VALUE),
    /// Special functions.
    SPECIAL(1, Double.MAX_VALUE),
    /// Special functions of lanes that hold no element.
    PADDING(0, Double.MAX_VALUE),
    /// Bytes between local memory and registers.
    LOCAL(1, Double.MAX_VALUE),
    /// The part of these bytes that the nearest cache of a unit does not serve, since a group's tiles are larger.
    BEYOND(0, Double.MAX_VALUE),
    /// Bytes of global memory.
    GLOBAL(1, Double.MAX_VALUE),
    /// A vector of a fold's result that is taken into a register and put back.
    PIECE(0, Double.MAX_VALUE),
    /// A multiply-add's time that passes while a fold has no other one to begin, since its register piece is small.
    WAIT(0, Double.MAX_VALUE),
    /// A result of lanes that are combined into one number.
    COMBINE(0, Double.MAX_VALUE),
    /// A vector that a pointwise step reads or writes.
    VECTOR(0, Double.MAX_VALUE),
    /// The rest of a row that fills no vector, where it is copied.
    TAIL(0, Double.MAX_VALUE),
    /// An element that is copied by itself, since its neighbours in one memory are none in the other.
    ELEMENT(0, Double.MAX_VALUE),
    /// A square block of vectors that is turned while it is copied.
    TRANSPOSE(0, Double.MAX_VALUE),
    /// A step that is begun, once for each block of the loops around it.
    STEP(0, Double.MAX_VALUE),
    /// A group that is begun.
    GROUP(0, Double.MAX_VALUE);

    private final double usual;
    private final double most;

    TimeConstant(double usual, double most) {
        this.usual = usual;
        this.most = most;
    }

    /// The value where a description gives none.
    public double usual() {
        return usual;
    }

    /// The largest value that it can have; the smallest is 0, and 1 for {@link #SHARES}.
    public double most() {
        return most;
    }

    double least() {
        return this == SHARES ? 1 : 0;
    }

    /// Its key in a description.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether it is seconds of one of what is counted; else a part or a factor.
    public boolean isSeconds() {
        return switch (this) {
            case EXPOSED,
                    SHARES,
                    CACHED,
                    NEAR,
                    ARITHMETIC,
                    SPECIAL,
                    PADDING,
                    LOCAL,
                    BEYOND,
                    GLOBAL ->
                    false;
            case PIECE, WAIT, COMBINE, VECTOR, TAIL, ELEMENT, TRANSPOSE, STEP, GROUP -> true;
        };
    }

    /// The constant of a key.
    public static Optional<TimeConstant> of(String key) {
        return List.of(values()).stream().filter(c -> c.key().equals(key)).findFirst();
    }
}
