package org.heddle.rules.grad;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// An expression as a sum of products. Two ways to get there:
///
/// * *gathered*: a sum stays a factor, unless it is a sum of cotangents, which is what a product is multiplied out over; common factors come back in front: `e·(a/z - b/z)` is
///   `e/z·(a - b)` for cotangents `a` and `b`. Deviations such as `x - mu` stay together, and so keep their digits.
/// * *expanded*: everything is multiplied out, as far as {@value #MOST_PRODUCTS} products. Differences of large products lose digits, so this serves to find what is 0, never to compute.
record Products(List<Product> terms) {
    static final int MOST_PRODUCTS = 48;
    private static final int MOST_OPERATIONS = 600;

    Products {
        terms = List.copyOf(terms);
    }

    /// How far products are multiplied out.
    private sealed interface Style {}

    private record Gathered(Predicate<String> cotangents) implements Style {}

    private record Expanded() implements Style {}

    /// @param cotangents which arguments are cotangents
    static Products gathered(Expr e, Predicate<String> cotangents) {
        return of(e, new Gathered(cotangents));
    }

    static Products expanded(Expr e) {
        return of(e, new Expanded());
    }

    static Products sum(List<Product> products) {
        Map<String, Product> bySignature = new TreeMap<>();
        for (Product product : products) {
            bySignature.merge(
                    product.signature(),
                    product,
                    (a, b) ->
                            new Product(
                                    a.coefficient() + b.coefficient(), a.factors(), a.guards()));
        }
        bySignature.values().removeIf(product -> product.coefficient() == 0);
        return new Products(List.copyOf(bySignature.values()));
    }

    boolean isZero() {
        return terms.isEmpty();
    }

    /// Whether it is too large to be worth while.
    boolean isLarge() {
        return terms.size() > MOST_PRODUCTS
                || terms.stream().mapToInt(Product::operations).sum() > MOST_OPERATIONS;
    }

    /// What all terms have in common, and the sum of the rests.
    Split split() {
        Product common = terms.getFirst();
        for (Product term : terms) {
            common = common.common(term);
        }
        Product divisor = common;
        return new Split(
                common, new Products(terms.stream().map(term -> term.without(divisor)).toList()));
    }

    /// A common factor and what it multiplies.
    record Split(Product common, Products rest) {}

    /// One product: the common factor times the sum of the rests as an atom.
    Product asProduct() {
        if (isZero()) {
            return Product.constant(0);
        }
        if (terms.size() == 1) {
            return terms.getFirst();
        }
        Split split = split();
        return split.common.times(Product.atom(split.rest.plain(), 1));
    }

    /// Back to an expression, common factors in front.
    Expr expr() {
        return asProduct().expr();
    }

    /// The sum, positive terms first.
    private Expr plain() {
        Expr sum = Expr.num(0);
        for (Product term : terms) {
            sum = term.coefficient() < 0 ? sum : Formulas.plus(sum, term.expr());
        }
        for (Product term : terms) {
            if (term.coefficient() < 0) {
                sum =
                        Formulas.isZero(sum)
                                ? term.expr()
                                : Expr.call(Fun.SUB, sum, term.scaled(-1).expr());
            }
        }
        return sum;
    }

    private static Products of(Expr e, Style style) {
        return switch (e) {
            case Expr.Num(double value) when value == 0 -> new Products(List.of());
            case Expr.Num(double value) when Double.isFinite(value) -> one(Product.constant(value));
            case Expr.Num _, Expr.Arg _, Expr.Index _, Expr.Extent _ -> one(Product.atom(e, 1));
            case Expr.Call(Fun fun, List<Expr> args) -> call(fun, args, style);
        };
    }

    private static Products one(Product product) {
        return new Products(List.of(product));
    }

