package org.heddle.model.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// parse(print(e)) = e.
class ExprRoundTripTest {
    private static final long SEED = 20261121;
    private static final int EXPRESSIONS = 5000;
    private static final List<Fun> FUNCTIONS = List.of(Fun.values());
    private static final double[] LITERALS = {
        0,
        -0.0,
        1,
        -1,
        2,
        0.5,
        -2.5,
        1e-5,
        1e300,
        -1e300,
        1e15,
        123456789012345.0,
        Double.MIN_VALUE,
        3.141592653589793,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN,
        Double.MAX_VALUE,
        1.0 / 3
    };

    @Test
    void randomExpressionsComeBack() throws ExprParser.SyntaxException {
        Random random = new Random(SEED);
        for (int i = 0; i < EXPRESSIONS; i++) {
            Expr e = random(random, 1 + random.nextInt(7));
            assertThat(ExprParser.parse(e.toString()))
                    .as("seed %d, expression %d: %s", SEED, i, e)
                    .isEqualTo(e);
        }
    }

    /// A row of signs is printed in parentheses, one level each: what can be read can be read again.
    @Test
    void longRowsOfSignsComeBackOrAreRefused() throws ExprParser.SyntaxException {
        int read = 0;
        for (int signs = 1; signs <= 400; signs++) {
            String text = "-".repeat(signs) + "x";
            try {
                Expr e = ExprParser.parse(text);
                read++;
                assertThat(ExprParser.parse(e.toString())).isEqualTo(e);
            } catch (ExprParser.SyntaxException tooDeep) {
                assertThat(tooDeep).hasMessageContaining("nested deeper");
                assertThat(signs).isGreaterThan(100);
            }
        }
        assertThat(read).isBetween(100, 399);
    }

    @Test
    void randomFunctionsComeBack() throws ExprParser.SyntaxException {
        Random random = new Random(SEED);
        for (int i = 0; i < EXPRESSIONS / 5; i++) {
            Fn fn =
                    new Fn(
                            List.of("a", "bc", "d_1").subList(0, random.nextInt(4)),
                            random(random, 4));
            assertThat(ExprParser.parseFn(fn.toString())).as("seed %d: %s", SEED, fn).isEqualTo(fn);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a - (b - c); a - (b - c)",
                "(a - b) - c; a - b - c",
                "a / (b * c); a / (b * c)",
                "-(-a); -(-a)",
                "-(3); -(3)",
                "-3; -3",
                "2 - -3; 2 - -3",
                "(a < b) < c; (a < b) < c",
                "not (a and b) or c; not (a and b) or c",
                "where(not not a, -inf, nan); where(not not a, -inf, nan)",
                "#x<=#q+|x|-|q|; #x <= #q + |x| - |q|"
            })
    void printsWithFewParentheses(String text, String printed) throws ExprParser.SyntaxException {
        assertThat(ExprParser.parse(text).toString()).isEqualTo(printed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a +; 3",
                "a b; 2",
                "exp(a, b); 0",
                "foo(a); 0",
                "(a; 2",
                "|x; 2",
                "#; 1",
                "1.2.3; 0",
                "a < b < c; 6",
                "''; 0",
                "'a -> b'; 2"
            })
    void errorsTellTheOffset(String text, int offset) {
        assertThatThrownBy(() -> ExprParser.parse(text))
                .isInstanceOfSatisfying(
                        ExprParser.SyntaxException.class,
                        e -> assertThat(e.mistakes().getFirst().offset()).isEqualTo(offset));
    }

    @Test
    void nestingIsBounded() {
        assertThatThrownBy(() -> ExprParser.parse("(".repeat(100_000)))
                .isInstanceOf(ExprParser.SyntaxException.class)
                .hasMessageContaining("nested");
    }

    private static Expr random(Random random, int depth) {
        if (depth == 0 || random.nextInt(8) == 0) {
            return leaf(random);
        }
        Fun fun = FUNCTIONS.get(random.nextInt(FUNCTIONS.size()));
        List<Expr> args = new ArrayList<>();
        for (int i = 0; i < fun.arity(); i++) {
            args.add(random(random, depth - 1));
        }
        return new Expr.Call(fun, args);
    }

    private static Expr leaf(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Expr.num(LITERALS[random.nextInt(LITERALS.length)]);
            case 1 -> new Expr.Index("x" + random.nextInt(3));
            case 2 -> new Expr.Extent("q");
            default -> Expr.arg(List.of("a", "bc", "d_1", "order", "nota").get(random.nextInt(5)));
        };
    }
}
