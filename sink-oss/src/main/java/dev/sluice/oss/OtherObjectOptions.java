package dev.sluice.oss;

import static dev.sluice.oss.OtherConnectors.isTrue;

import dev.sluice.core.config.Aliases;
import dev.sluice.core.config.Translation;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef.Type;

/** What the S3 sink tells the service of each object. */
final class OtherObjectOptions {
    private static final String ACL = "s3.acl.canned";
    private static final String ENCRYPTION = "s3.ssea.name";
    private static final String KMS_KEY = "s3.sse.kms.key.id";
    private static final String TAGGING = "s3.object.tagging";
    private static final String TAGS = "s3.object.tagging.key.value.pairs";

    private OtherObjectOptions() {}

    static void addTo(Aliases aliases) {
        aliases.read(
                        ACL,
                        Type.STRING,
                        "The same as " + ObjectOptions.ACL
                                + ". bucket-owner-read and bucket-owner-full-control are always "
                                + "so; those that OSS does not have are refused.",
                        OtherObjectOptions::acl)
                .read(
                        ENCRYPTION,
                        Type.STRING,
                        "AES256 and aws:kms: the same as aes256 and kms of " + ObjectOptions.ENCRYPTION + ".",
                        OtherObjectOptions::encryption)
                .read(
                        KMS_KEY,
                        Type.STRING,
                        "The same as " + ObjectOptions.KMS_KEY_ID + ", with " + ENCRYPTION
                                + "=aws:kms; a key of AWS is refused.",
                        OtherObjectOptions::kmsKey)
                .read(
                        TAGGING,
                        Type.STRING,
                        "The same as " + ObjectTags.COUNTS + "; with true the tags of " + TAGS + " are set too.",
                        OtherObjectOptions::tagging)
                .read(
                        TAGS,
                        Type.STRING,
                        "name:value,… with " + TAGGING + "=true: the same as " + ObjectTags.TAGS + ".",
                        OtherObjectOptions::tags)
                .unused(
                        "s3.object.behavior.on.tagging.error",
                        "an object counts as stored when it has its tags, and an error is one like any other");
        for (String key : new String[] {"s3.sse.customer.key", "s3.sse.key"}) {
            aliases.read(
                    key,
                    Type.PASSWORD,
                    "Refused: the service encrypts with keys of its own or of its Key Management Service alone.",
                    (value, config) -> config.refuse(
                            key,
                            "objects are not encrypted with a key of the config; set " + ObjectOptions.ENCRYPTION
                                    + " to aes256 or kms and remove this"));
        }
    }

    private static void acl(String acl, Translation config) {
        switch (acl) {
            case "private", "public-read", "public-read-write" -> config.set(ObjectOptions.ACL, acl, ACL);
            case "bucket-owner-read", "bucket-owner-full-control" ->
                config.hasNoEffect(ACL, "objects always belong to the bucket's owner");
            default ->
                config.refuse(
                        ACL,
                        "OSS has no such ACL, so others could read the objects or not; take private, public-read or public-read-write");
        }
    }

    private static void encryption(String algorithm, Translation config) {
        switch (algorithm) {
            case "AES256" -> config.set(ObjectOptions.ENCRYPTION, "aes256", ENCRYPTION);
            case "aws:kms" -> config.set(ObjectOptions.ENCRYPTION, "kms", ENCRYPTION);
            default -> config.refuse(ENCRYPTION, "must be AES256 or aws:kms");
        }
    }

    private static void kmsKey(String key, Translation config) {
        boolean kms = config.given(ENCRYPTION).filter("aws:kms"::equals).isPresent()
                || config.given(ObjectOptions.ENCRYPTION).filter("kms"::equals).isPresent();
        if (!kms) {
            config.hasNoEffect(KMS_KEY, "it is for " + ENCRYPTION + "=aws:kms");
        } else if (key.startsWith("arn:")) {
            config.refuse(
                    KMS_KEY,
                    "is a key of AWS; set " + ObjectOptions.KMS_KEY_ID
                            + " to one of Alibaba Cloud, or remove this for the service's own");
        } else {
            config.set(ObjectOptions.KMS_KEY_ID, key, KMS_KEY);
        }
    }

    private static void tagging(String on, Translation config) {
        if (isTrue(TAGGING, on, config)) {
            config.set(ObjectTags.COUNTS, "true", TAGGING);
        }
    }

    private static void tags(String pairs, Translation config) {
        if (config.given(TAGGING)
                .map(on -> on.toLowerCase(Locale.ROOT))
                .filter("true"::equals)
                .isEmpty()) {
            config.hasNoEffect(TAGS, "it is for " + TAGGING + "=true");
            return;
        }
        config.set(
                ObjectTags.TAGS,
                Arrays.stream(pairs.split(",", -1))
                        .map(pair -> pair.trim().replaceFirst(":", "="))
                        .collect(Collectors.joining(",")),
                TAGS);
    }
}
