package org.heddle.model.check;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// Evaluates a size expression exactly, in rational numbers; the result must be an integer that fits a long.
///
/// `/` is real division as everywhere: `n / 2` is an error for odd n, `floor(n / 2)` is not.
final class SizeEvaluator {
    /// What a size may be made of: the functions that map rationals to rationals.
    static final Set<Fun> FUNCTIONS =
            Set.of(
                    Fun.ADD, Fun.SUB, Fun.MUL, Fun.DIV, Fun.NEG, Fun.MIN, Fun.MAX, Fun.POW, Fun.MOD,
                    Fun.ABS, Fun.FLOOR, Fun.ROUND, Fun.WHERE, Fun.EQ, Fun.NE, Fun.LT, Fun.LE,
                    Fun.GT, Fun.GE, Fun.AND, Fun.OR, Fun.NOT);

    private static final int MAX_BITS = 4096;

    private final Binding binding;

    private SizeEvaluator(Binding binding) {
        this.binding = binding;
    }

    /// The sizes of the axes that an expression mentions.
    interface Binding {
        long sizeOf(String axis) throws SizeException;
    }

    /// Why there is no size.
    static final class SizeException extends Exception {
        private static final long serialVersionUID = 1L;
        private final Code code;
        private final transient Optional<Expr> part;

        SizeException(Code code, String message) {
            this(code, message, Optional.empty());
        }

        private SizeException(Code code, String message, Optional<Expr> part) {
            super(message);
            this.code = code;
            this.part = part;
        }

        /// The same, due to that part of the size unless a smaller one is known.
        SizeException in(Expr e) {
            return part.isPresent()
                    ? this
                    : new SizeException(code, String.valueOf(getMessage()), Optional.of(e));
        }

        /// As the part that is to blame is printed; empty where that is the whole size.
        String part() {
            return part.map(Expr::toString).orElse("");
        }

        Code code() {
            return code;
        }
    }

    /// A fraction in lowest terms with a positive denominator.
    private record Ratio(BigInteger over, BigInteger under) {
        static Ratio of(BigInteger over, BigInteger under) throws SizeException {
            if (under.signum() == 0) {
                throw new SizeException(Code.E307, "it divides by zero");
            }
            BigInteger divisor =
                    over.gcd(under)
                            .max(BigInteger.ONE)
                            .multiply(BigInteger.valueOf(under.signum()));
            Ratio ratio = new Ratio(over.divide(divisor), under.divide(divisor));
            if (ratio.over.bitLength() + ratio.under.bitLength() > MAX_BITS) {
                throw new SizeException(Code.E306, "it exceeds " + Long.MAX_VALUE);
            }
            return ratio;
        }

        static Ratio of(boolean truth) {
            return new Ratio(truth ? BigInteger.ONE : BigInteger.ZERO, BigInteger.ONE);
        }

        Ratio plus(Ratio b) throws SizeException {
            return of(over.multiply(b.under).add(b.over.multiply(under)), under.multiply(b.under));
        }

        Ratio minus(Ratio b) throws SizeException {
            return plus(new Ratio(b.over.negate(), b.under));
        }

        Ratio times(Ratio b) throws SizeException {
            return of(over.multiply(b.over), under.multiply(b.under));
        }

        Ratio by(Ratio b) throws SizeException {
            return of(over.multiply(b.under), under.multiply(b.over));
        }

        Ratio floor() {
            BigInteger[] parts = over.divideAndRemainder(under);
            BigInteger floor = parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
            return new Ratio(floor, BigInteger.ONE);
        }

        int compare(Ratio b) {
            return over.multiply(b.under).compareTo(b.over.multiply(under));
        }

        boolean isTrue() {
            return over.signum() != 0;
        }

        boolean isInteger() {
            return under.equals(BigInteger.ONE);
        }

        @Override
        public String toString() {
            return isInteger() ? over.toString() : over + "/" + under;
        }
    }

    /// The value, which is not negative.
    static long evaluate(Expr size, Binding binding) throws SizeException {
        SizeEvaluator evaluator = new SizeEvaluator(binding);
        Ratio value = evaluator.value(size);
        if (!value.isInteger()) {
            throw new SizeException(Code.E307, "it is " + value + ", not an integer")
                    .in(evaluator.fraction(size));
        }
        if (value.over().signum() < 0) {
            throw new SizeException(Code.E305, "it is " + value);
        }
        if (value.over().bitLength() > 63) {
            throw new SizeException(Code.E306, "it exceeds " + Long.MAX_VALUE);
        }
        return value.over().longValueExact();
    }

