package dev.sluice.oss;

import dev.sluice.core.config.Choice;
import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * What the service is told of each object. Limits:
 * <a href="https://www.alibabacloud.com/help/en/oss/user-guide/limits">the service's</a>.
 *
 * @param acl empty for the bucket's
 * @param storageClass empty for the bucket's
 * @param encryption as the service calls it; empty for the bucket's
 * @param kmsKeyId empty for the service's own key
 * @param contentType empty for that of the format
 */
record ObjectOptions(
        String acl,
        String storageClass,
        String encryption,
        String kmsKeyId,
        ObjectTags tags,
        Map<String, String> metadata,
        String contentType,
        boolean forbidOverwrite) {
    static final String GROUP = "Objects";
    static final String ACL = "oss.object.acl";
    static final String STORAGE_CLASS = "oss.object.storage.class";
    static final String ENCRYPTION = "oss.object.encryption";
    static final String KMS_KEY_ID = "oss.object.encryption.kms.key.id";
    static final String METADATA = "oss.object.metadata";
    static final String CONTENT_TYPE = "oss.object.content.type";
    static final String FORBID_OVERWRITE = "forbid.overwrite";

    /** Who may read. */
    enum Acl {
        BUCKET(""),
        DEFAULT("default"),
        PRIVATE("private"),
        PUBLIC_READ("public-read"),
        PUBLIC_READ_WRITE("public-read-write");

        private final String word;

        Acl(String word) {
            this.word = word;
        }
    }

    /** What storing costs. */
    enum StorageClass {
        BUCKET(""),
        STANDARD("Standard"),
        IA("IA"),
        ARCHIVE("Archive"),
        COLD_ARCHIVE("ColdArchive"),
        DEEP_COLD_ARCHIVE("DeepColdArchive");

        private final String word;

        StorageClass(String word) {
            this.word = word;
        }
    }

    /** With whose key. */
    enum Encryption {
        BUCKET(""),
        AES256("AES256"),
        KMS("KMS");

        private final String word;

        Encryption(String word) {
            this.word = word;
        }
    }

    private static final Names<Acl> ACLS = Names.of(
            Acl.class,
            Map.of("", Acl.BUCKET, "public-read", Acl.PUBLIC_READ, "public-read-write", Acl.PUBLIC_READ_WRITE));
    private static final Names<StorageClass> CLASSES = Names.of(
            StorageClass.class,
            Map.of(
                    "", StorageClass.BUCKET,
                    "coldarchive", StorageClass.COLD_ARCHIVE,
                    "deepcoldarchive", StorageClass.DEEP_COLD_ARCHIVE));
    private static final Choice<Encryption> ENCRYPTIONS = Choice.of(Encryption.class);

    private static final Pattern METADATA_NAME = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern METADATA_VALUE = Pattern.compile("[\\x20-\\x7e]*");
    /** Of 8 KB, with room for what the sink says itself. */
    private static final int MOST_METADATA_BYTES = 7 << 10;

    static ConfigDef define(ConfigDef def) {
        def.define(
                        ACL,
                        Type.STRING,
                        Names.nameOf(Acl.BUCKET),
                        ACLS,
                        Importance.LOW,
                        "Who may read an object. bucket and default: as the bucket says. Other values than bucket need the "
                                + "permission oss:PutObjectAcl.",
                        GROUP,
                        1,
                        Width.SHORT,
                        "ACL",
                        ACLS)
                .define(
                        STORAGE_CLASS,
                        Type.STRING,
                        Names.nameOf(StorageClass.BUCKET),
                        CLASSES,
                        Importance.LOW,
                        "Storage class of an object. bucket: that of the bucket.",
                        GROUP,
                        2,
                        Width.SHORT,
                        "Storage class",
                        CLASSES)
                .define(
                        ENCRYPTION,
                        Type.STRING,
                        Choice.nameOf(Encryption.BUCKET),
                        ENCRYPTIONS,
                        Importance.LOW,
                        "How the service encrypts an object. aes256: with keys of its own. kms: with a key of the Key Management "
                                + "Service. bucket: as the bucket says.",
                        GROUP,
                        3,
                        Width.SHORT,
                        "Encryption",
                        ENCRYPTIONS)
                .define(
                        KMS_KEY_ID,
                        Type.STRING,
                        "",
                        Importance.LOW,
                        "Key of the Key Management Service for " + ENCRYPTION + "=kms. Empty: the service's own.",
                        GROUP,
                        4,
                        Width.LONG,
                        "KMS key")
                .define(
                        METADATA,
                        Type.LIST,
                        "",
                        LambdaValidator.with(ObjectOptions::checkMetadata, () -> "name=value,…"),
                        Importance.LOW,
                        "User metadata of an object, such as source=kafka; names of a-z, 0-9 and hyphen, without x-oss-meta-.",
                        GROUP,
                        7,
                        Width.LONG,
                        "User metadata")
                .define(
                        CONTENT_TYPE,
                        Type.STRING,
                        "",
                        LambdaValidator.with(ObjectOptions::checkType, () -> "type/subtype"),
                        Importance.LOW,
                        "Content type of an object. Empty: that of its format.",
                        GROUP,
                        8,
                        Width.MEDIUM,
                        "Content type")
                .define(
                        FORBID_OVERWRITE,
                        Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "true: an object that is there is never replaced. One with the same bytes counts as stored; one with other "
                                + "bytes stops the task, so use it only with triggers that cut at the same places each time "
                                + "(flush.size, rotate.interval.ms). Versioned buckets do not obey it.",
                        GROUP,
                        9,
                        Width.SHORT,
                        "Never overwrite");
        return ObjectTags.define(def);
    }

    static void check(ConfigValues values, ConfigProblems problems) {
        ObjectTags.check(values, problems);
        boolean kms = values.get(ENCRYPTION, String.class)
                .filter(Choice.nameOf(Encryption.KMS)::equals)
                .isPresent();
        values.get(KMS_KEY_ID, String.class)
                .filter(id -> !id.isEmpty() && !kms)
                .ifPresent(id -> problems.add(KMS_KEY_ID, "is for " + ENCRYPTION + "=kms alone"));
    }

    static ObjectOptions read(AbstractConfig config) {
        return new ObjectOptions(
                ACLS.parse(config.getString(ACL)).word,
                CLASSES.parse(config.getString(STORAGE_CLASS)).word,
                ENCRYPTIONS.parse(config.getString(ENCRYPTION)).word,
                config.getString(KMS_KEY_ID),
                ObjectTags.read(config),
                Pairs.parse(config.getList(METADATA)),
                config.getString(CONTENT_TYPE),
                config.getBoolean(FORBID_OVERWRITE));
    }

    private static void checkMetadata(String key, @Nullable Object value) {
        Map<String, String> metadata = Pairs.checked(key, value);
        int bytes = metadata.entrySet().stream()
                .mapToInt(pair -> pair.getKey().length() + pair.getValue().length() + "x-oss-meta-".length())
                .sum();
        boolean wrong = metadata.entrySet().stream()
                .anyMatch(pair -> !METADATA_NAME.matcher(pair.getKey()).matches()
                        || pair.getKey().startsWith("sluice-")
                        || !METADATA_VALUE.matcher(pair.getValue()).matches());
        if (wrong || bytes > MOST_METADATA_BYTES) {
            throw new ConfigException(
                    key,
                    value,
                    "names must be of a-z, 0-9 and hyphen and not begin with sluice-, values of ASCII, 7 KB together");
        }
    }

    private static void checkType(String key, @Nullable Object value) {
        String type = value == null ? "" : value.toString().toLowerCase(Locale.ROOT);
        if (!type.isEmpty() && !type.matches("[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+( *; *[a-z0-9=\"._-]+)*")) {
            throw new ConfigException(key, value, "must be a media type such as application/json");
        }
    }
}
