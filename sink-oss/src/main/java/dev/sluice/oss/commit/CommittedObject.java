package dev.sluice.oss.commit;

/**
 * An object that is committed as soon as the log has it: it will be published, whatever happens. Immutable.
 *
 * @param object what is to be published
 * @param records how many it has
 * @param offsets theirs
 */
public record CommittedObject(PreparedObject object, int records, OffsetRuns offsets) {}