    private static Products call(Fun fun, List<Expr> args, Style style) {
        Expr a = args.getFirst();
        Expr b = args.get(args.size() > 1 ? 1 : 0);
        return switch (fun) {
            case ADD -> of(a, style).plus(of(b, style));
            case SUB -> of(a, style).plus(of(b, style).scaled(-1));
            case NEG -> of(a, style).scaled(-1);
            case MUL -> of(a, style).times(of(b, style), style);
            case DIV -> of(a, style).times(power(of(b, style), -1), style);
            case POW -> power(a, b, style);
            case RSQRT -> one(Product.atom(Expr.call(Fun.SQRT, canonical(a, style)), -1));
            case WHERE -> where(a, b, args.get(2), style);
            case SQRT,
                    EXP,
                    EXP2,
                    LOG,
                    MIN,
                    MAX,
                    MOD,
                    SIN,
                    COS,
                    TANH,
                    SIGMOID,
                    ERF,
                    ABS,
                    FLOOR,
                    ROUND,
                    EQ,
                    NE,
                    LT,
                    LE,
                    GT,
                    GE,
                    AND,
                    OR,
                    NOT ->
                    one(
                            Product.atom(
                                    new Expr.Call(
                                            fun,
                                            args.stream()
                                                    .map(arg -> canonical(arg, style))
                                                    .toList()),
                                    1));
        };
    }

    /// Arguments of atoms are compared as text: only for comparing are they brought to one form.
    private static Expr canonical(Expr e, Style style) {
        return switch (style) {
            case Gathered _ -> e;
            case Expanded _ -> expanded(e).plain();
        };
    }

    private static Products power(Products base, double exponent) {
        if (base.isZero()) {
            return one(Product.atom(Expr.num(0), exponent));
        }
        Product product = base.asProduct();
        if (!product.guards().isEmpty()) {
            return one(Product.atom(base.expr(), exponent));
        }
        return one(product.inverse());
    }

    private static Products power(Expr base, Expr exponent, Style style) {
        if (exponent instanceof Expr.Num(double value)
                && value == Math.rint(value)
                && value > 0
                && value <= 4
                && of(base, style).terms.size() == 1) {
            Product only = of(base, style).terms.getFirst();
            Product power = only;
            for (int i = 1; i < value; i++) {
                power = power.times(only);
            }
            return one(power);
        }
        return one(
                Product.atom(
                        Expr.call(Fun.POW, canonical(base, style), canonical(exponent, style)), 1));
    }

    private static Products where(Expr condition, Expr yes, Expr no, Style style) {
        Expr holds =
                switch (style) {
                    case Gathered _ -> Conditions.canonical(condition);
                    case Expanded _ -> Conditions.canonical(operands(condition));
                };
        Products held = of(yes, style).under(holds);
        Products failed = of(no, style).under(Conditions.negation(holds));
        return switch (style) {
            case Gathered _ when !held.isZero() && !failed.isZero() ->
                    one(Product.atom(Expr.call(Fun.WHERE, condition, yes, no), 1));
            case Gathered _, Expanded _ -> held.plus(failed);
        };
    }

    private Products under(Expr condition) {
        return new Products(
                terms.stream().map(term -> term.times(Product.guard(condition))).toList());
    }

    private static Expr operands(Expr condition) {
        return condition instanceof Expr.Call(Fun fun, List<Expr> args)
                ? new Expr.Call(
                        fun,
                        args.stream()
                                .map(arg -> fun.isPredicate() ? operands(arg) : arg)
                                .map(arg -> canonicalOperand(arg))
                                .toList())
                : condition;
    }

    private static Expr canonicalOperand(Expr e) {
        return e instanceof Expr.Call(Fun fun, _) && fun.isPredicate() ? e : expanded(e).plain();
    }

    private Products plus(Products other) {
        List<Product> all = new ArrayList<>(terms);
        all.addAll(other.terms);
        return sum(all);
    }

    private Products scaled(double factor) {
        return new Products(terms.stream().map(term -> term.scaled(factor)).toList());
    }

    private Products times(Products other, Style style) {
        if (!isMultipliedOut(style)
                || !other.isMultipliedOut(style)
                || terms.size() * other.terms.size() > MOST_PRODUCTS) {
            return one(asProduct().times(other.asProduct()));
        }
        List<Product> product = new ArrayList<>();
        for (Product a : terms) {
            for (Product b : other.terms) {
                product.add(a.times(b));
            }
        }
        return sum(product);
    }

    private boolean isMultipliedOut(Style style) {
        return switch (style) {
            case Expanded _ -> true;
            case Gathered(var cotangents) ->
                    terms.size() < 2
                            || terms.stream()
                                    .allMatch(
                                            term -> term.arguments().stream().anyMatch(cotangents));
        };
    }
}
