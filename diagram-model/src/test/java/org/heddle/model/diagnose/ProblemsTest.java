package org.heddle.model.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsTest {
    @Test
    void noNumberOfWarningsHidesAnError() {
        Problems problems = new Problems();
        for (int i = 0; i < 3 * Problems.LIMIT; i++) {
            problems.warning(Code.E213, "wire " + i, Location.DOCUMENT);
        }
        assertThat(problems.isFull()).isFalse();
        problems.error(Code.E204, "a cycle", Location.DOCUMENT);
        List<Diagnostic> listed = problems.list();
        assertThat(listed)
                .filteredOn(Diagnostic::isError)
                .extracting(Diagnostic::message)
                .contains("a cycle");
        assertThat(listed.getLast().code()).isEqualTo(Code.E014);
        assertThat(listed.getLast().message())
                .isEqualTo(2 * Problems.LIMIT + " more problems are not listed");
    }

    @Test
    void onlyErrorsFillTheList() {
        Problems problems = new Problems();
        for (int i = 0; i < Problems.LIMIT; i++) {
            assertThat(problems.isFull()).isFalse();
            problems.error(Code.E101, "wire " + i, Location.DOCUMENT);
        }
        assertThat(problems.isFull()).isTrue();
        assertThat(problems.list()).hasSize(Problems.LIMIT);
    }
}
