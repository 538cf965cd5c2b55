package dev.sluice.tablestore.client;

import com.alicloud.openservices.tablestore.model.RetryStrategy;

/** Switches the client's own retries off: the pipeline decides about them. */
final class SingleAttempt implements RetryStrategy {

    /** Has no state, so one serves all requests. */
    @Override
    @SuppressWarnings("MissingSuperCall") // it is the client's method, which only happens to be called like Object's
    public RetryStrategy clone() {
        return this;
    }

    @Override
    public int getRetries() {
        return 0;
    }

    /** Zero means never. */
    @Override
    public long nextPause(String action, Exception error) {
        return 0;
    }
}
