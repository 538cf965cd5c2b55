package dev.sluice.testkit.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.conformance.SinkConformance;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** The table of Connect's rules in the guide names tests, and all of them exist. */
class ConnectRulesDocumentTest {
    private static final Path GUIDE = Path.of("..", "docs", "testkit.md");
    private static final Pattern RULE = Pattern.compile("\\| (\\d+) \\|[^|]*\\|([^|]*)\\|([^|]*)\\|");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    private record Rule(int number, List<String> ofHarness, List<String> ofKit) {}

    @Test
    void everyRuleIsATestOfTheHarness() throws IOException {
        List<Rule> rules = rules();
        assertThat(rules)
                .extracting(Rule::number)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 10).boxed().toList());
        assertThat(rules)
                .allSatisfy(rule -> assertThat(rule.ofHarness)
                        .as("tests of rule %s", rule.number)
                        .isNotEmpty()
                        .allMatch(name -> name.matches("rule" + rule.number + "\\D.*")));
        assertThat(rules.stream().flatMap(rule -> rule.ofHarness.stream()))
                .containsExactlyInAnyOrderElementsOf(tests(SinkTaskHarnessTest.class)
                        .filter(name -> name.startsWith("rule"))
                        .toList());
    }

    @Test
    void whatTheKitTestsOfARuleExists() throws IOException {
        TreeSet<String> cases = Stream.of(SinkConformance.class.getDeclaredClasses())
                .filter(concern -> concern.isAnnotationPresent(Nested.class))
                .flatMap(ConnectRulesDocumentTest::tests)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(rules().stream().flatMap(rule -> rule.ofKit.stream()))
                .isNotEmpty()
                .isSubsetOf(cases);
    }

    private static Stream<String> tests(Class<?> type) {
        return AnnotationSupport.findAnnotatedMethods(type, Test.class, HierarchyTraversalMode.TOP_DOWN).stream()
                .map(Method::getName);
    }

    private static List<Rule> rules() throws IOException {
        return Files.readAllLines(GUIDE).stream()
                .map(RULE::matcher)
                .filter(Matcher::matches)
                .map(row -> new Rule(Integer.parseInt(row.group(1)), names(row.group(2)), names(row.group(3))))
                .toList();
    }

    private static List<String> names(String cell) {
        return NAME.matcher(cell).results().map(match -> match.group(1)).toList();
    }
}
