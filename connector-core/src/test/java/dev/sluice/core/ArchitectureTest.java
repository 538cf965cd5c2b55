package dev.sluice.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sluice");

    private static void noStageKnows(String stage, String... later) {
        noClasses()
                .that()
                .resideInAPackage("dev.sluice.core." + stage)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(later)
                .because("a stage knows the next value, never the next stage; tie them together in core.flow")
                .check(CORE);
    }

    @Test
    void stagesDoNotKnowLaterStages() {
        String core = "dev.sluice.core.";
        noStageKnows("failure", core + "mapping", core + "batch", core + "write", core + "retry", core + "flow");
        noStageKnows("batch", core + "write", core + "retry", core + "tolerance", core + "offset", core + "flow");
        noStageKnows("write", core + "mapping", core + "retry", core + "tolerance", core + "offset", core + "flow");
        noStageKnows("retry", core + "mapping", core + "batch", core + "write", core + "tolerance", core + "flow");
        noStageKnows("tolerance", core + "batch", core + "write", core + "retry", core + "offset", core + "flow");
        noStageKnows("offset", core + "batch", core + "write", core + "retry", core + "tolerance", core + "flow");
        noStageKnows("config", core + "mapping", core + "batch", core + "write", core + "offset", core + "flow");
        noStageKnows("mapping", core + "write", core + "retry", core + "tolerance", core + "offset", core + "flow");
    }

    @Test
    void onlyTheTaskAndTheConnectorReadTheClockOrMakeARandomGenerator() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(PipelineSinkTask.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(PipelineSinkConnector.class.getName())
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
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Random.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocalRandom.class)
                .because("time and chance are arguments: take an InstantSource or a RandomGenerator")
                .check(CORE);
    }

    @Test
    void coreOwnsNoThreadAndNeverSleeps() {
        noClasses()
                // Asks for new credentials, because a request must not wait for that; it ends with the answer.
                .that()
                .doNotHaveFullyQualifiedName("dev.sluice.core.credentials.RefreshingCredentials")
                .should()
                .callConstructor(Thread.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class, String.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Executors.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .because("deadlines are pulled with FlowControl.wakeWithin, not pushed by a thread")
                .check(CORE);
    }

    @Test
    void thereIsNoMutableStaticState() {
        fields().that()
                .areStatic()
                .and(not(com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching("\\$.*")))
                .should()
                .beFinal()
                .because("two connectors in one worker know nothing of each other")
                .check(CORE);
    }

    @Test
    void theSpisAreFreeOfCycles() {
        slices().matching("dev.sluice.core.(failure|retry|write|tolerance|offset)..")
                .should()
                .beFreeOfCycles()
                .check(CORE);
    }

    @Test
    void coreDependsOnlyOnWhatEveryWorkerHasAndGuava() {
        noClasses()
                .should()
                .dependOnClassesThat(not(resideInAPackage("dev.sluice.."))
                        .and(not(resideInAPackage("java..")))
                        .and(not(resideInAPackage("javax.management..")))
                        .and(not(resideInAPackage("javax.crypto..")))
                        .and(not(resideInAPackage("javax.net.ssl..")))
                        .and(not(resideInAPackage("org.apache.kafka..")))
                        .and(not(resideInAPackage("org.slf4j..")))
                        .and(not(resideInAPackage("org.jspecify..")))
                        .and(not(resideInAPackage("com.google.common.."))))
                .because("whatever core needs, every sink has to carry")
                .check(CORE);
    }
}
