package dev.sluice.testkit.junit;

import static dev.sluice.testkit.assertions.SluiceAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.alicloud.openservices.tablestore.SyncClient;
import com.aliyun.oss.OSS;
import dev.sluice.testkit.oss.OssEmulator;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

class WithCloudsTest {
    private static Events run(Class<?> testClass) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(testClass))
                .execute()
                .allEvents();
    }

    private static List<String> failures(Events events) {
        return events.failed().stream().map(WithCloudsTest::message).toList();
    }

    private static String message(Event event) {
        return event.getRequiredPayload(org.junit.platform.engine.TestExecutionResult.class)
                .getThrowable()
                .map(Throwable::getMessage)
                .orElse("");
    }

    @Nested
    @WithOss(bucket = {"one", "two"})
    @WithTableStore(instance = "mine")
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    class OnAClass {
        @BeforeEach
        void lifeCycleMethodsTakeThemToo(OssEmulator oss, OSS client) {
            assertThat(client.listBuckets()).isNotEmpty();
            assertThat(oss.port()).isPositive();
        }

        @Test
        @Order(1)
        void theyServeTheFirstTest(OSS oss, SyncClient tables, TableStoreEmulator emulator) {
            oss.putObject("one", "left", new ByteArrayInputStream(new byte[] {1}));
            assertThat(tables.listTable().getTableNames()).isEmpty();
            assertThat(emulator.instanceName()).isEqualTo("mine");
        }

        @Test
        @Order(2)
        void whatTheFirstTestStoredIsStillThere(OSS oss) {
            assertThat(oss, "one").keys().containsExactly("left");
        }

        @Test
        @Order(3)
        @WithOss(bucket = "fresh")
        void aMethodsOwnComesBeforeThatOfItsClass(OSS oss, SyncClient tables) {
            assertThat(oss, "fresh").exists().keys().isEmpty();
            assertThat(oss.doesBucketExist("one")).isFalse();
            assertThat(tables.listTable().getTableNames()).isEmpty();
        }

        @Nested
        class InsideIt {
            @Test
            void theOuterOnesServe(OSS oss) {
                assertThat(oss, "two").exists();
            }
        }
    }

    @Test
    @WithTableStore
    void onAMethodItServesThatTest(SyncClient tables) {
        assertThat(tables.listTable().getTableNames()).isEmpty();
    }

    @Test
    void theEmulatorsAndTheirClientsEndWithTheTest() {
        assertThat(failures(run(Clean.class))).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !thread.isDaemon())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("I/O dispatcher"));
    }

    @Test
    void aParameterWithoutItsAnnotationIsRefused() {
        assertThat(failures(run(NotAnnotated.class))).singleElement().asString().contains("SyncClient");
    }

    @Test
    void aThreadThatIsLeftFailsTheTestWithItsName() {
        CountDownLatch release = new CountDownLatch(1);
        Left.RELEASE.set(release);
        try {
            assertThat(failures(run(Left.class)))
                    .singleElement()
                    .asString()
                    .contains("leavesAThread()")
                    .contains("the non-daemon thread \"forgotten\"");
        } finally {
            release.countDown();
        }
    }

    @Test
    void anOssClientThatIsLeftFailsTheTest() {
        AtomicReference<OSS> left = OpenClients.OSS_LEFT;
        try {
            assertThat(failures(run(OpenClients.class)))
                    .singleElement()
                    .asString()
                    .contains("left behind: an OSS client that is not shut down");
        } finally {
            left.get().shutdown();
        }
    }

    @Test
    void aTableStoreClientThatIsLeftFailsTheTestWithItsThreads() {
        try {
            assertThat(failures(run(OpenTableClient.class)))
                    .singleElement()
                    .asString()
                    .contains("left behind: the non-daemon thread \"");
        } finally {
            OpenTableClient.LEFT.get().shutdown();
        }
    }

    @Test
    void aLeakOfTheWholeClassFailsTheClass() {
        CountDownLatch release = new CountDownLatch(1);
        LeftByTheClass.RELEASE.set(release);
        try {
            assertThat(failures(run(LeftByTheClass.class)))
                    .singleElement()
                    .asString()
                    .contains("LeftByTheClass left behind")
                    .contains("\"forgotten by the class\"");
        } finally {
            release.countDown();
        }
    }

    private static Thread waiting(String name, CountDownLatch release) {
        Thread thread = new Thread(
                () -> {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(false);
        thread.start();
        return thread;
    }

    // Not picked up by the build: their names do not end in Test and they are static.

    @WithOss
    static class Clean {
        @Test
        @WithTableStore
        void leavesNothing(OSS oss, SyncClient tables) {
            assertThat(oss, "test-bucket").exists();
            assertThat(tables.listTable().getTableNames()).isEmpty();
        }
    }

    @WithOss
    static class NotAnnotated {
        @Test
        void wantsMore(SyncClient tables) {
            throw new AssertionError("not reached");
        }
    }

    @WithOss
    static class Left {
        static final AtomicReference<CountDownLatch> RELEASE = new AtomicReference<>(new CountDownLatch(0));

        @Test
        void leavesAThread() {
            waiting("forgotten", RELEASE.get());
        }

        @AfterEach
        void closesNothing() {}
    }

    static class OpenClients {
        static final AtomicReference<OSS> OSS_LEFT = new AtomicReference<>();

        @Test
        @WithOss
        @WithTableStore
        void leavesAClient(OssEmulator oss) {
            OSS_LEFT.set(oss.client());
        }
    }

    static class OpenTableClient {
        static final AtomicReference<SyncClient> LEFT = new AtomicReference<>();

        @Test
        @WithTableStore
        void leavesAClient(TableStoreEmulator tables) {
            SyncClient client = tables.client();
            client.listTable();
            LEFT.set(client);
        }
    }

    @WithTableStore
    static class LeftByTheClass {
        static final AtomicReference<CountDownLatch> RELEASE = new AtomicReference<>(new CountDownLatch(0));

        @BeforeAll
        static void leavesAThread() {
            waiting("forgotten by the class", RELEASE.get());
        }

        @Test
        void isNotToBlame() {}
    }
}
