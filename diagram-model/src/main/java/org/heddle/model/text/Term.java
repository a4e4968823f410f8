package org.heddle.model.text;

import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// The right side of a line, as written.
///
/// ```
/// Term ::= Literal | IndexOf(axis) | SizeOf(axis)
///        | Read(port)                                S[q, x]   or S alone: by the wire's own axes
///        | Apply(fun, args)                          a scalar function or operator
///        | Application(kind, name, over, args)       sum[x](…)  softmax[x](…)  min-plus(…)  scan sum[t](…)
///        | Lambda(parameters, results, args)         (a, b -> a - b)(A[i], B[i])
///        | InPlace(label, args, body)                block "label" (A[i]) { … }
/// ```
sealed interface Term {
    Span span();

    /// Levels of nesting.
    int depth();

    record Literal(double value, Span span) implements Term {
        @Override
        public int depth() {
            return 0;
        }
    }

    record IndexOf(String axis, Span span) implements Term {
        @Override
        public int depth() {
            return 0;
        }
    }

    record SizeOf(String axis, Span span) implements Term {
        @Override
        public int depth() {
            return 0;
        }
    }

    /// A wire read at a port.
    ///
    /// @param bare written without brackets
    record Read(Port port, boolean bare, Span span) implements Term {
        @Override
        public int depth() {
            return 0;
        }
    }

    record Apply(Fun fun, List<Term> args, Span span, int depth) implements Term {
        public Apply {
            args = List.copyOf(args);
        }
    }

    /// What the word before the name says that the name is.
    sealed interface Kind {}

    /// Kinds without a parameter.
    enum Plain implements Kind {
        /// No word: what the name means is found where it is used.
        ANY,
        REDUCE,
        CALL
    }

    record Scan(Op.Prefix prefix, Op.Direction direction) implements Kind {}

    /// A reduction, scan or call as it is written: `sum[x](P)`.
    ///
    /// @param over what is written in brackets, where there are any
    /// @param newAxis that of `topk(k)`
    record Application(
            Kind kind,
            Named name,
            Optional<Named> newAxis,
            Optional<List<Named>> over,
            List<Term> args,
            Span span,
            int depth)
            implements Term {
        public Application {
            args = List.copyOf(args);
        }

        List<Named> axes() {
            return over.orElse(List.of());
        }
    }

    record Lambda(List<Named> parameters, List<Expr> results, List<Term> args, Span span, int depth)
            implements Term {
        public Lambda {
            parameters = List.copyOf(parameters);
            results = List.copyOf(results);
            args = List.copyOf(args);
        }
    }

    record InPlace(String label, List<Term> args, Sentence.Body body, Span span, int depth)
            implements Term {
        public InPlace {
            args = List.copyOf(args);
        }
    }

    /// Terms directly inside; of a lambda its arguments, of a block as well.
    default List<Term> parts() {
        return switch (this) {
            case Literal _, IndexOf _, SizeOf _, Read _ -> List.of();
            case Apply apply -> apply.args();
            case Application application -> application.args();
            case Lambda lambda -> lambda.args();
            case InPlace block -> block.args();
        };
    }
}
