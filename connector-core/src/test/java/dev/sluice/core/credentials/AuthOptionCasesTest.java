package dev.sluice.core.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every option of the credentials: its default, values that are right, and one that is wrong. */
class AuthOptionCasesTest {
    private static final ConfigDef OPTIONS = new AuthKeys("x.", "may write").define(new ConfigDef());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "NONE",
            value = {
                "auth.mode | auto | environment | vault",
                "access.key.id | NONE | id | ''",
                "access.key.secret | NONE | hush | ''",
                "security.token | NONE | quiet | NONE",
                "auth.role.arn | '' | acs:ram::1:role/r | r",
                "auth.role.session.name | sluice-kafka-connect | me@here | a b",
                "auth.role.session.duration.seconds | 3600 | 900 | 899",
                "auth.external.id | '' | their/id | x",
                "auth.sts.endpoint | https://sts.aliyuncs.com | sts-vpc.cn-hangzhou.aliyuncs.com | ftp://x",
                "auth.oidc.provider.arn | '' | acs:ram::1:oidc-provider/p | p",
                "auth.oidc.token.file | '' | /var/run/token | token",
                "auth.ram.role.name | '' | machine | a/b",
                "auth.metadata.endpoint | http://100.100.100.200 | http://127.0.0.1:80 | ftp://x",
            })
    void everyOptionHasADefaultTakesAValidValueAndRefusesAnInvalidOne(
            String key, String byDefault, String valid, String invalid) {
        Object defaultValue = OPTIONS.configKeys().get("x." + key).defaultValue;
        if (byDefault == null) {
            assertThat(defaultValue).as("default of %s", key).isNull();
        } else {
            assertThat(defaultValue).as("default of %s", key).hasToString(byDefault);
        }
        assertThat(errors(key, valid)).isEmpty();
        if (invalid != null) {
            assertThat(errors(key, invalid)).isNotEmpty();
        }
    }

    private static List<String> errors(String key, String value) {
        return OPTIONS.validate(Map.of("x." + key, value)).stream()
                .filter(result -> result.name().equals("x." + key))
                .map(ConfigValue::errorMessages)
                .flatMap(List::stream)
                .toList();
    }

    @Test
    void everyOptionIsInTheTestAbove() throws NoSuchMethodException {
        CsvSource source = AuthOptionCasesTest.class
                .getDeclaredMethod(
                        "everyOptionHasADefaultTakesAValidValueAndRefusesAnInvalidOne",
                        String.class,
                        String.class,
                        String.class,
                        String.class)
                .getAnnotation(CsvSource.class);

        assertThat(OPTIONS.names())
                .as("options of the credentials; a new one needs a row above")
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(source.value())
                        .map(row -> "x." + row.substring(0, row.indexOf(' ')))
                        .toList());
    }
}
