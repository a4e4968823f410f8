package org.heddle.backend.interpret;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.heddle.model.diagram.DType;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// Compiles an expression over tiles to closures over registers, once per step.
///
/// In a step that computes in f32 every literal, operand and result is rounded to f32, as a kernel does it; indices, sizes and what is made of
/// them by integer operations are exact, since a kernel computes those in integers. `where` looks at one branch only.
final class ExprCompiler {
    private final ToIntFunction<String> operand;
    private final ToIntFunction<String> axis;
    private final ToLongFunction<String> size;
    private final boolean single;

    /// @param operand register file of a tile, by name
    /// @param axis position of a loop axis in the step
    /// @param size size of an axis of the diagram
    /// @param precision the type in which the step computes
    ExprCompiler(
            ToIntFunction<String> operand,
            ToIntFunction<String> axis,
            ToLongFunction<String> size,
            DType precision) {
        this.operand = operand;
        this.axis = axis;
        this.size = size;
        this.single = precision == DType.F32;
    }

    Scalar compile(Expr e) {
        return switch (e) {
            case Expr.Num(double value) ->
                    constant(single && !isInteger(e) ? (float) value : value);
            case Expr.Extent(String name) -> constant((double) size.applyAsLong(name));
            case Expr.Index(String name) -> {
                int position = axis.applyAsInt(name);
                yield registers -> registers.index(position);
            }
            case Expr.Arg(String name) -> {
                int file = operand.applyAsInt(name);
                yield single
                        ? registers -> (float) registers.value(file)
                        : registers -> registers.value(file);
            }
            case Expr.Call call -> call(call);
        };
    }

    private static Scalar constant(double value) {
        return _ -> value;
    }

    private Scalar call(Expr.Call call) {
        List<Scalar> args = call.args().stream().map(this::compile).toList();
        boolean round = single && !isInteger(call);
        Scalar a = args.getFirst();
        return switch (call.fun()) {
            case WHERE -> {
                Scalar yes = args.get(1);
                Scalar no = args.get(2);
                yield registers -> a.at(registers) != 0 ? yes.at(registers) : no.at(registers);
            }
            case ADD -> {
                Scalar b = args.get(1);
                yield round ? r -> (float) (a.at(r) + b.at(r)) : r -> a.at(r) + b.at(r);
            }
            case SUB -> {
                Scalar b = args.get(1);
                yield round ? r -> (float) (a.at(r) - b.at(r)) : r -> a.at(r) - b.at(r);
            }
            case MUL -> {
                Scalar b = args.get(1);
                yield round ? r -> (float) (a.at(r) * b.at(r)) : r -> a.at(r) * b.at(r);
            }
            case DIV, MIN, MAX, POW, MOD, EQ, NE, LT, LE, GT, GE, AND, OR -> {
                Scalar b = args.get(1);
                DoubleBinaryOperator f = Arithmetic.binary(call.fun());
                yield round
                        ? r -> (float) f.applyAsDouble(a.at(r), b.at(r))
                        : r -> f.applyAsDouble(a.at(r), b.at(r));
            }
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
                    NOT -> {
                DoubleUnaryOperator f = Arithmetic.unary(call.fun());
                yield round ? r -> (float) f.applyAsDouble(a.at(r)) : r -> f.applyAsDouble(a.at(r));
            }
        };
    }

    /// Whether a kernel computes the expression in integers.
    private static boolean isInteger(Expr e) {
        return switch (e) {
            case Expr.Index _, Expr.Extent _ -> true;
            case Expr.Num(double value) -> value == Math.rint(value) && Math.abs(value) < 0x1p53;
            case Expr.Arg _ -> false;
            case Expr.Call(Fun fun, List<Expr> args) ->
                    fun.keepsIntegers() && args.stream().allMatch(ExprCompiler::isInteger);
        };
    }
}
