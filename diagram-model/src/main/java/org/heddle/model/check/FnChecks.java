package org.heddle.model.check;

import java.util.List;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Op;
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
        arguments(box, fn, pointer);
        axes(box, fn, along, pointer);
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

    private void names(Fn fn, String pointer) {
        for (String parameter : fn.parameters()) {
            NameChecks.identifier(scope, "parameter", parameter, scope.token(pointer, parameter));
        }
    }

    private void arguments(Box box, Fn fn, String pointer) {
        Set<String> read = fn.body().arguments();
        for (String name : read) {
            if (!fn.parameters().contains(name)) {
                String message =
                        "the function of box '"
                                + box.id()
                                + "' reads '"
                                + name
                                + "', which is not a parameter";
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

    private void axes(Box box, Fn fn, Set<String> along, String pointer) {
        for (String axis : fn.body().indexAxes()) {
            if (!along.contains(axis)) {
                String message =
                        "the function of box '"
                                + box.id()
                                + "' takes the index '#"
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
        for (String axis : fn.body().extentAxes()) {
            if (scope.isUnknownAxis(axis)) {
                String message =
                        "the function of box '"
                                + box.id()
                                + "' takes the size '|"
                                + axis
                                + "|' of an axis that does not exist";
                String[] help = scope.help(axis, scope.diagram().axes().keySet());
                scope.error(Code.E102, message, scope.token(pointer, "|" + axis + "|"), help);
            }
        }
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
