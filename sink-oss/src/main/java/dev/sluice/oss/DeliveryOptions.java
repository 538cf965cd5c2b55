package dev.sluice.oss;

import dev.sluice.core.config.Choice;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * What is promised about each record.
 *
 * @param guarantee the promise
 * @param logMaxBytes length at which a commit log goes on in another object
 */
record DeliveryOptions(Guarantee guarantee, long logMaxBytes) {
    static final String GROUP = "Delivery";
    static final String GUARANTEE = "delivery.guarantee";
    static final String LOG_MAX_BYTES = "delivery.log.max.bytes";

    /** How often a record may be in objects. */
    enum Guarantee {
        /** Once or more often: a record that is read again may be in another object, too. */
        AT_LEAST_ONCE,
        /** Once. */
        EXACTLY_ONCE
    }

    private static final Choice<Guarantee> GUARANTEES = Choice.of(Guarantee.class);

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        GUARANTEE,
                        Type.STRING,
                        Choice.nameOf(Guarantee.AT_LEAST_ONCE),
                        GUARANTEES,
                        Importance.HIGH,
                        "How often a record may be in objects. With exactly_once each record is in one object, whatever crashes and "
                                + "however objects rotate: each partition has a log object below "
                                + LayoutOptions.TOPICS_DIR
                                + ", to which the objects and their offsets are appended before they become visible, and which "
                                + "tells a task that lost its partition that it did. It needs no more permissions than "
                                + "oss:PutObject and oss:GetObject, a bucket that takes AppendObject, and two or three more "
                                + "requests an object.",
                        GROUP,
                        1,
                        Width.MEDIUM,
                        "Delivery guarantee",
                        GUARANTEES)
                .define(
                        LOG_MAX_BYTES,
                        Type.LONG,
                        256L << 20,
                        Range.between(1 << 10, 1L << 30),
                        Importance.LOW,
                        "Length at which the log of a partition goes on in a new object, with "
                                + "delivery.guarantee=exactly_once. The old ones are never read again, except by people; they may "
                                + "not be removed.",
                        GROUP,
                        2,
                        Width.SHORT,
                        "Length of a log object (bytes)");
    }

    static DeliveryOptions read(AbstractConfig config) {
        return new DeliveryOptions(GUARANTEES.parse(config.getString(GUARANTEE)), config.getLong(LOG_MAX_BYTES));
    }

    boolean isExactlyOnce() {
        return guarantee == Guarantee.EXACTLY_ONCE;
    }
}
