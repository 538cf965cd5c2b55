package dev.sluice.oss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.oss.ModelExplorer.Findings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tries what can happen to the tasks of a partition with {@code delivery.guarantee=exactly_once}: in all small histories, not in
 * some. The tasks are those of the sink; the bucket, Kafka's worker and the pool of threads are the model's, where each request
 * may fail, lose its answer, arrive late, stand still while others go on, or be the last one before a crash, and where the
 * partition may go to another task, which the first one does not know, or knows, or gets back. At the end a task without faults
 * stores what is left, and each record has to be in one object.
 *
 * <p>{@code -Dsluice.model=long} goes further. {@code -Dsluice.model.replay="<choices>"} with
 * {@code -Dsluice.model.history=<letters>} tells a run again in words; how many things go wrong, and where, is all that the
 * choices say, so a change of the protocol gives them another meaning.
 */
class ExactlyOnceModelTest {
    /** The second object is stored before the first one is, and so is ahead of the safe offset. */
    private static final String AHEAD = "abba";

    private static final String LONG = "sluice.model";
    private static final String REPLAY = "sluice.model.replay";

    /** The log goes on in another object in the middle of it. */
    private static ModelHistory shortLogs() {
        return new ModelHistory("abbcca", DeliveryOptions.LOG_MAX_BYTES, "1024");
    }

    private static void findNothing(ModelHistory history, ModelScope scope, int limit) {
        ModelExplorer explorer = new ModelExplorer(history, ModelMutant.NONE, scope);
        Findings findings = explorer.explore(limit);
        System.out.println("exactly once: " + findings.runs() + " runs of " + history.name + ", up to " + limit
                + " things wrong in each");
        assertThat(findings.violation())
                .as(() -> "choices \"" + findings.choices() + "\" of " + history.name + "\n"
                        + String.join("\n", explorer.replay(findings.choices())))
                .isNull();
        assertThat(findings.runs()).isGreaterThan(100);
    }

    @Test
    void anyTwoThingsMayGoWrong() {
        findNothing(new ModelHistory(AHEAD), ModelScope.usual(1), 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abbaa", "arbsab"})
    void oneThingMayGoWrongWhateverTheRecords(String records) {
        findNothing(new ModelHistory(records), ModelScope.whole(), 1);
    }

    @Test
    void oneThingMayGoWrongWhenTheLogGoesOnInAnotherObject() {
        findNothing(shortLogs(), ModelScope.whole(), 1);
    }

    @Test
    @EnabledIfSystemProperty(named = LONG, matches = "long")
    void anyThreeThingsMayGoWrong() {
        findNothing(new ModelHistory(AHEAD), ModelScope.usual(1), 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {AHEAD, "abbaa", "arbsab"})
    @EnabledIfSystemProperty(named = LONG, matches = "long")
    void anyTwoThingsMayGoWrongWhateverTheRecords(String records) {
        findNothing(new ModelHistory(records), ModelScope.whole(), 2);
    }

    @Test
    @EnabledIfSystemProperty(named = LONG, matches = "long")
    void anyTwoThingsMayGoWrongWhenTheLogGoesOnInAnotherObject() {
        findNothing(shortLogs(), ModelScope.whole(), 2);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void aProtocolThatIsWrongIsFoundOut(ModelMutant mutant) {
        ModelExplorer explorer = new ModelExplorer(new ModelHistory(AHEAD), mutant, ModelScope.usual(1));

        Findings findings = explorer.explore(1);

        System.out.println("exactly once: " + mutant + " is found out by run " + findings.runs() + ": "
                + findings.violation() + ", choices \"" + findings.choices() + "\"");
        assertThat(findings.violation()).isNotNull();
        List<String> story = explorer.replay(findings.choices());
        assertThat(story).as("the same run again").last().isEqualTo(findings.violation());
    }

    @Test
    void whenNothingGoesWrongOneTaskStoresAll() {
        List<String> story =
                new ModelExplorer(new ModelHistory(AHEAD), ModelMutant.NONE, ModelScope.whole()).replay("");

        assertThat(story).contains("task 1 COMMIT_OFFSET 4 IS_ANSWERED", "task 1 has stored everything");
        assertThat(story).last().isEqualTo("null");
    }

    @Test
    @EnabledIfSystemProperty(named = REPLAY, matches = ".*")
    void aRunIsToldAgain() {
        ModelHistory history = new ModelHistory(System.getProperty("sluice.model.history", AHEAD));
        List<String> story =
                new ModelExplorer(history, ModelMutant.NONE, ModelScope.usual(1)).replay(System.getProperty(REPLAY));

        story.forEach(System.out::println);
        assertThat(story).last().isEqualTo("null");
    }
}
