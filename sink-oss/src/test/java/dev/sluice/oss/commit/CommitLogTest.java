package dev.sluice.oss.commit;

import static dev.sluice.oss.commit.CommitBench.NAMES;
import static dev.sluice.oss.commit.CommitBench.P;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.core.offset.OffsetSet;
import dev.sluice.oss.commit.CommitBench.Heard;
import dev.sluice.oss.commit.CommitBench.Task;
import dev.sluice.oss.commit.MemoryLogStore.NoAnswer;
import dev.sluice.oss.commit.MemoryLogStore.Trouble;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommitLogTest {
    private final CommitBench bench = new CommitBench();
    private final MemoryLogStore store = bench.store;

    private List<String> committed() {
        return bench.lines(LogLine.Committed.class).stream()
                .map(line -> line.object().object().uploadId())
                .toList();
    }

    @Nested
    class Committing {
        @Test
        void aPartitionThatNobodyHadIsTakenOverWithASnapshotAndAClaim() {
            Heard opened = bench.task("c-0").open();
            assertThat(opened.words).containsExactly("complete");
            assertThat(opened.done.next()).isEqualTo(OffsetSet.UNKNOWN);
            assertThat(bench.lines())
                    .containsExactly(
                            new LogLine.Snapshot(-1, OffsetRuns.above(new OffsetSet()), List.of()),
                            new LogLine.Claim("c-0"));
        }

        @Test
        void whatIsCommittedIsInTheLogBeforeTheListenerHears() {
            Task task = bench.opened("c-0");
            Heard heard = task.begin(bench.object("u", 0, 1));
            assertThat(heard.words).isEmpty();
            assertThat(committed()).isEmpty();
            task.run();
            assertThat(committed()).containsExactly("u");
            assertThat(heard.words).containsExactly("committed");
        }

        @Test
        void commitsThatWaitGoIntoOneRequest() {
            Task task = bench.opened("c-0");
            int before = store.appends;
            List<Heard> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(task.begin(bench.object("u" + i, i)));
            }
            task.run();
            assertThat(store.appends - before).isEqualTo(1);
            assertThat(all).allSatisfy(heard -> assertThat(heard.words).containsExactly("committed"));
            assertThat(committed()).hasSize(50);
        }

        @Test
        void whatIsNotedGoesWithTheNextCommit() {
            Task task = bench.opened("c-0");
            task.commit(bench.object("u", 0, 1));
            int before = store.appends;
            task.logs.of(P).published("u");
            task.logs.safe(P, 1);
            task.logs.safe(P, 0);
            task.commit(bench.object("v", 2));
            assertThat(store.appends - before).isEqualTo(1);
            assertThat(bench.lines(LogLine.Published.class)).containsExactly(new LogLine.Published(List.of("u")));
            assertThat(bench.state().unpublished()).hasSize(1);
        }

        @Test
        void aCommitThatIsRepeatedTakesNoRequestAndIsAnswered() {
            Task task = bench.opened("c-0");
            CommittedObject object = bench.object("u", 0);
            task.commit(object);
            int before = store.appends;
            assertThat(task.commit(object).words).containsExactly("committed");
            assertThat(store.appends).isEqualTo(before);
            assertThat(committed()).containsExactly("u");
        }

        @Test
        void nothingIsCommittedToALogThatIsNotOpenYet() {
            Task task = bench.task("c-0");
            task.logs.open(P, new Heard());
            assertThat(task.begin(bench.object("u", 0)).words).containsExactly("refused");
        }

        @Test
        void flushingWritesOnlyWhenThereIsSomethingNew() {
            Task task = bench.opened("c-0");
            int before = store.appends;
            task.logs.flush();
            task.run();
            assertThat(store.appends).isEqualTo(before);
            task.flush(7);
            assertThat(store.appends).isEqualTo(before + 1);
            task.flush(7);
            task.flush(6);
            assertThat(store.appends).isEqualTo(before + 1);
            assertThat(bench.state().done().next()).isEqualTo(7);
        }

        @Test
        void whatASnapshotHasDoneIsNotSaidAgainWhenItBecomesSafe() {
            Task task = bench.opened("c-0");
            task.logs.safe(P, 0);
            task.commit(bench.object("u", 0, 1, 2));
            int before = store.appends;
            task.flush(3);
            assertThat(store.appends).as("the object says so").isEqualTo(before);
        }

        @Test
        void aNoteThatCouldNotBeWrittenIsWrittenLater() {
            Task task = bench.opened("c-0");
            task.commit(bench.object("u", 0));
            task.logs.of(P).published("u");
            store.troubles.add(Trouble.DROPPED);
            task.flush(5);
            assertThat(bench.state().unpublished()).hasSize(1);
            task.logs.flush();
            task.run();
            assertThat(bench.state().unpublished()).isEmpty();
            assertThat(bench.state().done().next()).isEqualTo(5);
        }

        @Test
        void aClosedPoolFailsTheCommitAndDoesNotThrow() {
            Task task = bench.opened("c-0");
            task.poolIsClosed = true;
            assertThat(task.begin(bench.object("u", 0)).words).containsExactly("failed");
            task.poolIsClosed = false;
            assertThat(task.commit(bench.object("v", 1)).words)
                    .as("and it may be tried again")
                    .containsExactly("committed");
        }

        @Test
        void anOpeningInAClosedPoolFails() {
            Task task = bench.task("c-0");
            task.poolIsClosed = true;
            assertThat(task.open().words).containsExactly("fail");
        }
    }

    @Nested
    class LostAnswers {
        @ParameterizedTest
        @EnumSource(
                value = Trouble.class,
                names = {"ANSWER_LOST", "DROPPED", "LATE", "CUT"})
        void aCommitWithoutAnAnswerIsTriedAgainAndStandsThereOnce(Trouble trouble) {
            Task task = bench.opened("c-0");
            store.cutAfter = 40;
            store.troubles.add(trouble);
            CommittedObject object = bench.object("u", 0);
            Heard first = task.commit(object);
            assertThat(first.words).containsExactly("failed");
            assertThat(first.error).isInstanceOf(NoAnswer.class);

            assertThat(task.commit(object).words).containsExactly("committed");
            assertThat(task.commit(bench.object("v", 1)).words).containsExactly("committed");

            assertThat(committed()).containsExactly("u", "v");
            assertThat(bench.state().unpublished()).hasSize(2);
            assertThat(task.logs.takeLost()).isEmpty();
        }

        @Test
        void whatArrivesAfterTheNextRequestIsRefusedByItsPosition() {
            Task task = bench.opened("c-0");
            store.troubles.add(Trouble.LATE);
            Heard first = task.begin(bench.object("u", 0));
            task.run();
            assertThat(first.words).containsExactly("failed");
            // The log is looked at, is as it was, and takes another line; only then the first request arrives.
            assertThat(task.commit(bench.object("v", 1)).words).containsExactly("committed");
            assertThat(committed()).containsAnyOf("u", "v");
            assertThat(bench.state().done().contains(1)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 100, 250, 400, 700})
        void aRequestOfWhichOnlyTheBeginningArrivedHarmsNothing(int bytes) {
            Task task = bench.opened("c-0");
            task.commit(bench.object("t", 0));
            store.cutAfter = bytes;
            store.troubles.add(Trouble.CUT);
            task.logs.of(P).published("t");
            List<CommittedObject> objects = List.of(bench.object("u", 1), bench.object("v", 2));
            objects.forEach(task::begin);
            task.run();

            List<Heard> again = objects.stream().map(task::begin).toList();
            task.run();

            assertThat(again).allSatisfy(heard -> assertThat(heard.words).containsExactly("committed"));
            assertThat(bench.state().unpublished()).isEqualTo(objects);
            Heard next = bench.task("c-1").open();
            assertThat(next.words).containsExactly("complete");
            assertThat(store.published).containsExactlyInAnyOrder("u", "v");
        }

        @Test
        void theFirstLineOfALogMayBreakOffToo() {
            store.cutAfter = 30;
            store.troubles.add(Trouble.CUT);
            assertThat(bench.task("c-0").open().words).containsExactly("fail");
            Task second = bench.opened("c-0");
            second.commit(bench.object("u", 0));
            assertThat(bench.state().unpublished()).hasSize(1);
            assertThat(new String(store.objects.get(NAMES.key(0)), StandardCharsets.UTF_8).lines())
                    .hasSize(4);
        }

        @Test
        void aClaimWhoseAnswerWasLostIsMadeAgain() {
            store.troubles.add(Trouble.ANSWER_LOST);
            Task task = bench.task("c-0");
            assertThat(task.open().words).containsExactly("fail");
            assertThat(task.open().words).containsExactly("complete");
            assertThat(task.commit(bench.object("u", 0)).words).containsExactly("committed");
        }

        @Test
        void whatWasCommittedWithoutAnAnswerIsPublishedByTheNextTaskAndRefusedToTheFirst() {
            Task first = bench.opened("c-0");
            store.troubles.add(Trouble.ANSWER_LOST);
            CommittedObject object = bench.object("u", 0, 1);
            first.commit(object);

            Heard opened = bench.task("c-1").open();

            assertThat(store.published).containsExactly("u");
            assertThat(opened.done.contains(1)).isTrue();
            assertThat(first.commit(object).words).containsExactly("refused");
            assertThat(first.logs.takeLost()).containsExactly(P);
            assertThat(committed()).containsExactly("u");
        }
    }

    @Nested
    class TakenOver {
        @Test
        void whoLostThePartitionCannotCommitAndIsToldOnce() {
            Task first = bench.opened("c-0");
            Task second = bench.opened("c-1");

            Heard zombie = first.commit(bench.object("z", 0));

            assertThat(zombie.words).containsExactly("refused");
            assertThat(first.logs.takeLost()).containsExactly(P);
            assertThat(first.logs.takeLost()).isEmpty();
            assertThat(first.commit(bench.object("y", 0)).words).containsExactly("refused");
            assertThat(second.commit(bench.object("u", 0)).words).containsExactly("committed");
            assertThat(committed()).containsExactly("u");
            assertThat(store.publications).isZero();
        }

        @Test
        void whoLostThePartitionCannotSayThatMoreIsSafe() {
            Task first = bench.opened("c-0");
            Task second = bench.opened("c-1");
            first.flush(1000);
            assertThat(bench.state().done().next()).isEqualTo(-1);
            assertThat(first.logs.takeLost()).containsExactly(P);
            second.flush(3);
            assertThat(bench.state().done().next()).isEqualTo(3);
        }

        @Test
        void commitsThatWaitWhenThePartitionIsFoundTakenAreRefusedToo() {
            Task first = bench.opened("c-0");
            bench.opened("c-1");
            List<Heard> all = List.of(first.begin(bench.object("u", 0)), first.begin(bench.object("v", 1)));
            first.run();
            assertThat(all).allSatisfy(heard -> assertThat(heard.words).containsExactly("refused"));
        }

        @Test
        void aZombieCannotFillTheNextLogObject() {
            Task first = bench.new Task("c-0", 400);
            first.open();
            first.commit(bench.object("u", 0));
            assertThat(store.objects).hasSize(1);
            Task second = bench.opened("c-1");
            assertThat(first.commit(bench.object("z", 1)).words)
                    .as("it would have to seal the log")
                    .containsExactly("refused");
            assertThat(second.commit(bench.object("v", 1)).words).containsExactly("committed");
            assertThat(committed()).containsExactly("u", "v");
        }

        @Test
        void anOwnerWhoStillWritesMakesTheNextOneReadAgain() {
            Task first = bench.opened("c-0");
            CommittedObject object = bench.object("u", 0, 1);
            Task second = bench.task("c-1");
            Heard opened = new Heard();
            second.logs.open(P, opened);
            // The claim of the second waits behind a publication, so that the first writes in between.
            first.commit(bench.object("t", 5));
            second.work.poll().run();
            first.commit(object);
            second.run();
            assertThat(opened.words).containsExactly("complete");
            assertThat(opened.done.contains(0)).isTrue();
            assertThat(store.published).containsExactlyInAnyOrder("t", "u");
        }

        @Test
        void ofTwoThatTakeOverAtOnceOneFailsForAWhile() {
            bench.opened("c-0").commit(bench.object("t", 5));
            Task second = bench.task("c-1");
            Heard opened = new Heard();
            second.logs.open(P, opened);
            second.work.poll().run();
            bench.opened("c-2");
            second.run();
            assertThat(opened.words).containsExactly("fail");
            assertThat(opened.error)
                    .isInstanceOfSatisfying(
                            PartitionTakenException.class,
                            e -> assertThat(e.isForGood()).isFalse());
        }

        @Test
        void twoTasksThatTakeThePartitionFromOneAnotherEndWithAMessage() {
            Task first = bench.opened("c-0");
            Task second = bench.task("other");
            Heard last = new Heard();
            for (int i = 0; i < 5; i++) {
                assertThat(second.open().words).containsExactly("complete");
                first.flush(i + 1);
                assertThat(first.logs.takeLost()).as("loss %s", i).containsExactly(P);
                last = first.open();
            }
            assertThat(last.error).isInstanceOfSatisfying(PartitionTakenException.class, e -> {
                assertThat(e.isForGood()).isTrue();
                assertThat(e)
                        .hasMessageContaining("taken over by somebody else 5 times")
                        .hasMessageContaining("rename one");
            });
            assertThat(last.words).containsExactly("fail");

            bench.clock.advance(java.time.Duration.ofMinutes(11));
            assertThat(first.open().words)
                    .as("what was long ago does not count")
                    .containsExactly("complete");
        }

        @Test
        void lossesThatAreFarApartAreRebalances() {
            Task first = bench.opened("c-0");
            Task second = bench.task("c-1");
            for (int i = 0; i < 20; i++) {
                second.open();
                first.flush(i + 1);
                assertThat(first.logs.takeLost()).containsExactly(P);
                bench.clock.advance(java.time.Duration.ofMinutes(6));
                assertThat(first.open().words).containsExactly("complete");
            }
        }
    }

    @Nested
    class Closing {
        @Test
        void whatWaitsIsRefusedAndWhatIsUnderWayIsFinished() {
            Task task = bench.opened("c-0");
            Heard waiting = task.begin(bench.object("u", 0));
            task.logs.close(List.of(P));
            assertThat(waiting.words).containsExactly("refused");
            task.run();
            assertThat(committed()).isEmpty();
            assertThat(task.logs.of(P)).isNull();
        }

        @Test
        void whatIsNotedIsStillWritten() {
            Task task = bench.opened("c-0");
            task.logs.safe(P, 9);
            task.logs.flush();
            task.logs.close(List.of(P));
            task.run();
            assertThat(bench.state().done().next()).isEqualTo(9);
        }

        @Test
        void aPartitionThatWasGivenUpIsNotLostAnyMore() {
            Task first = bench.opened("c-0");
            first.logs.safe(P, 9);
            first.logs.flush();
            first.logs.close(List.of(P));
            bench.opened("c-1");
            first.run();
            assertThat(first.logs.takeLost()).isEmpty();
            assertThat(bench.state().done().next()).isEqualTo(-1);
        }

        @Test
        void anOpeningThatIsGivenUpDoesNotTakeThePartition() {
            Task task = bench.task("c-0");
            Heard heard = new Heard();
            task.logs.open(P, heard);
            task.logs.close(List.of(P));
            task.run();
            assertThat(heard.words).containsExactly("fail");
            assertThat(store.objects).isEmpty();
        }

        @Test
        void partitionsThatAreNotOpenCountForNothing() {
            Task task = bench.task("c-0");
            task.logs.close(List.of(P));
            task.logs.safe(P, 4);
            task.logs.flush();
            assertThat(task.work).isEmpty();
        }
    }

    @Nested
    class Growing {
        @Test
        void aLogThatIsFullGoesOnInAnotherObject() {
            Task task = bench.new Task("c-0", 2_000);
            task.open();
            for (int i = 0; i < 60; i++) {
                assertThat(task.commit(bench.object("u" + i, i)).words).containsExactly("committed");
                task.logs.of(P).published("u" + i);
            }
            task.flush(60);
            assertThat(store.objects.size()).isBetween(5, 20);
            assertThat(committed()).hasSize(60);
            assertThat(store.objects.values())
                    .allSatisfy(text -> assertThat(text.length).isLessThan(4_000));
            assertThat(bench.state().done().next()).isEqualTo(60);
            assertThat(bench.state().unpublished()).isEmpty();

            store.reads = 0;
            Heard next = bench.task("c-1").open();
            assertThat(next.done.next()).isEqualTo(60);
            assertThat(store.reads).isLessThan(20);
        }

        @ParameterizedTest
        @EnumSource(
                value = Trouble.class,
                names = {"ANSWER_LOST", "DROPPED", "LATE", "CUT"})
        void sealingALogMayLoseItsAnswer(Trouble trouble) {
            Task task = bench.new Task("c-0", 400);
            task.open();
            task.commit(bench.object("u", 0));
            store.cutAfter = 20;
            store.troubles.add(trouble);
            CommittedObject object = bench.object("v", 1);
            assertThat(task.commit(object).words).containsExactly("failed");
            assertThat(task.commit(object).words).containsExactly("committed");
            assertThat(committed()).containsExactly("u", "v");
            assertThat(store.objects).hasSize(2);
        }

        @Test
        void theFirstRequestOfTheNextObjectMayLoseItsAnswer() {
            Task task = bench.new Task("c-0", 400);
            task.open();
            task.commit(bench.object("u", 0));
            store.troubles.add(Trouble.NONE);
            store.troubles.add(Trouble.ANSWER_LOST);
            CommittedObject object = bench.object("v", 1);
            assertThat(task.commit(object).words).containsExactly("failed");
            assertThat(task.commit(object).words).containsExactly("committed");
            assertThat(committed()).containsExactly("u", "v");
            assertThat(bench.state().unpublished()).hasSize(2);
        }

        @Test
        void aTaskThatDiedBetweenSealingAndTheNextObjectIsFollowedByOneThatGoesOnThere() {
            Task first = bench.new Task("c-0", 400);
            first.open();
            first.commit(bench.object("u", 0));
            store.troubles.add(Trouble.NONE);
            store.troubles.add(Trouble.DROPPED);
            first.commit(bench.object("v", 1));
            assertThat(bench.lines(LogLine.Sealed.class)).hasSize(1);
            assertThat(store.objects).hasSize(1);

            Heard opened = bench.task("c-1").open();

            assertThat(opened.words).containsExactly("complete");
            assertThat(opened.done.contains(0)).isTrue();
            assertThat(opened.done.contains(1)).isFalse();
            assertThat(store.objects).containsOnlyKeys(NAMES.key(0), NAMES.key(1));
        }

        @Test
        void snapshotsKeepTheEndShortThatAnotherTaskHasToRead() {
            Task task = bench.opened("c-0");
            for (int i = 0; i < 3_000; i++) {
                task.commit(bench.object("u" + i, i));
                task.logs.of(P).published("u" + i);
            }
            assertThat(store.objects.get(NAMES.key(0)).length).isGreaterThan(700 << 10);
            assertThat(bench.lines(LogLine.Snapshot.class)).hasSizeBetween(3, 8);

            store.bytesRead = 0;
            store.reads = 0;
            Heard next = bench.task("c-1").open();
            assertThat(next.words).containsExactly("complete");
            assertThat(store.bytesRead).isLessThan(400 << 10);
            assertThat(store.reads).isLessThanOrEqualTo(2);
        }
    }

    @Nested
    class Recovering {
        @Test
        void whatWasCommittedAndNotPublishedIsPublishedBeforeThePartitionIsTaken() {
            bench.opened("c-0").commit(bench.object("u", 0, 1));
            Heard opened = bench.task("c-1").open();
            assertThat(store.published).containsExactly("u");
            assertThat(opened.done.contains(1)).isTrue();
            assertThat(bench.state().unpublished()).isEmpty();
            bench.task("c-2").open();
            assertThat(store.publications).as("once is enough").isEqualTo(1);
        }

        @Test
        void anObjectThatSomebodyElsePublishedIsRight() {
            bench.opened("c-0").commit(bench.object("u", 0, 1));
            store.prepared.clear();
            store.published.add("u");
            Heard opened = bench.task("c-1").open();
            assertThat(opened.done.contains(1)).isTrue();
            assertThat(bench.lines(LogLine.Lost.class)).isEmpty();
        }

        @Test
        void anObjectWhoseUploadIsGoneIsWrittenOffAndItsRecordsAreReadAgain() {
            Task first = bench.opened("c-0");
            first.logs.safe(P, 0);
            first.commit(bench.object("u", 0, 1));
            first.commit(bench.object("v", 2));
            store.prepared.remove("u");

            Heard opened = bench.task("c-1").open();

            assertThat(bench.lines(LogLine.Lost.class)).containsExactly(new LogLine.Lost("u"));
            assertThat(store.published).containsExactly("v");
            assertThat(opened.done.next()).isZero();
            assertThat(opened.done.contains(1)).isFalse();
            assertThat(opened.done.contains(2)).isTrue();
            assertThat(bench.task("c-2").open().done.next())
                    .as("also for the next one")
                    .isZero();
        }

        @Test
        void aPublicationThatFailsFailsTheOpeningAndTakesNothing() {
            Task first = bench.opened("c-0");
            first.commit(bench.object("u", 0));
            int before = store.appends;
            store.publishingFails = true;
            Task second = bench.task("c-1");
            assertThat(second.open().error).isInstanceOf(NoAnswer.class);
            assertThat(store.appends).isEqualTo(before);
            assertThat(first.commit(bench.object("v", 1)).words).containsExactly("committed");
            store.publishingFails = false;
            assertThat(second.open().words).containsExactly("complete");
        }

        @Test
        void aLogThatCannotBeUnderstoodFailsTheOpening() {
            store.objects.put(NAMES.key(0), CommitBench.encoded(new LogLine.Safe(1), 0));
            assertThat(bench.task("c-0").open().error).isInstanceOf(LogException.class);
        }
    }

    @Nested
    class Resetting {
        private void reset(long next) {
            CommitLogs.reset(store, NAMES, "c", next, bench.clock, bench.random);
        }

        @Test
        void aPartitionBeginsWhereItWasSet() {
            Task first = bench.opened("c-0");
            first.logs.safe(P, 10);
            first.commit(bench.object("u", 12));
            reset(4);
            assertThat(store.published).as("what was committed stays").containsExactly("u");
            Heard opened = bench.task("c-0").open();
            assertThat(opened.done.next()).isEqualTo(4);
            assertThat(opened.done.contains(12)).isFalse();
            assertThat(first.commit(bench.object("v", 13)).words).containsExactly("refused");
        }

        @Test
        void aPartitionThatIsForgottenBeginsWhereKafkaSays() {
            bench.opened("c-0").flush(10);
            reset(-1);
            assertThat(bench.task("c-0").open().done.end()).isEqualTo(OffsetSet.UNKNOWN);
        }

        @Test
        void aPartitionWithoutALogGetsNone() {
            reset(4);
            assertThat(store.objects).isEmpty();
            assertThat(store.appends).isZero();
        }

        @Test
        void anAnswerThatIsLostIsThrownAndTheResetMayBeRepeated() {
            bench.opened("c-0").flush(10);
            store.troubles.add(Trouble.ANSWER_LOST);
            assertThatThrownBy(() -> reset(4)).isInstanceOf(NoAnswer.class);
            reset(4);
            assertThat(bench.state().done().next()).isEqualTo(4);
        }

        @Test
        void aLogThatWentOnElsewhereIsSetThere() {
            Task task = bench.new Task("c-0", 400);
            task.open();
            for (int i = 0; i < 5; i++) {
                task.commit(bench.object("u" + i, i));
            }
            reset(2);
            assertThat(bench.state().done().next()).isEqualTo(2);
            assertThat(bench.task("c-1").open().done.next()).isEqualTo(2);
        }
    }
}
