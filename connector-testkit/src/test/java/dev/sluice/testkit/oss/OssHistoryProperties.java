package dev.sluice.testkit.oss;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.AppendObjectRequest;
import com.aliyun.oss.model.BucketVersioningConfiguration;
import com.aliyun.oss.model.CompleteMultipartUploadRequest;
import com.aliyun.oss.model.GetObjectRequest;
import com.aliyun.oss.model.InitiateMultipartUploadRequest;
import com.aliyun.oss.model.ListVersionsRequest;
import com.aliyun.oss.model.OSSVersionSummary;
import com.aliyun.oss.model.PartETag;
import com.aliyun.oss.model.SetBucketVersioningRequest;
import com.aliyun.oss.model.UploadPartRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Any history of calls, with restarts between them, leaves what a simple model says. */
class OssHistoryProperties {
    private static final String BUCKET = OssContract.BUCKET;

    enum Kind {
        PUT,
        APPEND,
        DELETE,
        DELETE_OLDEST,
        DELETE_NEWEST,
        COPY,
        MULTIPART,
        ENABLE,
        SUSPEND,
        RESTART
    }

    record Step(Kind kind, String key, String other, int size) {}

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<String> keys = Arbitraries.of("a", "b/1", "b/2", "ü");
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(6, Kind.PUT),
                Tuple.of(6, Kind.APPEND),
                Tuple.of(4, Kind.DELETE),
                Tuple.of(2, Kind.DELETE_OLDEST),
                Tuple.of(3, Kind.DELETE_NEWEST),
                Tuple.of(4, Kind.COPY),
                Tuple.of(2, Kind.MULTIPART),
                Tuple.of(2, Kind.ENABLE),
                Tuple.of(1, Kind.SUSPEND),
                Tuple.of(2, Kind.RESTART));
        Arbitrary<Integer> sizes = Arbitraries.of(0, 1, 100, 5000, 70_000);
        return Combinators.combine(kinds, keys, keys, sizes)
                .as(Step::new)
                .list()
                .ofMaxSize(30);
    }

    @Property(tries = 60)
    void memoryAndTheModelAgree(@ForAll("histories") List<Step> history) throws IOException {
        try (Run run = new Run(OssEmulator.builder().memoryLimit(1 << 20), null)) {
            run.all(history);
        }
    }

    @Property(tries = 60)
    void aFolderAndTheModelAgree(@ForAll("histories") List<Step> history) throws IOException {
        Path folder = Files.createTempDirectory("oss-history-");
        try (Run run = new Run(OssEmulator.builder().folder(folder), folder)) {
            run.all(history);
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** One history under way. */
    private static final class Run implements AutoCloseable {
        private final OssEmulator.Builder builder;
        private final Path folder;
        private final OssModel model = new OssModel();
        private OssEmulator emulator;
        private OSS oss;
        private int steps;

        Run(OssEmulator.Builder builder, Path folder) {
            this.builder = builder.bucket(BUCKET);
            this.folder = folder;
            start();
        }

        private void start() {
            emulator = builder.build();
            emulator.start();
            oss = emulator.client();
        }

        @Override
        public void close() {
            oss.shutdown();
            emulator.close();
        }

        void all(List<Step> history) {
            for (Step step : history) {
                steps++;
                take(step);
            }
            compare();
        }

        private void take(Step step) {
            byte[] bytes = new byte[step.size()];
            Arrays.fill(bytes, (byte) steps);
            switch (step.kind()) {
                case PUT ->
                    model.put(
                            step.key(),
                            bytes,
                            false,
                            oss.putObject(BUCKET, step.key(), new ByteArrayInputStream(bytes))
                                    .getVersionId());
                case APPEND -> append(step.key(), bytes);
                case DELETE -> {
                    oss.deleteObject(BUCKET, step.key());
                    model.delete(step.key(), newestMarker(step.key()));
                }
                case DELETE_OLDEST, DELETE_NEWEST -> {
                    String id = model.versionToDelete(step.key(), step.kind() == Kind.DELETE_OLDEST);
                    if (id != null) {
                        oss.deleteVersion(BUCKET, step.key(), id);
                        model.remove(step.key(), id);
                    }
                }
                case COPY -> {
                    byte[] source = model.current(step.key());
                    if (source == null) {
                        OssContract.refusal(
                                "NoSuchKey", () -> oss.copyObject(BUCKET, step.key(), BUCKET, step.other()));
                    } else {
                        model.put(
                                step.other(),
                                source,
                                false,
                                oss.copyObject(BUCKET, step.key(), BUCKET, step.other())
                                        .getVersionId());
                    }
                }
                case MULTIPART -> multipart(step.key(), bytes);
                case ENABLE -> versioning(BucketVersioningConfiguration.ENABLED);
                case SUSPEND -> versioning(BucketVersioningConfiguration.SUSPENDED);
                case RESTART -> {
                    if (folder != null) {
                        close();
                        start();
                    } else {
                        oss.shutdown();
                        emulator.stop();
                        emulator.start();
                        oss = emulator.client();
                    }
                }
            }
        }

        private void versioning(String status) {
            oss.setBucketVersioning(
                    new SetBucketVersioningRequest(BUCKET, new BucketVersioningConfiguration().withStatus(status)));
            model.versioned();
        }

        private void append(String key, byte[] bytes) {
            AppendObjectRequest request = new AppendObjectRequest(BUCKET, key, new ByteArrayInputStream(bytes));
            byte[] before = model.current(key);
            request.setPosition(before == null ? 0L : (long) before.length);
            if (before != null && !model.isLog(key)) {
                OssContract.refusal("ObjectNotAppendable", () -> oss.appendObject(request));
                return;
            }
            oss.appendObject(request);
            if (before == null) {
                model.put(key, bytes, true, oss.getObjectMetadata(BUCKET, key).getVersionId());
            } else {
                model.append(key, bytes);
            }
        }

        private void multipart(String key, byte[] bytes) {
            String id = oss.initiateMultipartUpload(new InitiateMultipartUploadRequest(BUCKET, key))
                    .getUploadId();
            byte[] first = new byte[100 << 10];
            List<PartETag> parts = new ArrayList<>();
            int number = 0;
            for (byte[] part : new byte[][] {first, bytes}) {
                UploadPartRequest request = new UploadPartRequest();
                request.setBucketName(BUCKET);
                request.setKey(key);
                request.setUploadId(id);
                request.setPartNumber(++number);
                request.setPartSize(part.length);
                request.setInputStream(new ByteArrayInputStream(part));
                parts.add(oss.uploadPart(request).getPartETag());
            }
            byte[] whole = Arrays.copyOf(first, first.length + bytes.length);
            System.arraycopy(bytes, 0, whole, first.length, bytes.length);
            model.put(
                    key,
                    whole,
                    false,
                    oss.completeMultipartUpload(new CompleteMultipartUploadRequest(BUCKET, key, id, parts))
                            .getVersionId());
        }

        private String newestMarker(String key) {
            return versions().stream()
                    .filter(version -> version.isDeleteMarker() && version.isLatest())
                    .filter(version -> version.getKey().equals(key))
                    .map(OSSVersionSummary::getVersionId)
                    .findFirst()
                    .orElse(null);
        }

        private List<OSSVersionSummary> versions() {
            return oss.listVersions(
                            new ListVersionsRequest().withBucketName(BUCKET).withMaxResults(1000))
                    .getVersionSummaries();
        }

        private void compare() {
            assertThat(oss.listObjects(BUCKET).getObjectSummaries())
                    .extracting(summary -> summary.getKey() + " " + summary.getSize())
                    .isEqualTo(model.listing());
            List<OSSVersionSummary> versions = versions();
            assertThat(versions.stream().filter(OSSVersionSummary::isDeleteMarker))
                    .extracting(version -> version.getKey() + " " + version.getVersionId())
                    .isEqualTo(model.versions(true));
            assertThat(versions.stream().filter(version -> !version.isDeleteMarker()))
                    .extracting(version -> version.getKey() + " " + version.getVersionId())
                    .isEqualTo(model.versions(false));
            for (OSSVersionSummary version : versions) {
                if (!version.isDeleteMarker()) {
                    assertThat(read(version)).isEqualTo(model.bytes(version.getKey(), version.getVersionId()));
                }
            }
        }

        private byte[] read(OSSVersionSummary version) {
            GetObjectRequest request = new GetObjectRequest(BUCKET, version.getKey(), version.getVersionId());
            try (var content = oss.getObject(request).getObjectContent()) {
                return content.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
