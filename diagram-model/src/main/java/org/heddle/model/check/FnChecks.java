package org.heddle.model.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Op;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// The function of a map or reduce: its parameters meet the inputs, and it speaks of nothing else.
final class FnChecks {
    private final Scope scope;

    FnChecks(Scope scope) {
        this.scope = scope;
    }

    /// Whether there are as many parameters as inputs; other problems are reported too.
    ///
    /// @param along axes whose index the function may take
    boolean fits(Box box, Fn fn, Set<String> along, String boxPointer) {
        String pointer = boxPointer + "/fn";
        names(fn, pointer);
        speaks("function", box, fn, along, pointer);
        int parameters = fn.parameters().size();
        int inputs = box.inputs().size();
        if (parameters == inputs) {
            return true;
        }
        boolean plain = scope.value(pointer).position().equals(scope.value(boxPointer).position());
        String message =
                "the function of box '"
                        + box.id()
                        + "' has "
                        + count(parameters, "parameter")
                        + ", the box has "
                        + count(inputs, "input");
        String help =
                box.op() instanceof Op.Reduce
                        ? "a reduce of several inputs needs 'fn', its item as a function of them"
                        : "parameters stand for the inputs in order";
        Location where = plain ? scope.value(boxPointer + "/in") : scope.value(pointer);
        scope.error(Code.E404, message, where, help);
        return false;
    }

    /// The value of a constant box: it has no arguments.
    void constant(Box box, Expr value, Set<String> along, String boxPointer) {
        speaks("value", box, new Fn(List.of(), value), along, boxPointer + "/value");
    }

    private void speaks(String what, Box box, Fn fn, Set<String> along, String pointer) {
        String start = "the " + what + " of box '" + box.id() + "' ";
        arguments(start, box, fn, pointer);
        Set<String> indices = new LinkedHashSet<>();
        Set<String> sizes = new LinkedHashSet<>();
        for (Expr result : fn.results()) {
            indices.addAll(result.indexAxes());
            sizes.addAll(result.extentAxes());
        }
        indices(start, indices, along, pointer);
        sizes(start, sizes, pointer);
    }

    /// Whether the function has so many results.
    boolean hasResults(Box box, Fn fn, int expected, String of, String boxPointer) {
        int results = fn.results().size();
        if (results != expected) {
            String message =
                    "the function of box '"
                            + box.id()
                            + "' gives "
                            + count(results, "result")
                            + ", "
                            + of
                            + " takes "
                            + expected;
            String help =
                    expected == 1
                            ? "write one box for each result"
                            : "write one result for each component: x -> (…, …)";
            boolean plain =
                    scope.value(boxPointer + "/fn")
                            .position()
                            .equals(scope.value(boxPointer).position());
            Location where = scope.value(plain ? boxPointer + "/monoid" : boxPointer + "/fn");
            scope.error(Code.E408, message, where, help);
        }
        return results == expected;
    }

    private void names(Fn fn, String pointer) {
        for (String parameter : fn.parameters()) {
            NameChecks.identifier(
                    scope, "parameter", parameter, () -> scope.token(pointer, parameter));
        }
    }

    private void arguments(String start, Box box, Fn fn, String pointer) {
        Set<String> read = new LinkedHashSet<>();
        fn.results().forEach(result -> read.addAll(result.arguments()));
        for (String name : read) {
            if (!fn.parameters().contains(name)) {
                String message =
                        start
                                + "reads '"
                                + name
                                + (box.inputs().isEmpty() && fn.parameters().isEmpty()
                                        ? "', yet the box has no input"
                                        : "', which is not a parameter");
                scope.error(
                        Code.E403,
                        message,
                        scope.token(pointer, name),
                        help(name, fn.parameters()));
            }
        }
        for (String parameter : fn.parameters()) {
            if (!read.contains(parameter)) {
                String message =
                        "parameter '" + parameter + "' of box '" + box.id() + "' is never used";
                scope.warning(
                        Code.E407,
                        message,
                        scope.token(pointer, parameter),
                        "leave out the input, too");
            }
        }
    }

    private String[] help(String name, List<String> parameters) {
        if (scope.diagram().axes().containsKey(name)) {
            return new String[] {
                "write '#" + name + "' for the index along that axis, '|" + name + "|' for its size"
            };
        }
        return scope.help(name, parameters);
    }

    private void indices(String start, Set<String> indices, Set<String> along, String pointer) {
        for (String axis : indices) {
            if (!along.contains(axis)) {
                String message =
                        start
                                + "takes the index '#"
                                + axis
                                + "', yet the box does not run along '"
                                + axis
                                + "'";
                scope.error(
                        Code.E405,
                        message,
                        scope.token(pointer, "#" + axis),
                        "it runs along: " + String.join(", ", along));
            }
        }
    }

    private void sizes(String start, Set<String> sizes, String pointer) {
        for (String axis : sizes) {
            if (scope.isUnknownAxis(axis)) {
                String message =
                        start + "takes the size '|" + axis + "|' of an axis that does not exist";
                String[] help = scope.help(axis, scope.diagram().axes().keySet());
                scope.error(Code.E102, message, scope.token(pointer, "|" + axis + "|"), help);
            }
        }
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
