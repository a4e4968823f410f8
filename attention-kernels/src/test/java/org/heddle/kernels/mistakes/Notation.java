package org.heddle.kernels.mistakes;

import static org.heddle.kernels.mistakes.Rewrite.here;
import static org.heddle.kernels.mistakes.Rewrite.there;

import java.util.List;
import org.heddle.model.diagnose.Code;

/// Mistakes in the text notation of the catalogue.
final class Notation {
    static final List<Rewrite> ALL =
            List.of(
                    here(Kind.TEXT_MISSPELT_WIRE, "( = )[A-Z]\\w*\\[", "$1nothing[", Code.E101),
                    here(
                            Kind.TEXT_READ_OF_ANOTHER_RANK,
                            "( = [A-Z]\\w*\\[)(\\w+)",
                            "$1$2, $2",
                            Code.E206),
                    here(
                            Kind.TEXT_NO_CLOSING_BRACKET,
                            "( = [A-Z]\\w*\\[[\\w, ]+)]",
                            "$1",
                            Code.E021),
                    here(Kind.TEXT_NO_OPENING_BRACKET, "( = [A-Z]\\w*)\\[", "$1", Code.E020),
                    here(Kind.TEXT_WRONG_BRACKET, "( = [A-Z]\\w*\\[[\\w, ]+)]", "$1)", Code.E020),
                    here(Kind.TEXT_NO_EQUALS, "^(\\w+\\[[\\w, ]+].*?) = ", "$1 ", Code.E020),
                    here(Kind.TEXT_TWO_EQUALS, "^(\\w+\\[[\\w, ]+].*?) = ", "$1 == ", Code.E020),
                    here(Kind.TEXT_STRAY_SIGN, " = ", " = ^", Code.E022),
                    here(
                            Kind.TEXT_NOTHING_BEHIND_EQUALS,
                            "^(\\w+\\[[\\w, ]+].*?) = .*",
                            "$1 =",
                            Code.E020),
                    here(Kind.TEXT_UNKNOWN_FORMAT, "^([\\w-]+\\(\\w+: )f32", "$1f33", Code.E104),
                    here(Kind.TEXT_UNKNOWN_DEFINITION, " = softmax\\[", " = sofmax[", Code.E103),
                    here(
                            Kind.TEXT_UNKNOWN_FUNCTION,
                            "sqrt\\(",
                            "sqroot(",
                            Code.E103,
                            Code.E402,
                            Code.E401),
                    here(Kind.TEXT_UNKNOWN_MONOID, " = sum\\[", " = reduce summ[", Code.E106),
                    here(
                            Kind.TEXT_NOT_REDUCED,
                            "( = (?:sum|max|min)\\[)\\w+](?!.* \\* )", // a product is contracted
                            "$1]",
                            Code.E023,
                            Code.E404),
                    here(
                            Kind.TEXT_REDUCED_AND_KEPT,
                            "^(\\w+\\[)(\\w+)(.*? = (?:sum|max|min)\\[)\\w+]",
                            "$1$2$3$2]",
                            Code.E023),
                    here(Kind.TEXT_SCAN_OF_TWO, "( = scan \\w+\\[)(\\w+)", "$1$2, $2", Code.E219),
                    here(
                            Kind.TEXT_NEW_AXIS_ON_THE_LEFT,
                            "^(\\w+\\[)(\\w+, \\w+\\] = (?:[A-Z]|softmax))",
                            "$1nowhere, $2",
                            Code.E208,
                            Code.E206,
                            Code.E502),
                    here(
                            Kind.TEXT_NEGATIVE_DEFAULT,
                            "default \\d+",
                            "default -5",
                            Code.E305,
                            Code.E022),
                    here(Kind.TEXT_FRACTIONAL_DEFAULT, "default \\d+", "default 1.5", Code.E006),
                    here(Kind.TEXT_AXIS_TWICE, "^axis (\\w+)", "axis $1, $1", Code.E109),
                    here(Kind.TEXT_UNKNOWN_OUTPUT, "-> \\w+$", "-> nothing", Code.E101),
                    here(
                            Kind.TEXT_INPUT_TWICE,
                            "^([\\w-]+\\()(\\w+: \\w+\\[.*?], )",
                            "$1$2$2",
                            Code.E109),
                    here(
                            Kind.TEXT_WRITTEN_INPUT,
                            "^\\w+(\\[.*?] = )([A-Z]\\w*)\\[",
                            "$2$1$2[",
                            Code.E203,
                            Code.E201,
                            Code.E204),
                    here(Kind.TEXT_CYCLE, "^(\\w+)(\\[.*?] = )[A-Z]\\w*\\[", "$1$2$1[", Code.E204),
                    there(
                            Kind.TEXT_LAW_BROKEN,
                            "merge b \\* a' \\+ b'",
                            "merge b * a + b'",
                            "^monoid",
                            Code.E509),
                    here(
                            Kind.TEXT_GATHER_THROUGH_NOTHING,
                            "(\\w\\[)\\w+\\[",
                            "$1nothing[",
                            Code.E101),
                    here(Kind.TEXT_NO_ELSE, "(- 1) else 0", "$1", Code.E215),
                    here(
                            Kind.TEXT_SYMMETRIC_IN_ONE_AXIS,
                            " symmetric\\((\\w+)[^)]*\\)",
                            " symmetric($1)",
                            Code.E221));

    private Notation() {}
}
