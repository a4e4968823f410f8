package org.heddle.rules.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heddle.model.diagram.DType;
import org.heddle.rules.Sketch;
import org.heddle.rules.derive.Deriver;
import org.heddle.rules.schedule.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class HardwareReaderTest {
    @TempDir private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("machine.json"), text);
    }

    private static String h200() {
        return HardwareReader.write(HardwareReader.shipped("h200").orElseThrow());
    }

    static List<String> names() {
        return HardwareReader.shipped();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shippedDescriptionsSurviveWritingAndReading(String name) throws Exception {
        Hardware hardware = HardwareReader.shipped(name).orElseThrow();
        assertThat(HardwareReader.read(file(HardwareReader.write(hardware)))).isEqualTo(hardware);
        for (DType dtype : List.of(DType.F32, DType.F64)) {
            assertThat(hardware.rate("fma", dtype)).isPositive();
            assertThat(hardware.rate("special", dtype)).isPositive();
            assertThat(hardware.lanes(dtype)).isPositive();
        }
        assertThat(hardware.global()).isEqualTo(hardware.levels().getFirst());
        assertThat(hardware.global().scope()).isEqualTo(Scope.DEVICE);
        assertThat(hardware.local().scope()).isEqualTo(Scope.GROUP);
        assertThat(hardware.local().count()).isEqualTo(hardware.units());
        assertThat(hardware.registers().scope()).isEqualTo(Scope.THREAD);
        assertThat(hardware.local().capacityBytes()).isLessThan(hardware.global().capacityBytes());
        assertThat(hardware.lanes(DType.F32)).isGreaterThanOrEqualTo(hardware.lanes(DType.F64));
    }

    @Test
    void anUnknownNameIsNotShipped() {
        assertThat(HardwareReader.shipped("abacus")).isEmpty();
        assertThat(HardwareReader.shipped()).contains("h200", "cpu");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"units\" :;                        \"speed\" : 1, \"units\" :; speed",
                "heddle-hardware/1;                  heddle-hardware/9;           heddle-hardware/9",
                "\"format\" : \"heddle-hardware/1\",; '';                          format",
                "\"units\" : 132,;                   '';                          units",
                "\"units\" : 132;                    \"units\" : 0;               /units is 0",
                "\"launchSeconds\" : 3.0E-6,;       '';                          /launchSeconds is missing",
                "\"scope\" : \"GROUP\",;             '';                          /levels/2/scope is missing",
                "\"clockHertz\" : 1.83E9;           \"clockHertz\" : -1;         /clockHertz is -1",
                "\"count\" : 132;                   \"count\" : 131;             /levels/2/count of level 'shared' is 131",
                "\"count\" : 132;                   \"count\" : 0;               /levels/2/count of level 'shared' is 0",
                "\"bytesPerSecond\" : 9.2E12;       \"bytesPerSecond\" : -2;     /levels/1/bytesPerSecond of level 'l2' is -2",
                "\"parent\" : \"l2\";                \"parent\" : \"l3\";          '/levels/2/parent of level ''shared'' is ''l3'', which is no level: use one of global, l2'",
                "\"parent\" : \"l2\",;               '';                          /levels/2 ('shared') has no parent",
                "\"parent\" : \"l2\";                \"parent\" : \"shared\";      break the circle",
                "\"parent\" : \"global\";            \"parent\" : \"shared\";      break the circle",
                "\"name\" : \"l2\";                  \"name\" : \"global\";        /levels/1/name is 'global'",
                "\"scope\" : \"GROUP\";              \"scope\" : \"THREAD\";       '/levels has none of scope GROUP'",
                "\"scope\" : \"WARPGROUP\";          \"scope\" : \"DEVICE\";       '/levels/3/scope of level ''warpgroup'' is DEVICE, wider'",
                "\"level\" : \"shared\";             \"level\" : \"lds\";          /exchanges/0/level is 'lds'",
                "\"units\" : 4;                     \"units\" : 1;               /exchanges/1/units is 1",
                "\"name\" : \"matrix\";              \"name\" : \"tensor\";        /pipes/4/name is 'tensor'",
                "\"dtype\" : \"bf16\";               \"dtype\" : \"f16\";          /pipes/5 is a second pipe 'matrix' for f16",
                "\"accumulator\" : \"f64\";          \"k\" : 0, \"accumulator\" : \"f64\"; Duplicate",
                "\"pipe\" : \"matrix\";              \"pipe\" : \"fma\";           /instructions/0 is for pipe 'fma' and f16",
                "\"step\" : 8;                      \"step\" : 7;                /instructions/0/n goes from 8 to 256 in steps of 7",
                "\"threads\" : 128;                 \"threads\" : 0;             /instructions/0/threads is 0",
                "\"value\" : 255;                   \"value\" : 100000;          '/limits/registersPerThread is 100000, more than the 65536'",
                "\"value\" : 1024;                  \"value\" : 128;             '/threadsPerGroup is 256, more than the 128'",
                "\"value\" : 32,;                   \"value\" : 0,;              /limits/groupsPerUnit/value is 0",
                "\"threadsPerGroup\" : \"assumed;    \"threadsPerGroup\" : \" \", \"more\" : \"assumed;  /sources has nothing for 'threadsPerGroup'",
                "\"clockHertz\" : \"989;             \"hertz\" : \"989;            /sources has nothing for 'clockHertz'",
                "\"units\" : 132;                    \"units\" : \"many\";        /units is 'many': give a whole number",
                "\"units\" : 132;                    \"units\" : Infinity;      : 'Infinity' is not a JSON value",
                "\"execution\" : \"SIMT\";             \"execution\" : \"MANY\";     /execution is 'MANY': give one of SIMD, SIMT",
                "\"granularityBytes\" : 32;          \"granularityBytes\" : 0;     granularityBytes",
                "\"vectorRegisters\" : 255,;         '';                          vectorRegisters",
                "232448;                             0;                           shared",
                "\"fma\";                            \"mma\";                     fma",
                "SIMT;                               QUANTUM;                     QUANTUM",
                "\"levels\";                         \"units\";                   units"
            })
    void aFileThatCannotBeUsedSaysWhy(String old, String changed, String named) throws Exception {
        String text = h200();
        assertThat(text).contains(old);
        Path file = file(text.replace(old, changed));
        assertThatThrownBy(() -> HardwareReader.read(file))
                .isInstanceOf(HardwareReader.HardwareException.class)
                .hasMessageContaining("machine.json")
                .hasMessageContaining(named);
    }

    @Test
    void aMissingLevelOrListIsReported() throws Exception {
        Hardware h = HardwareReader.shipped("cpu").orElseThrow();
        Hardware flat = HardwareBuilder.of(h).levels(h.levels().subList(0, 1)).build();
        Path oneLevel = file(HardwareReader.write(flat));
        assertThatThrownBy(() -> HardwareReader.read(oneLevel))
                .isInstanceOf(HardwareReader.HardwareException.class)
                .hasMessageContaining("/levels has none of scope GROUP")
                .hasMessageContaining("there are 1 levels");
        for (String text : List.of("", "{", "[]", "{}", "null")) {
            Path file = file(text);
            assertThatThrownBy(() -> HardwareReader.read(file))
                    .as(text)
                    .isInstanceOf(HardwareReader.HardwareException.class);
        }
        assertThatThrownBy(() -> HardwareReader.read(folder.resolve("nothing.json")))
                .isInstanceOf(HardwareReader.HardwareException.class)
                .hasMessageContaining("nothing.json");
    }

    /// In the words of Heddle, not in those of the library that reads JSON.
    @Test
    void aFileThatEndsEarlyIsNoJson() {
        String text = h200();
        assertThatThrownBy(
                        () ->
                                HardwareReader.parse(
                                        text.substring(0, text.length() / 2), "machine.json"))
                .isInstanceOf(HardwareReader.HardwareException.class)
                .hasMessageContaining("machine.json: line ")
                .message()
                .doesNotContain("REDACTED", "StreamReadFeature", "JsonReadFeature");
    }

    /// No number without a source.
    @ParameterizedTest
    @MethodSource("names")
    void everySourceIsNeeded(String name) throws Exception {
        String text = HardwareReader.write(HardwareReader.shipped(name).orElseThrow());
        Matcher source = Pattern.compile("\"source\" : \"[^\"]*\"").matcher(text);
        int found = 0;
        while (source.find()) {
            String without =
                    text.substring(0, source.start())
                            + "\"source\" : \"\""
                            + text.substring(source.end());
            assertThatThrownBy(() -> HardwareReader.parse(without, name))
                    .hasMessageContaining("is empty: say where");
            found++;
        }
        assertThat(found).isGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("names")
    void matricesAreDerivedForEachMachine(String name) throws Exception {
        Sketch matmul =
                new Sketch()
                        .axis("i", 512)
                        .axis("j", 384)
                        .axis("k", 256)
                        .input("A[i, k]", "B[k, j]")
                        .contract("C[i, j]", "A[i, k]", "B[k, j]")
                        .output("C");
        Hardware hardware = HardwareReader.shipped(name).orElseThrow();
        Schedule schedule =
                Deriver.derive(matmul.diagram(), matmul.sizes(), hardware)
                        .kernels()
                        .getFirst()
                        .schedule();
        assertThat(schedule.cost().localMemoryBytes())
                .isPositive()
                .isLessThanOrEqualTo(hardware.local().capacityBytes());
        assertThat(schedule.cost().seconds()).isBetween(1e-7, 1e-2);
    }

    /// Units do a power of two of operations per clock, up to the clock that a datasheet had in mind: a rate that is off by a factor shows.
    @ParameterizedTest
    @MethodSource("names")
    void ratesAreThoseOfUnitsAndClock(String name) {
        Hardware hardware = HardwareReader.shipped(name).orElseThrow();
        double clocks = hardware.units() * hardware.clockHertz();
        for (Hardware.Pipe pipe : hardware.pipes()) {
            if (!pipe.name().equals("special")) {
                double each = pipe.perSecond() / clocks;
                double power = Math.pow(2, Math.rint(Math.log(each) / Math.log(2)));
                assertThat(each / power).as("%s of %s", pipe, name).isBetween(0.88, 1.12);
            }
        }
        if (hardware.execution() == Hardware.Execution.SIMT) {
            assertThat(hardware.rate("special", DType.F32) / clocks).isBetween(15.9, 16.1);
            assertThat(hardware.local().bytesPerSecond() / clocks).isBetween(127.0, 129.0);
        }
    }

    @Test
    void instructionsSayWhatTilesAreMadeOf() {
        Instruction wgmma = HardwareReader.shipped("h200").orElseThrow().instructions().getFirst();
        assertThat(wgmma.m().allows(64)).isTrue();
        assertThat(wgmma.m().allows(128)).isFalse();
        assertThat(wgmma.n().allows(248)).isTrue();
        assertThat(wgmma.n().allows(250)).isFalse();
        assertThat(wgmma.n().allows(264)).isFalse();
        assertThat(wgmma.divides(192, 176, 64)).isTrue();
        assertThat(wgmma.divides(96, 176, 64)).isFalse();
        assertThat(wgmma.divides(64, 176, 24)).isFalse();
    }

    @Test
    void anotherMachineDiffersInWhatIsChanged() {
        Hardware h200 = HardwareReader.shipped("h200").orElseThrow();
        Hardware small =
                HardwareBuilder.of(h200).units(2).local(l -> l.withCapacity(32 << 10)).build();
        assertThat(small.local().count()).isEqualTo(2);
        assertThat(small.local().capacityBytes()).isEqualTo(32 << 10);
        assertThat(small.registers().count()).isEqualTo(4096);
        assertThat(small.global()).isEqualTo(h200.global());
        assertThat(HardwareBuilder.of(h200).build()).isEqualTo(h200);
    }

    /// What a file gives of the time model is taken, the rest is as usual; shipped files give nothing.
    @Test
    void numbersOfTheTimeModelAreRead() throws Exception {
        Hardware cpu = HardwareReader.shipped("cpu").orElseThrow();
        assertThat(cpu.timing()).isEmpty();
        assertThat(cpu.constant(TimeConstant.EXPOSED)).isEqualTo(0.25);
        assertThat(cpu.constant(TimeConstant.SHARES)).isEqualTo(2);
        assertThat(cpu.constant(TimeConstant.STEP)).isZero();
        Hardware fitted =
                HardwareBuilder.of(cpu)
                        .timing(
                                Map.of(
                                        "exposed", new Hardware.Constant(0.5, "a test"),
                                        "step", new Hardware.Constant(3e-9, "a test")))
                        .build();
        Hardware read = HardwareReader.parse(HardwareReader.write(fitted), "fitted.json");
        assertThat(read).isEqualTo(fitted);
        assertThat(read.constant(TimeConstant.EXPOSED)).isEqualTo(0.5);
        assertThat(read.constant(TimeConstant.STEP)).isEqualTo(3e-9);
        assertThat(read.constant(TimeConstant.SHARES)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exposed | 1.5 | /timing/exposed/value is 1.5: give a number that is not below 0 nor above 1",
                "shares | 0.5 | /timing/shares/value is 0.5: give a number that is not below 1",
                "element | -1 | /timing/element/value is -1: give a number that is not below 0",
                "wind | 1 | /timing/wind is no number of the time model: use exposed, shares,"
            })
    void numbersOfTheTimeModelAreChecked(String key, double value, String told) {
        Hardware wrong =
                HardwareBuilder.of(HardwareReader.shipped("cpu").orElseThrow())
                        .timing(Map.of(key, new Hardware.Constant(value, "a test")))
                        .build();
        assertThatThrownBy(() -> HardwareReader.parse(HardwareReader.write(wrong), "wrong.json"))
                .hasMessageContaining(told);
    }

    /// Every mistake of structure is told by its place and what is expected, and by nothing of the reader's.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"units\" : 132 | \"colour\" : 1, \"units\" : 132 | /colour is no key that there is: give one of format, name,",
                "\"scope\" : \"DEVICE\" | \"tint\" : 1, \"scope\" : \"DEVICE\" | /levels/0/tint is no key that there is: give one of name, scope,",
                "\"scope\" : \"DEVICE\" | \"scope\" : {} | /levels/0/scope is of another kind: give one of DEVICE,",
                "\"units\" : 132 | \"units\" : [1] | /units is of another kind: give a whole number",
                "\"units\" : 132 | \"units\" : true | give a whole number",
                "\"units\" : 132 | \"units\" : 1.5 | give a whole number",
                "\"units\" : 132 | \"units\" : 1000000000000 | /units is out of range: give a whole number",
                "\"units\" : 132 | \"units\" : null | /units is missing: give it",
                "\"name\" : \"h200\" | \"name\" : {} | /name is of another kind: give a text",
                "\"levels\" : [ | \"levels\" : [ null, | /levels/0 is missing: give it",
                "\"levels\" : [ | \"levels\" : [ 3, | /levels/0 is of another kind: give an object",
                "\"levels\" : [ | \"levels\" : {}, \"exchanges\" : [ | /levels is of another kind: give an array",
            })
    void mistakesOfStructureAreToldByTheirPlace(String old, String changed, String told)
            throws Exception {
        String text = HardwareReader.write(HardwareReader.shipped("h200").orElseThrow());
        assertThat(text).contains(old);
        int at = text.indexOf(old);
        String wrong = text.substring(0, at) + changed + text.substring(at + old.length());
        assertTold(wrong, told);
    }

    @Test
    void whatIsNoObjectIsTold() throws Exception {
        assertTold("[]", "the description is of another kind: give an object");
        assertTold("3", "the description is of another kind: give an object");
    }

    private static void assertTold(String text, String told) {
        assertThatThrownBy(() -> HardwareReader.parse(text, "wrong.json"))
                .isInstanceOf(HardwareReader.HardwareException.class)
                .hasMessageContaining(told)
                .hasMessageNotContainingAny("org.heddle", "java.", "Token", "JsonMappingException");
    }

    @Test
    void everyNumberOfTheTimeModelHasASource() {
        Hardware wrong =
                HardwareBuilder.of(HardwareReader.shipped("cpu").orElseThrow())
                        .timing(Map.of("group", new Hardware.Constant(0, " ")))
                        .build();
        assertThatThrownBy(() -> HardwareReader.parse(HardwareReader.write(wrong), "wrong.json"))
                .hasMessageContaining("/timing/group/source is empty");
    }

    @Test
    void anUnknownPipeIsNamed() {
        assertThatThrownBy(
                        () -> HardwareReader.shipped("cpu").orElseThrow().rate("matrix", DType.F32))
                .hasMessageContaining("matrix")
                .hasMessageContaining("cpu");
    }
}
