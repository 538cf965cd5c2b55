package dev.sluice.oss;

import dev.sluice.core.config.ConfigProblems;
import dev.sluice.core.config.ConfigValues;
import dev.sluice.core.credentials.AuthOptions;
import dev.sluice.oss.format.FormatOptions;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** All options of the sink's own, group by group. */
record OssOptions(
        ServiceOptions service,
        AuthOptions credentials,
        FormatOptions format,
        LayoutOptions layout,
        RotationOptions rotation,
        UploadOptions upload,
        ConnectionOptions connection,
        ObjectOptions objects,
        DeliveryOptions delivery) {

    static ConfigDef define(ConfigDef def) {
        ServiceOptions.define(def);
        CredentialOptions.KEYS.define(def);
        FormatOptions.define(def);
        LayoutOptions.define(def);
        RotationOptions.define(def);
        UploadOptions.define(def);
        ConnectionOptions.define(def);
        ObjectOptions.define(def);
        DeliveryOptions.define(def);
        return OtherConnectors.ALIASES.define(def);
    }

    static void check(ConfigValues values, ConfigProblems problems) {
        ServiceOptions.check(values, problems);
        CredentialOptions.KEYS.check(values, problems);
        FormatOptions.check(values, problems);
        LayoutOptions.check(values, problems);
        RotationOptions.check(values, problems);
        UploadOptions.check(values, problems);
        ConnectionOptions.check(values, problems);
        ObjectOptions.check(values, problems);
    }

    static OssOptions read(Map<String, String> props) {
        AbstractConfig config = new AbstractConfig(define(new ConfigDef()), props, false);
        return new OssOptions(
                ServiceOptions.read(config),
                CredentialOptions.KEYS.read(config),
                FormatOptions.read(config),
                LayoutOptions.read(config),
                RotationOptions.read(config),
                UploadOptions.read(config),
                ConnectionOptions.read(config),
                ObjectOptions.read(config),
                DeliveryOptions.read(config));
    }
}