    /// The smallest part, the first of several, that is a fraction and none of whose parts is.
    private Expr fraction(Expr e) throws SizeException {
        if (e instanceof Expr.Call(Fun fun, List<Expr> args)) {
            List<Expr> used =
                    fun == Fun.WHERE
                            ? List.of(value(args.get(0)).isTrue() ? args.get(1) : args.get(2))
                            : args;
            for (Expr arg : used) {
                if (!value(arg).isInteger()) {
                    return fraction(arg);
                }
            }
        }
        return e;
    }

    private Ratio value(Expr e) throws SizeException {
        try {
            return compute(e);
        } catch (SizeException x) {
            throw x.in(e);
        }
    }

    private Ratio compute(Expr e) throws SizeException {
        return switch (e) {
            case Expr.Num(double value) -> number(value);
            case Expr.Arg(String axis) ->
                    new Ratio(BigInteger.valueOf(binding.sizeOf(axis)), BigInteger.ONE);
            case Expr.Index _, Expr.Extent _ -> throw new IllegalStateException("not a size: " + e);
            case Expr.Call(Fun fun, List<Expr> args) when fun == Fun.WHERE ->
                    value(value(args.get(0)).isTrue() ? args.get(1) : args.get(2));
            case Expr.Call(Fun fun, List<Expr> args) when args.size() == 1 ->
                    unary(fun, value(args.getFirst()));
            case Expr.Call(Fun fun, List<Expr> args) ->
                    binary(fun, value(args.get(0)), value(args.get(1)));
        };
    }

    private static Ratio number(double value) throws SizeException {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new SizeException(Code.E307, "it uses " + Expr.num(value));
        }
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        BigInteger scale = BigInteger.TEN.pow(Math.max(0, exact.scale()));
        return Ratio.of(exact.multiply(new BigDecimal(scale)).toBigIntegerExact(), scale);
    }

    private static Ratio unary(Fun fun, Ratio a) throws SizeException {
        return switch (fun) {
            case NEG -> new Ratio(a.over().negate(), a.under());
            case ABS -> new Ratio(a.over().abs(), a.under());
            case NOT -> Ratio.of(!a.isTrue());
            case FLOOR -> a.floor();
            case ROUND -> round(a);
            default -> throw new IllegalStateException("not a size function: " + fun);
        };
    }

    /// To the nearest integer, ties to the even one, as `round` does everywhere.
    private static Ratio round(Ratio a) throws SizeException {
        Ratio two = new Ratio(BigInteger.TWO, BigInteger.ONE);
        Ratio half = new Ratio(BigInteger.ONE, BigInteger.TWO);
        Ratio up = a.plus(half).floor();
        boolean tie = a.times(two).isInteger() && !a.isInteger();
        return tie && up.over().testBit(0) ? up.minus(Ratio.of(true)) : up;
    }

    private static Ratio binary(Fun fun, Ratio a, Ratio b) throws SizeException {
        return switch (fun) {
            case ADD -> a.plus(b);
            case SUB -> a.minus(b);
            case MUL -> a.times(b);
            case DIV -> a.by(b);
            case MIN -> a.compare(b) <= 0 ? a : b;
            case MAX -> a.compare(b) >= 0 ? a : b;
            case MOD -> a.minus(b.times(a.by(b).floor()));
            case POW -> power(a, b);
            case EQ -> Ratio.of(a.compare(b) == 0);
            case NE -> Ratio.of(a.compare(b) != 0);
            case LT -> Ratio.of(a.compare(b) < 0);
            case LE -> Ratio.of(a.compare(b) <= 0);
            case GT -> Ratio.of(a.compare(b) > 0);
            case GE -> Ratio.of(a.compare(b) >= 0);
            case AND -> Ratio.of(a.isTrue() && b.isTrue());
            case OR -> Ratio.of(a.isTrue() || b.isTrue());
            default -> throw new IllegalStateException("not a size function: " + fun);
        };
    }

    private static Ratio power(Ratio base, Ratio exponent) throws SizeException {
        if (!exponent.isInteger() || exponent.over().signum() < 0) {
            throw new SizeException(Code.E307, "it raises to the power " + exponent);
        }
        long bits = base.over().bitLength() + (long) base.under().bitLength();
        boolean small = exponent.over().bitLength() <= 12;
        if (!small || bits * exponent.over().intValue() > 2L * MAX_BITS) {
            throw new SizeException(Code.E306, "it raises " + base + " to the power " + exponent);
        }
        int n = exponent.over().intValue();
        return Ratio.of(base.over().pow(n), base.under().pow(n));
    }
}
