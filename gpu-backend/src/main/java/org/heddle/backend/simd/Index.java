package org.heddle.backend.simd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A whole number of a kernel as a linear form, `Σ factor · variable + constant`, so that constants come out folded.
///
/// It knows its bounds, and with them whether `int` holds every partial sum. Where not, it is written in `long`.
record Index(List<Term> terms, long constant) {
    /// Whole numbers up to here are exact in f64, as the evaluator has them.
    private static final double EXACT = 0x1p53;

    static final Index ZERO = new Index(List.of(), 0);

    Index {
        terms = List.copyOf(terms);
    }

    /// How tightly a text holds together.
    enum Binding {
        /// A name or a call: needs no parentheses anywhere.
        NAME,
        /// A product or quotient: needs none in a sum.
        PRODUCT,
        /// Needs them everywhere.
        LOOSE
    }

    /// A piece of text that is a whole number.
    ///
    /// @param vector whether it differs from lane to lane
    /// @param wide whether it is `long` rather than `int`
    /// @param multiple what it is known to be a multiple of
    record Variable(
            String text,
            Binding binding,
            boolean vector,
            boolean wide,
            long min,
            long max,
            long multiple) {
        /// A loop's variable: from 0 to below `end` in steps.
        static Variable counter(String name, long end, long step) {
            return new Variable(name, Binding.NAME, false, false, 0, Math.max(0, end - 1), step);
        }

        private double magnitude() {
            return Math.max(1, Math.max(Math.abs((double) min), Math.abs((double) max)));
        }
    }

    /// A variable times a factor that is not 0.
    record Term(Variable variable, long factor) {
        private double magnitude() {
            return Math.abs((double) factor) * variable.magnitude();
        }

        private boolean isMultipleOf(long divisor) {
            return factor % divisor == 0 || factor % divisor * variable.multiple % divisor == 0;
        }
    }

    static Index of(long constant) {
        return new Index(List.of(), constant);
    }

    static Index of(Variable variable) {
        return new Index(List.of(new Term(variable, 1)), 0);
    }

    Index plus(long number) {
        return new Index(terms, constant + number);
    }

    Index plus(Index other) {
        Map<Variable, Long> factors = new LinkedHashMap<>();
        terms.forEach(term -> factors.put(term.variable, term.factor));
        other.terms.forEach(term -> factors.merge(term.variable, term.factor, Long::sum));
        return of(factors, constant + other.constant);
    }

    /// @throws ArithmeticException where a factor exceeds a long: see {@link #isExactTimes}
    Index times(long number) {
        Map<Variable, Long> factors = new LinkedHashMap<>();
        terms.forEach(term -> factors.put(term.variable, Math.multiplyExact(term.factor, number)));
        return of(factors, Math.multiplyExact(constant, number));
    }

    private static Index of(Map<Variable, Long> factors, long constant) {
        List<Term> terms = new ArrayList<>();
        factors.forEach(
                (variable, factor) -> {
                    if (factor != 0) {
                        terms.add(new Term(variable, factor));
                    }
                });
        return new Index(terms, constant);
    }

    /// This number, not negative and the same in all lanes, divided by a positive one, without the rest.
    Index quotient(long divisor) {
        return of(
                new Variable(
                        operand() + " / " + divisor,
                        Binding.PRODUCT,
                        false,
                        isWide(),
                        0,
                        max() / divisor,
                        1));
    }

    /// What {@link #quotient} leaves.
    Index remainder(long divisor) {
        return of(
                new Variable(
                        operand() + " % " + divisor,
                        Binding.PRODUCT,
                        false,
                        isWide(),
                        0,
                        divisor - 1,
                        1));
    }

    private String operand() {
        return isSimple() ? text(1) : "(" + text(1) + ")";
    }

    boolean isConstant() {
        return terms.isEmpty();
    }

    boolean isZero() {
        return isConstant() && constant == 0;
    }

    boolean isVector() {
        return terms.stream().anyMatch(term -> term.variable.vector);
    }

    long min() {
        return terms.stream()
                .mapToLong(
                        term ->
                                term.factor
                                        * (term.factor > 0 ? term.variable.min : term.variable.max))
                .reduce(constant, Long::sum);
    }

