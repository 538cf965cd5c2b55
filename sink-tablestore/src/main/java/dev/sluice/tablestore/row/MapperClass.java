package dev.sluice.tablestore.row;

import dev.sluice.tablestore.column.MappingOptions;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;

/** The option that names a {@link RowChangeMapper}. */
public final class MapperClass {
    /** Key: the class that makes rows of records. */
    public static final String EVENT_PARSE_CLASS = "event.parse.class";
    /** What the reference connector's own one is called; the sink's does all that it does. */
    private static final String REFERENCE = "com.aliyun.tablestore.kafka.connect.parsers.DefaultEventParser";

    private static final String OWN = "default";

    private MapperClass() {}

    /**
     * Adds the options.
     *
     * @param def is added to
     * @return the same
     */
    public static ConfigDef define(ConfigDef def) {
        return def.define(
                EVENT_PARSE_CLASS,
                Type.STRING,
                OWN,
                ConfigDef.LambdaValidator.with(MapperClass::check, () -> "default, or the name of a class"),
                Importance.LOW,
                "What makes rows of records. default (or " + REFERENCE
                        + "): this sink, as its options say. Otherwise a class "
                        + "of yours that implements " + RowChangeMapper.class.getName()
                        + "; then the other options of this "
                        + "group count for nothing, except the primary key that a table is created and compared with.",
                MappingOptions.GROUP,
                30,
                Width.LONG,
                "Mapper");
    }

    /**
     * Whether the sink's own mapper is meant.
     *
     * @param name the option's value
     * @return false when it names a class of the user's
     */
    public static boolean isOwn(String name) {
        return name.isBlank() || name.equals(OWN) || name.equals(REFERENCE);
    }

    private static void check(String option, Object value) {
        String name = String.valueOf(value).trim();
        if (!isOwn(name)) {
            try {
                Class<?> found = load(name);
                if (!RowChangeMapper.class.isAssignableFrom(found)) {
                    throw new ConfigException(
                            option,
                            value,
                            "must implement " + RowChangeMapper.class.getName() + "; a parser of "
                                    + "kafka-connect-tablestore is moved there, see the guide");
                }
            } catch (ClassNotFoundException e) {
                throw new ConfigException(
                        option,
                        value,
                        "is not found; put its jar beside those of this connector and restart the worker");
            }
        }
    }

    /**
     * @param name of the class
     * @param config given to the new instance
     * @return configured, for one task
     */
    public static RowChangeMapper create(String name, Map<String, String> config) {
        try {
            RowChangeMapper mapper = load(name.trim())
                    .asSubclass(RowChangeMapper.class)
                    .getConstructor()
                    .newInstance();
            mapper.configure(config);
            return mapper;
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new ConnectException(
                    EVENT_PARSE_CLASS + "=" + name + " is no public class with a public constructor without arguments "
                            + "that implements " + RowChangeMapper.class.getName(),
                    e);
        }
    }

    /** A worker sets the loader of the plugin while it calls the connector and its tasks. */
    private static Class<?> load(String name) throws ClassNotFoundException {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return Class.forName(name, false, context == null ? MapperClass.class.getClassLoader() : context);
    }
}
