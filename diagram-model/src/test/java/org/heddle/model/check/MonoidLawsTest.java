package org.heddle.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.ExprParser;
import org.heddle.model.expr.ExprParser.SyntaxException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Monoids that are in use pass, near misses are found.
class MonoidLawsTest {

    /// @param state components such as `f32 n = 0 : n + n'`, separated by `&`
    private static Optional<String> tried(String state, String item) throws SyntaxException {
        return laws(state, item).counterExample();
    }

    private static MonoidLaws laws(String state, String item) throws SyntaxException {
        List<Monoid.Component> components = new ArrayList<>();
        for (String part : state.split("&", -1)) {
            String[] words = part.strip().split(" ", 4);
            String[] laws = words[3].split(" : ", 2);
            components.add(
                    new Monoid.Component(
                            words[1],
                            DType.named(words[0]).orElseThrow(),
                            ExprParser.parse(laws[0]),
                            ExprParser.parse(laws[1])));
        }
        Monoid.User monoid = new Monoid.User("m", components);
        NumberKind kind = NumberKind.of(components.getFirst().dtype());
        return new MonoidLaws(monoid, ExprParser.parseFn(item), List.of(kind), Set.of("i"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    f32 s = 0 : s + s'                                                                      ; x -> x
                    f32 p = 1 : p * p'                                                                      ; x -> x
                    f32 n = 0 : n + n' & f32 s = 0 : s + s'                                                 ; x -> (1, x)
                    f32 a = 1 : a * a' & f32 b = 0 : a' * b + b'                                            ; x -> (x / 8, x)
                    f32 m = -inf : max(m, m') & f32 z = 0 : where(m == -inf, 0, z * exp(m - max(m, m'))) + where(m' == -inf, 0, z' * exp(m' - max(m, m'))) ; x -> (x, 1)
                    f32 n = 0 : n + n' & f32 a = 0 : where(n + n' == 0, 0, (n * a + n' * a') / (n + n')) & f32 q = 0 : where(n + n' == 0, 0, q + q' + (a - a') * (a - a') * n * n' / (n + n')) ; x -> (1, x, 0)
                    f32 v = -inf : max(v, v') & i32 p = -1 : where(v' > v, p', p)                            ; x -> (x, #i)
                    i32 v = 0 : mod(v + v', 7)                                                              ; x -> mod(x, 7)
                    bool any = 0 : any or any'                                                              ; x -> x
                    """)
    void monoids(String state, String item) throws SyntaxException {
        assertThat(tried(state, item)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    f32 m = 0 : (m + m') / 2                                       ; x -> x ; not associative
                    f32 m = 0 : m - m'                                             ; x -> x ; not associative
                    f32 m = 0 : max(m, m')                                         ; x -> x ; neutral
                    f32 m = 0 : sqrt(m * m + m' * m')                              ; x -> x ; neutral
                    f32 p = 0 : p * p'                                             ; x -> x ; neutral
                    f32 n = 0 : n + n' & f32 a = 0 : (n * a + n' * a') / (n + n')  ; x -> (1, x) ; neutral
                    f32 m = -inf : max(m, m') & f32 z = 0 : z + z' * exp(m' - m)   ; x -> (x, 1) ; neutral
                    i32 v = 0 : floor((v + v') / 2) * 2                            ; x -> x ; neutral
                    bool odd = 1 : odd and not odd'                                ; x -> x ; neutral
                    f32 s = 0 : s + s' + s * s' * s'                               ; x -> x ; not associative
                    """)
    void nearMisses(String state, String item, String why) throws SyntaxException {
        assertThat(tried(state, item)).get().asString().contains(why);
    }

    /// Whether items may come in any order.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    f32 s = 0 : s + s'                                            ; x -> x       ; true
                    f32 n = 0 : n + n' & f32 a = 0 : where(n + n' == 0, 0, (n * a + n' * a') / (n + n')) ; x -> (1, x) ; true
                    f32 m = -inf : max(m, m') & f32 z = 0 : where(m == -inf, 0, z * exp(m - max(m, m'))) + where(m' == -inf, 0, z' * exp(m' - max(m, m'))) ; x -> (x, 1) ; true
                    f32 a = 1 : a * a' & f32 b = 0 : a' * b + b'                  ; x -> (x / 8, x) ; false
                    f32 v = -inf : max(v, v') & i32 p = -1 : where(v' > v, p', p) ; x -> (x, #i) ; false
                    f32 r = 0 : where(m' > 0, r', r) & f32 m = 0 : max(m, m')     ; x -> (x, 1)  ; false
                    """)
    void orders(String state, String item, boolean commutes) throws SyntaxException {
        assertThat(laws(state, item).orderMatters().isEmpty()).isEqualTo(commutes);
    }
}