    long max() {
        return -times(-1).min();
    }

    /// No partial sum is larger than this, whatever the order.
    private double magnitude() {
        return terms.stream().mapToDouble(Term::magnitude).sum() + Math.abs((double) constant);
    }

    /// Whether it is computed in `long`.
    boolean isWide() {
        return magnitude() > Integer.MAX_VALUE
                || terms.stream().anyMatch(term -> term.variable.wide);
    }

    /// Whether the evaluator has it exactly.
    boolean isExact() {
        return magnitude() <= EXACT;
    }

    /// Whether the product with a number is exact.
    boolean isExactTimes(double number) {
        return magnitude() * Math.abs(number) <= EXACT;
    }

    /// The terms that are multiples of a number.
    Index multiplesOf(long number) {
        return new Index(
                terms.stream().filter(term -> term.isMultipleOf(number)).toList(),
                constant / number * number);
    }

    Index minus(Index other) {
        return plus(other.times(-1));
    }

    /// The text, as wide as it needs to be.
    ///
    /// @param lanes elements of a vector
    String text(int lanes) {
        return text(lanes, isWide());
    }

    /// The text in `int` or in `long`. Terms with a common factor stand together: `(q + r) * 64 + d - 3`.
    String text(int lanes, boolean wide) {
        Map<Long, List<Variable>> groups = new LinkedHashMap<>();
        terms.forEach(
                term ->
                        groups.computeIfAbsent(term.factor, _ -> new ArrayList<>())
                                .add(term.variable));
        List<Variable> unscaled = new ArrayList<>(groups.getOrDefault(1L, List.of()));
        unscaled.addAll(groups.getOrDefault(-1L, List.of()));
        List<String> plus = new ArrayList<>();
        List<String> minus = new ArrayList<>();
        groups.forEach(
                (factor, variables) -> {
                    boolean scaled = Math.abs(factor) != 1;
                    boolean widen = wide && !fitInt(scaled ? variables : unscaled);
                    boolean alone = !scaled || variables.size() > 1;
                    Binding weakest = alone ? Binding.PRODUCT : Binding.NAME;
                    List<String> texts =
                            variables.stream()
                                    .map(v -> text(v, weakest, lanes, wide, widen))
                                    .toList();
                    List<String> target = factor > 0 ? plus : minus;
                    if (scaled) {
                        boolean single = variables.size() == 1;
                        String sum = String.join(" + ", texts);
                        target.add(
                                (single ? sum : "(" + sum + ")")
                                        + " * "
                                        + number(Math.abs(factor), wide));
                    } else {
                        target.addAll(texts);
                    }
                });
        if (constant != 0 || terms.isEmpty()) {
            (constant >= 0 ? plus : minus).add(number(Math.abs(constant), wide));
        }
        String positive = String.join(" + ", plus);
        String negative = String.join(" - ", minus);
        return minus.isEmpty() ? positive : positive + (plus.isEmpty() ? "-" : " - ") + negative;
    }

    private static boolean fitInt(List<Variable> variables) {
        return variables.stream().mapToDouble(Variable::magnitude).sum() <= Integer.MAX_VALUE;
    }

    private static String number(long value, boolean wide) {
        return wide ? value + "L" : Long.toString(value);
    }

    /// @param weakest the binding up to which the text needs no parentheses
    /// @param wide whether the result is `long`, which vectors do not become by themselves
    /// @param widen whether to convert the variable because a sum of such variables may exceed `int`
    private static String text(
            Variable v, Binding weakest, int lanes, boolean wide, boolean widen) {
        if (wide && v.vector && !v.wide) {
            return "convert_long" + lanes + "(" + v.text + ")";
        }
        boolean cast = widen && !v.wide;
        boolean bare = v.binding.compareTo(cast ? Binding.NAME : weakest) <= 0;
        return (cast ? "(long)" : "") + (bare ? v.text : "(" + v.text + ")");
    }

    /// Whether the text stands as an operand without parentheses.
    boolean isSimple() {
        boolean number = terms.isEmpty() && constant >= 0;
        boolean name =
                terms.size() == 1
                        && constant == 0
                        && terms.getFirst().factor == 1
                        && terms.getFirst().variable.binding == Binding.NAME;
        return number || name;
    }
}
