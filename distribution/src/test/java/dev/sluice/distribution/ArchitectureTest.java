package dev.sluice.distribution;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The rules that hold across modules; those of the pipeline's stages are in connector-core. */
class ArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sluice");

    private static void mayNotKnow(String one, String why, String... others) {
        noClasses()
                .that()
                .resideInAPackage(one)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because(why)
                .check(ALL);
    }

    private static DescribedPredicate<JavaClass> namedOutside(String... homes) {
        DescribedPredicate<JavaClass> inHome = DescribedPredicate.describe("in " + String.join(", ", homes), type -> {
            String name = type.getName();
            for (String home : homes) {
                if (name.equals(home) || name.startsWith(home + "$")) {
                    return true;
                }
            }
            return false;
        });
        return DescribedPredicate.not(inHome).and(DescribedPredicate.not(resideInAPackage("dev.sluice.cli..")));
    }

    @Test
    void everyModuleIsLookedAt() {
        assertThat(ALL.stream().map(JavaClass::getPackageName).distinct())
                .contains(
                        "dev.sluice.core.flow",
                        "dev.sluice.tablestore",
                        "dev.sluice.oss",
                        "dev.sluice.testkit.oss",
                        "dev.sluice.cli");
    }

    @Test
    void modulesKnowOnlyWhatIsBelowThem() {
        String why = "the framework serves sinks it has never heard of, and sinks do not know each other";
        mayNotKnow("dev.sluice.core..", why, "dev.sluice.oss..", "dev.sluice.tablestore..", "dev.sluice.testkit..");
        mayNotKnow("dev.sluice.oss..", why, "dev.sluice.tablestore..", "dev.sluice.testkit..", "dev.sluice.cli..");
        mayNotKnow("dev.sluice.tablestore..", why, "dev.sluice.oss..", "dev.sluice.testkit..", "dev.sluice.cli..");
        mayNotKnow("dev.sluice.testkit..", why, "dev.sluice.oss..", "dev.sluice.tablestore..", "dev.sluice.cli..");
    }

    @Test
    void theTablestoreSinkFlowsOneWay() {
        slices().matching("dev.sluice.tablestore.(*)..")
                .should()
                .beFreeOfCycles()
                .because("a package can be read with those below it alone; move what two of them share further down")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.tablestore.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.sluice.tablestore")
                .because("the connector, its task and all options together are on top; hand down values")
                .check(ALL);
    }

    @Test
    void internalStaysInternal() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.sluice.testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.sluice.testkit.internal..")
                .because("internal packages are free to change; ask for a public type instead")
                .check(ALL);
    }

    @Test
    void theClockIsReadInNamedHomesOnly() {
        noClasses()
                .that(namedOutside(
                        "dev.sluice.core.PipelineSinkConnector",
                        "dev.sluice.core.PipelineSinkTask",
                        "dev.sluice.oss.UploadPool",
                        "dev.sluice.testkit.Emulator",
                        "dev.sluice.testkit.oss.OssEmulator",
                        "dev.sluice.testkit.sts.StsEmulator",
                        "dev.sluice.testkit.tablestore.TableStoreEmulator",
                        "dev.sluice.testkit.connect.Poll",
                        "dev.sluice.testkit.harness.Stopwatch"))
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(InstantSource.class, "system")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .because("time is an argument: take an InstantSource, so that a test can say what time it is")
                .check(ALL);
    }

    @Test
    void chanceHasNamedHomes() {
        noClasses()
                .that(namedOutside(
                        "dev.sluice.core.PipelineSinkConnector",
                        "dev.sluice.core.PipelineSinkTask",
                        "dev.sluice.testkit.connect.ConnectClusterBuilder"))
                .should()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(RandomGenerator.class, "getDefault")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocalRandom.class)
                .because("chance is an argument: take a RandomGenerator, so that a test can repeat it")
                .check(ALL);
    }

    @Test
    void threadsHaveNamedHomesAndNothingSleeps() {
        noClasses()
                .that(namedOutside(
                        "dev.sluice.core.credentials.RefreshingCredentials",
                        "dev.sluice.oss.UploadPool",
                        "dev.sluice.testkit.connect.ConnectCluster",
                        "dev.sluice.testkit.connect.ParentWatch"))
                .should()
                .callConstructor(Thread.class, Runnable.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class, String.class)
                .orShould()
                .dependOnClassesThat(belongToAnyOf(ExecutorService.class, Executors.class))
                .because("a task owns at most one named, bounded pool of daemons; deadlines are pulled, not pushed")
                .check(ALL);
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .because("wait for a condition with a deadline instead")
                .check(ALL);
    }

    @Test
    void thereIsNoMutableStaticState() {
        fields().that()
                .areStatic()
                .and()
                .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC)
                .should()
                .beFinal()
                .because("two connectors in one worker know nothing of each other")
                .check(ALL);
    }
}
