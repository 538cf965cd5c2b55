package dev.sluice.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts a real broker and real Connect workers, which takes some ten seconds: on a class once for all of its tests, on a
 * method for that test alone. Test and life cycle methods may take a parameter of type {@link
 * dev.sluice.testkit.connect.ConnectCluster}, or the first worker's {@link dev.sluice.testkit.connect.ConnectRest}. Leaks
 * fail the test as {@link WithOss} says.
 *
 * <p>In paths and properties {@code ${name}} stands for the system property of that name.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(ConnectExtension.class)
public @interface WithConnect {

    /**
     * Folders that hold plugins, each plugin in a folder of its own. Plugins on the test's class path are found
     * without, but then run in the worker's class loader.
     *
     * @return none by default
     */
    String[] pluginPath() default {};

    /** {@return how many workers, 1 to 3} */
    int workers() default 1;

    /**
     * {@return a folder with the jars of the Kafka to run; empty, as by default, for the Kafka on the test's class path}
     */
    String kafka() default "";

    /** {@return properties of all workers over the defaults, each as {@code key=value}} */
    String[] workerProperties() default {};
}
