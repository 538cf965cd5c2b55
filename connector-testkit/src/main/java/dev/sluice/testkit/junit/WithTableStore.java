package dev.sluice.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts a Tablestore emulator. On a class it serves all of its tests and keeps its rows between them; on a method it
 * serves that test alone. Test and life cycle methods may take it as a parameter of type
 * {@link dev.sluice.testkit.tablestore.TableStoreEmulator}, or a client of its first instance as
 * {@link com.alicloud.openservices.tablestore.SyncClient}, which is shut down for you. Leaks fail the test as {@link
 * WithOss} says.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(TableStoreExtension.class)
public @interface WithTableStore {

    /** {@return the instances that exist; clients are of the first one} */
    String[] instance() default "test-instance";
}
