package org.heddle.model.expr;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// A scalar expression: the value of one array element as a function of the elements read.
///
/// ```
/// Expr ::= Num(value)            a literal; `inf` is Num(+inf)
///        | Arg(name)             an argument of the enclosing Fn
///        | Index(axis)           #axis, the index of this element along the axis
///        | Extent(axis)          |axis|, the size of the axis
///        | Call(fun, args)       a function of the language, see Fun
/// ```
///
/// Values are f64; integers are exact up to 2^53. Equality is structural ({@link Num} compares bitwise, so NaN equals
/// itself). Printing and parsing are inverse: `ExprParser.parse(e.toString())` equals `e`.
public sealed interface Expr {

    /// A literal.
    record Num(double value) implements Expr {
        @Override
        public String toString() {
            return ExprPrinter.print(this);
        }
    }

    /// An argument of the enclosing function.
    record Arg(String name) implements Expr {
        @Override
        public String toString() {
            return ExprPrinter.print(this);
        }
    }

    /// `#axis`: the index of the element being computed.
    record Index(String axis) implements Expr {
        @Override
        public String toString() {
            return ExprPrinter.print(this);
        }
    }

    /// `|axis|`: the size of an axis.
    record Extent(String axis) implements Expr {
        @Override
        public String toString() {
            return ExprPrinter.print(this);
        }
    }

    /// A function applied to as many arguments as its arity says.
    record Call(Fun fun, List<Expr> args) implements Expr {
        public Call {
            args = List.copyOf(args);
            if (args.size() != fun.arity()) {
                throw new IllegalArgumentException(
                        fun + " takes " + fun.arity() + " arguments, not " + args.size());
            }
        }

        public Expr arg(int position) {
            return args.get(position);
        }

        @Override
        public String toString() {
            return ExprPrinter.print(this);
        }
    }

    static Expr num(double value) {
        return new Num(value);
    }

    static Expr arg(String name) {
        return new Arg(name);
    }

    static Expr call(Fun fun, Expr... args) {
        return new Call(fun, List.of(args));
    }

    /// Rebuilds the expression bottom-up, applying `rewrite` to every node after its children.
    @SuppressWarnings(
            "ReferenceEquality") // only saves a copy: an equal node that is not the same is copied
    default Expr rewrite(UnaryOperator<Expr> rewrite) {
        return switch (this) {
            case Call(Fun fun, List<Expr> args) -> {
                List<Expr> rewritten = new ArrayList<>(args.size());
                boolean changed = false;
                for (Expr arg : args) {
                    Expr next = arg.rewrite(rewrite);
                    changed |= next != arg;
                    rewritten.add(next);
                }
                yield rewrite.apply(changed ? new Call(fun, rewritten) : this);
            }
            case Num _, Arg _, Index _, Extent _ -> rewrite.apply(this);
        };
    }

    /// Replaces every argument by an expression.
    default Expr substitute(Function<String, Expr> replacement) {
        return rewrite(e -> e instanceof Arg(String name) ? replacement.apply(name) : e);
    }

    /// Renames the axes that `#axis` and `|axis|` mention.
    default Expr renameAxes(UnaryOperator<String> renaming) {
        return rewrite(
                e ->
                        switch (e) {
                            case Index(String axis) -> new Index(renaming.apply(axis));
                            case Extent(String axis) -> new Extent(renaming.apply(axis));
                            case Num _, Arg _, Call _ -> e;
                        });
    }

    /// Names of the arguments read, in order of first occurrence.
    default Set<String> arguments() {
        Set<String> names = new LinkedHashSet<>();
        collect(
                this,
                e -> {
                    if (e instanceof Arg(String name)) {
                        names.add(name);
                    }
                });
        return names;
    }

    /// Axes whose index (`#axis`) is read, in order of first occurrence.
    default Set<String> indexAxes() {
        Set<String> axes = new LinkedHashSet<>();
        collect(
                this,
                e -> {
                    if (e instanceof Index(String axis)) {
                        axes.add(axis);
                    }
                });
        return axes;
    }

    /// Axes whose size (`|axis|`) is read, in order of first occurrence.
    default Set<String> extentAxes() {
        Set<String> axes = new LinkedHashSet<>();
        collect(
                this,
                e -> {
                    if (e instanceof Extent(String axis)) {
                        axes.add(axis);
                    }
                });
        return axes;
    }

    /// Whether the expression or a part of it is such.
    default boolean hasPart(Predicate<Expr> isSuch) {
        return isSuch.test(this)
                || (this instanceof Call(_, List<Expr> args)
                        && args.stream().anyMatch(arg -> arg.hasPart(isSuch)));
    }

    /// Number of function applications.
    default int operations() {
        int[] count = {0};
        collect(
                this,
                e -> {
                    if (e instanceof Call) {
                        count[0]++;
                    }
                });
        return count[0];
    }

    /// Number of applications of functions that a special-function unit computes ({@link Fun#isSpecial}).
    default int specialOperations() {
        int[] count = {0};
        collect(
                this,
                e -> {
                    if (e instanceof Call(Fun fun, _) && fun.isSpecial()) {
                        count[0]++;
                    }
                });
        return count[0];
    }

    private static void collect(Expr e, java.util.function.Consumer<Expr> visit) {
        visit.accept(e);
        if (e instanceof Call(_, List<Expr> args)) {
            for (Expr arg : args) {
                collect(arg, visit);
            }
        }
    }
}
