package org.heddle.backend.driver.ncu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.heddle.backend.driver.ncu.FakeNcu.TITLES;
import static org.heddle.backend.driver.ncu.FakeNcu.launch;

import java.util.Optional;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.Profile.DeviceBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What ncu prints, as it should be, unusual, and broken.
final class NcuReportTest {
    private static final String TALK =
            """
            ==PROF== Connected to process 4711 (/usr/lib/jvm/bin/java)
            ==PROF== Profiling "first" - 0: 0%....50%....100% - 2 passes
            ==PROF== Disconnected from process 4711
            """;

    private static DeviceBytes bytes(long dramRead, long dramWrite, long cache) {
        return new DeviceBytes(Optional.of(dramRead), Optional.of(dramWrite), Optional.of(cache));
    }

    @Test
    void bytesAreSummedOverTheLaunchesOfAKernel() throws DriverException {
        NcuReport report =
                NcuReport.parse(
                        TALK
                                + TITLES
                                + launch(0, "first", "1,048,576", "32", "4096")
                                + launch(1, "second", "0", "12,345", "1,000,000,000,000")
                                + launch(2, "first", "100", "0", "4"));

        assertThat(report.bytes("first", 2)).isEqualTo(bytes(1048676, 32, 4100));
        assertThat(report.bytes("second", 1)).isEqualTo(bytes(0, 12345, 1000000000000L));
    }

    /// Older versions have a column for the time and none for the sizes of grids; nobody promises an order.
    @Test
    void columnsAreFoundByTheirTitles() throws DriverException {
        NcuReport report =
                NcuReport.parse(
                        """
                        "Metric Value","Metric Name","Kernel Time","Kernel Name","Metric Unit","ID"
                        "7","lts__t_bytes.sum","2026-Mar-04 05:06:07","tile(float *, ""a"", int)","byte","0"
                        "12.5","sm__throughput.avg.pct_of_peak_sustained_elapsed","…","tile","%","0"
                        8,lts__t_bytes.sum,,plain,byte,1
                        """);

        assertThat(report.bytes("tile(float *, \"a\", int)", 1).cache()).contains(7L);
        assertThat(report.bytes("plain", 1))
                .isEqualTo(new DeviceBytes(Optional.empty(), Optional.empty(), Optional.of(8L)));
        assertThatThrownBy(() -> report.bytes("tile", 1)).isInstanceOf(DriverException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "byte | 1,234 | 1234",
                "bytes | 5 | 5",
                "Kbyte | 1.5 | 1500",
                "Mbyte | 2.25 | 2250000",
                "Gbyte | 4.80 | 4800000000",
                "Tbyte | 1 | 1000000000000",
                "byte | 1.048576e+06 | 1048576",
                "byte | 0 | 0"
            })
    void unitsAreUnderstood(String unit, String value, long bytes) throws DriverException {
        assertThat(NcuReport.parse(one(unit, value)).bytes("k", 1).dramRead()).contains(bytes);
    }

    private static String one(String unit, String value) {
        return """
               "ID","Kernel Name","Metric Name","Metric Unit","Metric Value"
               "0","k","dram__bytes_read.sum","%s","%s"
               """
                .formatted(unit, value);
    }

    /// A GPU that shares the memory of its host has no DRAM counters.
    @ParameterizedTest
    @ValueSource(strings = {"n/a", "(!) n/a", "nan"})
    void whatTheGpuDoesNotCountIsAbsent(String value) throws DriverException {
        NcuReport report =
                NcuReport.parse(
                        TITLES + launch(0, "k", value, "4", "5") + launch(1, "k", "3", "4", "5"));

        assertThat(report.bytes("k", 2))
                .isEqualTo(new DeviceBytes(Optional.empty(), Optional.of(8L), Optional.of(10L)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "==PROF== No kernels were profiled.\n", "no, table\n"})
    void withoutATableThereIsNothing(String text) throws DriverException {
        assertThat(NcuReport.parse(text).isEmpty()).isTrue();
        assertThat(NcuReport.parse(TITLES).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "byte | 1,23 | '1,23' is no count of bytes",
                "byte | 1.234.567 | '1.234.567' is no count of bytes",
                "byte | -4 | '-4' is no count of bytes",
                "byte | many | 'many' is no count of bytes",
                "sector | 4 | 'sector' is no unit of bytes",
                "kbyte | 4 | 'kbyte' is no unit of bytes"
            })
    void whatIsNoCountOfBytesIsRefused(String unit, String value, String complaint) {
        assertThatThrownBy(() -> NcuReport.parse(one(unit, value)))
                .isInstanceOf(DriverException.class)
                .hasMessage("line 2 of what ncu printed cannot be read: " + complaint);
    }

    @Test
    void rowsThatAreCutOffAreRefused() {
        String whole = TITLES + launch(0, "k", "1", "2", "3");
        assertThatThrownBy(() -> NcuReport.parse(whole.substring(0, whole.length() - 5)))
                .hasMessageEndingWith(
                        "line 4 of what ncu printed cannot be read: 14 cells for 15 titles");
        assertThatThrownBy(() -> NcuReport.parse(whole.substring(0, whole.length() - 3)))
                .hasMessageEndingWith("cannot be read: a quoted cell does not end");
    }

    @Test
    void launchesThatWereNotCountedAreMissed() throws DriverException {
        NcuReport report =
                NcuReport.parse(
                        TITLES + launch(0, "k", "1", "2", "3") + launch(1, "k", "1", "2", "3"));

        assertThatThrownBy(() -> report.bytes("k", 3))
                .hasMessage("ncu counted 2 of 3 launches of kernel 'k'");
        assertThatThrownBy(() -> report.bytes("other", 1))
                .hasMessage("ncu counted 0 of 1 launches of kernel 'other'");
    }
}
