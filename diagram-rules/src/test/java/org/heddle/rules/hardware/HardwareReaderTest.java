package org.heddle.rules.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.heddle.model.diagram.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HardwareReaderTest {
    @TempDir private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("machine.json"), text);
    }

    private static String h200() {
        return HardwareReader.write(HardwareReader.shipped("h200").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"h200", "cpu"})
    void shippedDescriptionsSurviveWritingAndReading(String name) throws Exception {
        Hardware hardware = HardwareReader.shipped(name).orElseThrow();
        assertThat(HardwareReader.read(file(HardwareReader.write(hardware)))).isEqualTo(hardware);
        for (DType dtype : List.of(DType.F32, DType.F64)) {
            assertThat(hardware.rate("fma", dtype)).isPositive();
            assertThat(hardware.rate("special", dtype)).isPositive();
            assertThat(hardware.lanes(dtype)).isPositive();
        }
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
                "\"units\" : 132;                    \"units\" : 0;               units",
                "\"units\" : 132;                    \"units\" : \"many\";        units",
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
        Hardware flat =
                new Hardware(
                        h.format(),
                        h.name(),
                        h.description(),
                        h.execution(),
                        h.units(),
                        h.levels().subList(0, 1),
                        h.pipes(),
                        h.vectorLanes(),
                        h.vectorRegisters(),
                        h.threadsPerGroup(),
                        h.launchSeconds(),
                        h.source());
        Path oneLevel = file(HardwareReader.write(flat));
        assertThatThrownBy(() -> HardwareReader.read(oneLevel))
                .isInstanceOf(HardwareReader.HardwareException.class)
                .hasMessageContaining("levels");
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

    @Test
    void anUnknownPipeIsNamed() {
        assertThatThrownBy(
                        () -> HardwareReader.shipped("cpu").orElseThrow().rate("matrix", DType.F32))
                .hasMessageContaining("matrix")
                .hasMessageContaining("cpu");
    }
}
