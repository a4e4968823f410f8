package org.heddle.model.equal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// The meaning of scalar expressions under a {@link Transport}.
///
/// `sigmoid` and `tanh` are what they are by `exp`; `/` multiplies by the inverse; `where` computes the branch that it takes.
final class FieldScalars {
    private final Transport field;
    private final Sizes sizes;

    FieldScalars(Transport field, Sizes sizes) {
        this.field = field;
        this.sizes = sizes;
    }

    /// The value for arguments by name and an index by axis.
    Residue at(Expr expression, Map<String, Residue> arguments, Map<String, Long> index) {
        return switch (expression) {
            case Expr.Num(double value) -> field.number(value);
            case Expr.Extent(String axis) -> field.integer(sizes.of(axis));
            case Expr.Arg(String name) -> known(arguments.get(name), name);
            case Expr.Index(String axis) -> field.integer(known(index.get(axis), axis));
            case Expr.Call(Fun fun, List<Expr> parts) when fun == Fun.WHERE -> {
                Residue condition = at(parts.getFirst(), arguments, index);
                yield condition.isUndefined()
                        ? condition
                        : at(parts.get(condition.isZero() ? 2 : 1), arguments, index);
            }
            case Expr.Call(Fun fun, List<Expr> parts) -> {
                Residue a = at(parts.getFirst(), arguments, index);
                yield a.isUndefined()
                        ? a
                        : parts.size() == 1
                                ? one(fun, a)
                                : two(fun, a, at(parts.get(1), arguments, index));
            }
        };
    }

    private static <T> T known(@org.jspecify.annotations.Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("unknown name '" + name + "'");
        }
        return value;
    }

    private Residue one(Fun fun, Residue a) {
        return switch (fun) {
            case NEG -> field.negate(a);
            case EXP -> field.exp(a);
            case EXP2 -> field.exp2(a);
            case LOG -> field.log(a);
            case SIN -> field.opaque(Opaque.SIN, a);
            case COS -> field.opaque(Opaque.COS, a);
            case ERF -> field.opaque(Opaque.ERF, a);
            case SQRT -> field.root(a);
            case RSQRT -> field.invert(field.root(a));
            case SIGMOID -> sigmoid(a);
            case TANH ->
                    field.add(
                            field.multiply(
                                    field.integer(2), sigmoid(field.multiply(field.integer(2), a))),
                            field.integer(-1));
            case ABS -> field.sign(a) < 0 ? field.negate(a) : a;
            case FLOOR -> whole(Opaque.FLOOR, a);
            case ROUND -> whole(Opaque.ROUND, a);
            case NOT -> field.truth(a.isZero());
            case ADD, SUB, MUL, DIV, MIN, MAX, POW, MOD, WHERE, EQ, NE, LT, LE, GT, GE, AND, OR ->
                    throw new IllegalArgumentException(fun + " of one argument");
        };
    }

    private Residue sigmoid(Residue a) {
        return field.invert(field.add(field.integer(1), field.exp(field.negate(a))));
    }

    private Residue whole(Opaque rounding, Residue a) {
        Optional<Fraction> known = field.fraction(a);
        if (known.isEmpty()) {
            return field.opaque(rounding, a);
        }
        double value = known.get().value();
        return field.integer(
                (long) (rounding == Opaque.FLOOR ? Math.floor(value) : Math.rint(value)));
    }

    /// Nearest integer, as a cast onto an integer wire takes it.
    Residue rounded(Residue a) {
        return a.isUndefined() ? a : whole(Opaque.ROUND, a);
    }

    private Residue two(Fun fun, Residue a, Residue b) {
        if (b.isUndefined()) {
            return b;
        }
        return switch (fun) {
            case ADD -> field.add(a, b);
            case SUB -> field.add(a, field.negate(b));
            case MUL -> field.multiply(a, b);
            case DIV -> field.multiply(a, field.invert(b));
            case POW -> field.pow(a, b);
            case MIN -> field.compare(a, b) <= 0 ? a : b;
            case MAX -> field.compare(a, b) >= 0 ? a : b;
            case MOD -> mod(a, b);
            case EQ -> field.truth(field.compare(a, b) == 0);
            case NE -> field.truth(field.compare(a, b) != 0);
            case LT -> field.truth(field.compare(a, b) < 0);
            case LE -> field.truth(field.compare(a, b) <= 0);
            case GT -> field.truth(field.compare(a, b) > 0);
            case GE -> field.truth(field.compare(a, b) >= 0);
            case AND -> field.truth(!a.isZero() && !b.isZero());
            case OR -> field.truth(!a.isZero() || !b.isZero());
            case NEG,
                    EXP,
                    EXP2,
                    LOG,
                    SIN,
                    COS,
                    SQRT,
                    RSQRT,
                    TANH,
                    SIGMOID,
                    ERF,
                    ABS,
                    FLOOR,
                    ROUND,
                    WHERE,
                    NOT ->
                    throw new IllegalArgumentException(fun + " of two arguments");
        };
    }

    private Residue mod(Residue a, Residue b) {
        Optional<Fraction> dividend = field.fraction(a).filter(Fraction::isInteger);
        Optional<Fraction> divisor = field.fraction(b).filter(Fraction::isInteger);
        if (dividend.isPresent() && divisor.isPresent()) {
            long by = divisor.get().numerator();
            return by == 0
                    ? Residue.UNDEFINED
                    : field.integer(Math.floorMod(dividend.get().numerator(), by));
        }
        return field.opaque(Opaque.MOD, field.add(a, field.multiply(b, field.integer(7919))));
    }
}
