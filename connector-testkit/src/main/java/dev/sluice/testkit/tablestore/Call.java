package dev.sluice.testkit.tablestore;

import com.aliyun.ots.thirdparty.com.google.protobuf.ByteString;
import com.aliyun.ots.thirdparty.com.google.protobuf.MessageLite;
import dev.sluice.testkit.fault.Fault;
import org.jspecify.annotations.Nullable;

/** A request that was read and found well formed, and has had no effect yet. */
interface Call {

    /** For the record: the table, or several joined by commas; empty for none. */
    String table();

    /** For the record: how many rows the request names. */
    int rows();

    /** Has the effect. A fault is given when rows of a batch must fail. */
    Answer execute(Fault.@Nullable FailRows failing) throws ServiceError;

    /** @param failedRows rows with an error of their own in the message */
    record Answer(MessageLite message, int failedRows) {
        static Answer of(MessageLite message) {
            return new Answer(message, 0);
        }
    }

    /** Reads the body of one kind of request. */
    interface Decoder {
        Call decode(Instance instance, ByteString body) throws ServiceError, java.io.IOException;
    }

    /** A call whose effect needs nothing but the request. */
    static Call of(String table, int rows, Effect effect) {
        return new Call() {
            @Override
            public String table() {
                return table;
            }

            @Override
            public int rows() {
                return rows;
            }

            @Override
            public Answer execute(Fault.@Nullable FailRows failing) throws ServiceError {
                return effect.execute(failing);
            }
        };
    }

    /** The effect of a call. */
    interface Effect {
        Answer execute(Fault.@Nullable FailRows failing) throws ServiceError;
    }
}
