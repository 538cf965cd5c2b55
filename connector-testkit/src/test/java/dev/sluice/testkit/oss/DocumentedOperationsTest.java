package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.OSS;
import dev.sluice.testkit.docs.OperationTable;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentedOperationsTest {
    private static final Pattern METHOD = Pattern.compile("`(\\w+)`");

    private static OperationTable page() throws IOException {
        return OperationTable.of("emulators-oss.md", "## Operations of the Java SDK's `OSS` interface");
    }

    @Test
    void thePageNamesTheOperationsThatThereAre() throws IOException {
        page().assertNames(
                        3,
                        Arrays.stream(Operation.values())
                                .map(Operation::serviceName)
                                .collect(Collectors.toSet()));
    }

    @Test
    void eachMethodIsOnThePageOnceAndIsOneOfTheSdk() throws IOException {
        OperationTable page = page();
        assertThat(Stream.concat(page.column(0, true), page.column(0, false))
                        .map(METHOD::matcher)
                        .filter(Matcher::find)
                        .map(name -> name.group(1)))
                .doesNotHaveDuplicates()
                .isSubsetOf(methods());
    }

    private static Set<String> methods() {
        return Arrays.stream(OSS.class.getMethods())
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
