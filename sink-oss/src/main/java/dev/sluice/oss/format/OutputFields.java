package dev.sluice.oss.format;

import java.util.List;

/**
 * What is stored of each record, in order.
 *
 * @param fields one at least, none twice
 * @param named whether each field stands under its name; otherwise there is one field, and it is all that is stored
 */
record OutputFields(List<OutputField> fields, boolean named) {
    static final OutputFields VALUE_ALONE = new OutputFields(List.of(OutputField.VALUE), false);

    OutputFields {
        fields = List.copyOf(fields);
        if (fields.isEmpty() || (fields.size() > 1 && !named)) {
            throw new IllegalArgumentException("several fields need names, was " + fields);
        }
    }

    /** The field that is all that is stored; only when fields are not named. */
    OutputField only() {
        return fields.get(0);
    }

    boolean contains(OutputField field) {
        return fields.contains(field);
    }
}
