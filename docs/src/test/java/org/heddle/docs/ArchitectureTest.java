package org.heddle.docs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.heddle.docs.Checkout.Module;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The arrows between modules and packages go one way.
///
/// ```
/// org.heddle.model ◄─ rules ◄─ backend ◄─ kernels ◄─ cli        test data ◄─ tests only
/// ```
final class ArchitectureTest {

    private static final JavaClasses CODE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("org.heddle");

    /// Without this, every rule below would hold of an empty class path.
    @ParameterizedTest
    @EnumSource
    void codeOfEveryModuleIsSeen(Module module) {
        boolean written =
                Checkout.here().mainJava(module).stream()
                        .anyMatch(file -> !Checkout.isPackageInfo(file));
        boolean seen =
                CODE.stream().anyMatch(c -> c.getPackageName().startsWith(module.basePackage));
        assertThat(seen).as("classes of %s are on the class path", module).isEqualTo(written);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CLI")
    void usesNothingDownstream(Module module) {
        String[] downstream =
                Stream.of(Module.values())
                        .filter(other -> other.compareTo(module) > 0)
                        .map(other -> other.basePackage + "..")
                        .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(module.basePackage + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(downstream)
                .allowEmptyShould(true)
                .check(CODE);
    }

    @ParameterizedTest
    @EnumSource
    void usesNoTestData(Module module) {
        noClasses()
                .that()
                .resideInAPackage(module.basePackage + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.heddle.testdata..", "org.junit..", "org.assertj..")
                .allowEmptyShould(true)
                .check(CODE);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("org.heddle.(*).(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CODE);
    }

    @Test
    void onlyTheBackendTalksToDevices() {
        noClasses()
                .that()
                .resideOutsideOfPackage(Module.GPU_BACKEND.basePackage + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.jocl..", "jcuda..")
                .allowEmptyShould(true)
                .check(CODE);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage(Module.CLI.basePackage + "..")
                .should()
                .accessField(System.class, "out")
                .allowEmptyShould(true)
                .check(CODE);
    }
}
