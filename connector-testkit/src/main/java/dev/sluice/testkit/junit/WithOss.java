package dev.sluice.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts an OSS emulator. On a class it serves all of its tests and keeps its objects between them; on a method it serves
 * that test alone. Test and life cycle methods may take it as a parameter of type
 * {@link dev.sluice.testkit.oss.OssEmulator}, or a client of it as {@link com.aliyun.oss.OSS}, which is shut down for you.
 *
 * <p>A test that leaves a non-daemon thread or an open client behind fails, with the name of what it left. That looks at
 * the whole process, so tests that run at the same time in one process must not use it.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(OssExtension.class)
public @interface WithOss {

    /** {@return the buckets that exist from the start} */
    String[] bucket() default "test-bucket";
}
