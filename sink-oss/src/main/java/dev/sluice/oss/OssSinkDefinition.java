package dev.sluice.oss;

import com.aliyun.oss.OSSErrorCode;
import dev.sluice.core.SinkDefinition;
import dev.sluice.core.SinkEnvironment;
import dev.sluice.core.SinkParts;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureClassifier;
import dev.sluice.core.offset.ProgressLog;
import dev.sluice.oss.commit.CommitLogs;
import dev.sluice.oss.format.FormatOptions;
import dev.sluice.oss.format.RecordFormat;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the sink together. */
final class OssSinkDefinition implements SinkDefinition<SinkRecord, ObjectBatch> {
    private static final Logger LOG = LoggerFactory.getLogger(OssSinkDefinition.class);

    /** Under the prefix, because a policy may allow nothing else. Never written. */
    private static final String PROBE = "_sluice_probe";

    /** The service may hide from an account that must not list the bucket that a key does not exist. */
    private static final Set<String> UNDECIDED_DENIALS =
            Set.of(OSSErrorCode.ACCESS_DENIED, OSSErrorCode.ACCESS_FORBIDDEN);

    @Override
    public ConfigDef define(ConfigDef frameworkOptions) {
        return OssOptions.define(frameworkOptions);
    }

    @Override
    public void check(ConfigValues values, ConfigProblems problems) {
        OssOptions.check(values, problems);
    }

    @Override
    public Optional<String> reportingOption(ConfigValues values) {
        return FormatOptions.reportingOption(values);
    }

    @Override
    public SinkParts<SinkRecord, ObjectBatch> open(SinkEnvironment environment) {
        OssOptions options = OssOptions.read(environment.config());
        RecordFormat format = options.format().open(environment.budget().limit());
        OssFailures failures = new OssFailures();
        ObjectStore store = OssObjectStore.open(options, environment.clock(), environment.toString());
        ExactlyOnce exactlyOnce = new ExactlyOnce(store, options.layout(), environment.connector());
        try {
            checkAccess(store, failures, options);
            if (options.delivery().isExactlyOnce()) {
                exactlyOnce.check(environment.clock());
            }
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        UploadPool pool = new UploadPool(
                environment.connector() + "-" + environment.task(),
                options.service().maxConnections());
        return parts(environment, options, format, store, exactlyOnce, pool);
    }

    /** The parts on a bucket of whatever kind, which they own from here on, as they do the pool. */
    static SinkParts<SinkRecord, ObjectBatch> parts(
            SinkEnvironment environment,
            OssOptions options,
            RecordFormat format,
            ObjectStore store,
            ExactlyOnce exactlyOnce,
            UploadPool pool) {
        ObjectNames names = new ObjectNames(options.layout(), format.extension(), environment.clock());
        Uploads uploads = new Uploads(
                store,
                pool,
                options.upload().partBytesWithin(environment.budget().limit()),
                options.upload().stall(),
                environment.clock(),
                options.delivery().isExactlyOnce());
        CommitLogs logs = options.delivery().isExactlyOnce()
                ? new CommitLogs(
                        store,
                        uploads::runToTheEnd,
                        exactlyOnce::names,
                        environment.toString(),
                        options.delivery().logMaxBytes(),
                        environment.clock(),
                        environment.random())
                : null;
        removeOrphans(uploads, options, format.extension(), environment, exactlyOnce::committedUploads);
        Rotation rotation = new Rotation(
                options.rotation(), uploads.longestObject(), options.upload().longestUpload());
        return new SinkParts<>(
                new OssRecordMapper(
                        options.format().nullValues(),
                        names,
                        format,
                        options.format().longValues()),
                new RotatingBatcher(rotation, format, names, environment.budget(), uploads),
                new ObjectWriter(uploads, logs),
                new OssFailures(),
                logs == null ? ProgressLog.NONE : logs);
    }

    @Override
    public void alterOffsets(
            Map<String, String> config,
            Map<TopicPartition, @Nullable Long> offsets,
            InstantSource clock,
            RandomGenerator random) {
        OssOptions options = OssOptions.read(OtherConnectors.translate(config).config());
        if (!options.delivery().isExactlyOnce()) {
            return;
        }
        String connector = config.getOrDefault("name", "unnamed");
        try (ObjectStore store = OssObjectStore.open(options, clock, connector + "-offsets")) {
            ExactlyOnce logs = new ExactlyOnce(store, options.layout(), connector);
            logs.reset(offsets.isEmpty() ? logs.all(topics(config)) : offsets, clock, random);
        }
    }

    /** Those that are named one by one. */
    private static List<String> topics(Map<String, String> config) {
        return Arrays.stream(
                        config.getOrDefault(SinkConnector.TOPICS_CONFIG, "").split(","))
                .map(String::trim)
                .filter(topic -> !topic.isEmpty())
                .toList();
    }

    /** In one task of the connector, in the background; only where a prefix says which objects are ours. */
    private static void removeOrphans(
            Uploads uploads,
            OssOptions options,
            String extension,
            SinkEnvironment environment,
            Supplier<Set<String>> spared) {
        Duration age = options.upload().orphanAge();
        String prefix = options.layout().prefix();
        if (age != null && environment.task() == 0 && !prefix.isEmpty()) {
            uploads.run(new OrphanedUploads(uploads.store(), prefix, extension, age, environment.clock(), spared));
        }
    }

    /**
     * Asks for an object that does not exist, which oss:GetObject is enough for: a wrong key or a missing bucket stops the
     * task now and not at the first rotation. A service that cannot be reached is no reason to stop.
     */
    private static void checkAccess(ObjectStore store, FailureClassifier failures, OssOptions options) {
        try {
            store.probe(options.layout().prefix() + PROBE);
        } catch (RuntimeException e) {
            Failure failure = failures.classify(e);
            boolean wrongEndpoint = failure.message().contains("specified endpoint");
            if (failure.isRetriable()) {
                LOG.warn(
                        "Could not reach bucket {} at {} yet, and starting anyway: {}",
                        options.service().bucket(),
                        options.service().endpoint(),
                        failure.describe());
            } else if (UNDECIDED_DENIALS.contains(failure.code()) && !wrongEndpoint) {
                LOG.warn(
                        "Cannot tell before the first write whether bucket {} may be written to: {}",
                        options.service().bucket(),
                        failure.describe());
            } else {
                throw new ConnectException(
                        "Cannot use bucket " + options.service().bucket() + " at "
                                + options.service().endpoint() + ": " + failure.describe(),
                        e);
            }
        }
    }
}
