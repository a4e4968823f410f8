package org.heddle.kernels.mistakes;

import static org.heddle.kernels.mistakes.Rewrite.here;
import static org.heddle.kernels.mistakes.Rewrite.there;

import java.util.List;
import org.heddle.model.diagnose.Code;

/// Mistakes in positions, promises of wires, reductions, scans, monoids of the file and calls.
final class Forms {
    static final List<Rewrite> ALL =
            List.of(
                    there(
                            Kind.GATHER_THROUGH_FLOATS,
                            "\"(\\w+)\": \"i(?:32|64)\\[",
                            "\"$1\": \"f32[",
                            "[\\[ ]$1\\[",
                            Code.E217),
                    here(
                            Kind.GATHER_THROUGH_NOTHING,
                            "(\"in\": .*\\w\\[(?:\\w+, )*)\\w+\\[",
                            "$1nothing[",
                            Code.E101),
                    here(
                            Kind.GATHER_OF_ANOTHER_RANK,
                            "(\"in\": .*\\w\\[(?:\\w+, )*\\w+\\[)(\\w+)",
                            "$1$2, $2",
                            Code.E206),
                    here(
                            Kind.PRODUCT_OF_AXES,
                            "(\\w) \\+ (\\w) - 1([,\\]])",
                            "$1 * $2 - 1$3",
                            Code.E017),
                    here(
                            Kind.MISSING_FILL,
                            "\\{ \"wire\": (\"[^\"]+ - 1]\"), \"fill\": \\S+ }",
                            "$1",
                            Code.E215),
                    here(Kind.FILL_NO_NUMBER, "\"fill\": 0", "\"fill\": \"zero\"", Code.E006),
                    here(
                            Kind.FILLED_OUTPUT,
                            "\"out\": \\[(\"\\w+\")]",
                            "\"out\": [{ \"wire\": $1, \"fill\": 0 }]",
                            Code.E216),
                    here(Kind.UNKNOWN_KEY_OF_PORT, "\"fill\": 0", "\"filled\": 0", Code.E005),
                    here(Kind.NUMBER_AS_PORT, "\"in\": \\[\"", "\"in\": [7, \"", Code.E006),
                    here(Kind.OPEN_PORT, "\"in\": \\[\"(\\w+)\"", "\"in\": [\"$1[\"", Code.E012),
                    here(Kind.SYMMETRIC_IN_ONE_AXIS, "\\[\\[(\"\\w+\").*]]", "[[$1]]", Code.E221),
                    here(
                            Kind.SYMMETRIC_IN_UNKNOWN_AXIS,
                            "\\[\\[(\"\\w+\").*]]",
                            "[[$1, \"nowhere\"]]",
                            Code.E221),
                    here(Kind.SYMMETRIC_TWICE, "\\[(\\[\"\\w+\".*])]", "[$1, $1]", Code.E221),
                    here(Kind.MISSPELT_SYMMETRY, "\"symmetric\"", "\"symetric\"", Code.E005),
                    here(
                            Kind.SHORT_STORAGE,
                            "^    \"(\\w+)\": \"(f32\\[\\w+, \\w+])\"",
                            "\"$1\": { \"type\": \"$2\", \"storage\": [\"dense\"] }",
                            Code.E222),
                    here(
                            Kind.UNKNOWN_STORAGE,
                            "\"(\\w+)\": \"(f32\\[\\w+])\"",
                            "\"$1\": { \"type\": \"$2\", \"storage\": [\"spare\"] }",
                            Code.E018),
                    here(
                            Kind.STORED_RESULT,
                            "\"(S|T|P|O|Y|y|C|D)\": \"(f32\\[\\w+])\"",
                            "\"$1\": { \"type\": \"$2\", \"storage\": [\"compressed\"] }",
                            Code.E222),
                    there(
                            Kind.BROKEN_LAW,
                            "\"b \\* a' \\+ b'\"",
                            "\"b * a + b'\"",
                            "\"monoids\"",
                            Code.E509),
                    there(
                            Kind.WRONG_UNIT,
                            "(\"unit\": \\{ \"\\w+\": )\\d",
                            "$17",
                            "\"monoids\"",
                            Code.E509),
                    here(
                            Kind.UNKNOWN_COMPONENT,
                            "\"(\\w+)\": \"(\\w+) ([+*]) \\2'\"",
                            "\"$1\": \"$2 $3 other'\"",
                            Code.E510),
                    here(
                            Kind.UNIT_LACKS_COMPONENT,
                            "\"unit\": \\{ \"\\w+\": \\d, ",
                            "\"unit\": { ",
                            Code.E510),
                    here(
                            Kind.TOO_FEW_ITEMS,
                            "-> \\((\\S+), .*\\)\", \"",
                            "-> ($1)\", \"",
                            Code.E408),
                    here(
                            Kind.MISSPELT_OWN_MONOID,
                            "\"monoid\": \"(moments|affine)\"",
                            "\"monoid\": \"$1s\"",
                            Code.E106),
                    here(
                            Kind.TOO_FEW_OUTPUTS,
                            "(\"monoid\": \"(?:affine|moments)\".*\"out\": \\[\"\\w+\"), .*]",
                            "$1]",
                            Code.E205),
                    here(Kind.ARRAY_AS_UNIT, "(\"unit\": \\{ \"\\w+\": )\\d", "$1[]", Code.E006),
                    here(
                            Kind.SCAN_WITHOUT_OVER,
                            "(\"op\": \"scan\".*)\"over\": \\[\"\\w+\"], ",
                            "$1",
                            Code.E007),
                    here(
                            Kind.SCAN_OVER_TWO_AXES,
                            "(\"op\": \"scan\".*)\"over\": \\[(\"\\w+\")]",
                            "$1\"over\": [$2, $2]",
                            Code.E219),
                    here(
                            Kind.SCAN_OVER_UNKNOWN_AXIS,
                            "(\"op\": \"scan\".*)\"over\": \\[\"\\w+\"]",
                            "$1\"over\": [\"nowhere\"]",
                            Code.E102),
                    here(
                            Kind.SCAN_OF_POSITIONS,
                            "(\"op\": \"scan\".*)\"monoid\": \"\\w+\"",
                            "$1\"monoid\": \"argmax\"",
                            Code.E219),
                    here(
                            Kind.UNTRUE_EXCLUSIVE,
                            "\"op\": \"scan\"",
                            "\"op\": \"scan\", \"exclusive\": \"yes\"",
                            Code.E006),
                    here(Kind.TOPK_WITHOUT_AXIS, "\"topk\\(\\w+\\)\"", "\"topk\"", Code.E106),
                    here(
                            Kind.TOPK_OF_UNKNOWN_AXIS,
                            "\"topk\\(\\w+\\)\"",
                            "\"topk(nowhere)\"",
                            Code.E102),
                    here(
                            Kind.TOPK_OF_AXIS_READ,
                            "\"topk\\(\\w+\\)\"(.*\"in\": \\[\"(?:D|S)\")",
                            "\"topk(t)\"$1",
                            Code.E220,
                            Code.E208,
                            Code.E102),
                    there(
                            Kind.POSITIONS_AS_TRUTH,
                            "\"(ids|a)\": \"i64\\[",
                            "\"$1\": \"bool[",
                            "\"op\": .*\"$1\"",
                            Code.E210),
                    there(
                            Kind.ARGMIN_OVER_TWO_AXES,
                            "\"a\": \"i64\\[i]\"",
                            "\"a\": \"i64[]\"",
                            "argmin",
                            Code.E220),
                    here(
                            Kind.REINDEX_OF_TWO,
                            "(\"op\": \"reindex\", \"in\": \\[)(.*)(], \"out\")",
                            "$1$2, $2$3",
                            Code.E205),
                    there(
                            Kind.REINDEX_LOSES_AXIS,
                            "\"X\": \"f32\\[t, c]\"",
                            "\"X\": \"f32[t]\"",
                            "\"op\": \"reindex\"",
                            Code.E207),
                    here(
                            Kind.CALL_OF_TWO,
                            "(\"op\": \"softmax\".*\"in\": \\[)(\"\\w+\")",
                            "$1$2, $2",
                            Code.E501),
                    here(
                            Kind.CALL_WITH_FUNCTION,
                            "\"op\": \"softmax\"",
                            "\"op\": \"softmax\", \"fn\": \"x -> x\"",
                            Code.E005),
                    here(
                            Kind.OVER_OF_CONTRACT,
                            "\"op\": \"contract\"",
                            "\"op\": \"contract\", \"over\": [\"d\"]",
                            Code.E005),
                    here(
                            Kind.TWO_RESULTS_OF_MAP,
                            "(\"op\": \"map\", \"fn\": \"[\\w, ]+ -> )(.*?)\", \"in\"",
                            "$1(1, 2)\", \"in\"",
                            Code.E408),
                    here(Kind.TOO_MANY_ARGUMENTS, "sqrt\\(", "sqrt(1, ", Code.E401),
                    here(
                            Kind.CONTRACT_OF_NOTHING,
                            "(\"op\": \"contract\", \"in\": \\[).*(], \"out\")",
                            "$1$2",
                            Code.E205),
                    here(Kind.EMPTY_NAME, "\"name\": \"[\\w-]+\"", "\"name\": \"\"", Code.E107),
                    here(Kind.BLANK_IN_NAME, "\"name\": \"\\w", "\"name\": \"a b", Code.E107),
                    here(
                            Kind.AXIS_NO_IDENTIFIER,
                            "\"axes\": \\{ \"\\w+\"",
                            "\"axes\": { \"a-b\"",
                            Code.E107),
                    here(Kind.NUMBER_AS_TYPE, "(    \"\\w+\": )\"f32\\[.*?]\"", "$132", Code.E006),
                    here(
                            Kind.HUGE_SIZE,
                            "(\"defaults\": \\{ \"\\w+\": )\\d+",
                            "$199999999999999999999",
                            Code.E306),
                    here(Kind.CUT_SIZE, "(\"axes\": \\{ \"\\w+\": )null", "$1\"2 *\"", Code.E302),
                    here(Kind.BAD_ESCAPE, "\"op\": \"", "\"op\": \"\\\\q", Code.E001),
                    here(Kind.COMMENT, "\"op\": ", "/* what */ \"op\": ", Code.E001),
                    here(Kind.SINGLE_QUOTES, "\"op\"", "'op'", Code.E001),
                    here(Kind.BOX_NO_OBJECT, "^    \\{ \"op\".* }", "    \"softmax\"", Code.E006));

    private Forms() {}
}
