package dev.sluice.testkit.oss;

/**
 * How a signer writes a parameter without a value. The official SDKs differ here, and one differs with itself: on the
 * wire both are {@code name=}. So a signature may match in either form.
 */
enum EmptyValue {
    NAME_ALONE,
    NAME_WITH_EQUALS_SIGN;

    void append(StringBuilder text, String name, String value) {
        text.append(name);
        if (!value.isEmpty() || this == NAME_WITH_EQUALS_SIGN) {
            text.append('=').append(value);
        }
    }
}
