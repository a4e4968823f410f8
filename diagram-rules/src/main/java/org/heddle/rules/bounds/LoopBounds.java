package org.heddle.rules.bounds;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// The conditions of a guard as what a loop over blocks is written with.
///
/// ```
///   for (block with the largest of from; … block with the smallest of to)
///       if (all of tests hold) …
/// ```
///
/// @param from whole numbers; the last index of the first block is not below any of them
/// @param to whole numbers; the first index of the last block is not above any of them
/// @param tests conditions of another form
public record LoopBounds(List<Expr> from, List<Expr> to, List<Expr> tests) {
    public LoopBounds {
        from = List.copyOf(from);
        to = List.copyOf(to);
        tests = List.copyOf(tests);
    }

    /// The bounds of a loop over an axis.
    public static LoopBounds of(Guard guard, String axis) {
        List<Expr> from = new ArrayList<>();
        List<Expr> to = new ArrayList<>();
        List<Expr> tests = new ArrayList<>();
        Set<String> own =
                Stream.of(Border.first(axis), Border.last(axis))
                        .flatMap(border -> border.arguments().stream())
                        .collect(Collectors.toSet());
        for (Expr condition : guard.mayHaveItems()) {
            if (condition instanceof Call(Fun fun, List<Expr> args)
                    && (fun == Fun.LE || fun == Fun.LT)) {
                Expr left = args.get(0);
                Expr right = args.get(1);
                Optional<Expr> before = Sums.without(left, Border.first(axis));
                if (before.isPresent() && isFree(before.get(), own) && isFree(right, own)) {
                    Expr most = Sums.plus(right, Sums.negative(before.get()));
                    to.add(fun == Fun.LT ? Sums.plus(most, Expr.num(-1)) : most);
                    continue;
                }
                Optional<Expr> after = Sums.without(right, Border.last(axis));
                if (after.isPresent() && isFree(after.get(), own) && isFree(left, own)) {
                    Expr least = Sums.plus(left, Sums.negative(after.get()));
                    from.add(fun == Fun.LT ? Sums.plus(least, Expr.num(1)) : least);
                    continue;
                }
            }
            tests.add(condition);
        }
        return new LoopBounds(from, to, tests);
    }

    private static boolean isFree(Expr e, Set<String> own) {
        return e.arguments().stream().noneMatch(own::contains);
    }
}
