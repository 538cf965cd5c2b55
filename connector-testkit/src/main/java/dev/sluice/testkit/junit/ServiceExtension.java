package dev.sluice.testkit.junit;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Starts what an annotation asks for where it stands, hands it to tests, ends it there, and looks for leaks then. */
abstract class ServiceExtension<A extends Annotation>
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    /** Shared by all these extensions: the first to come looks for leaks, and it is the last to go. */
    private static final Namespace COMMON = Namespace.create(ServiceExtension.class);

    private final Class<A> annotation;
    private final Set<Class<?>> types;

    ServiceExtension(Class<A> annotation, Set<Class<?>> types) {
        this.annotation = annotation;
        this.types = types;
    }

    /** Starts everything, clients included: later the leak check would count their threads as the test's. */
    abstract Service start(A wanted);

    @Override
    public void beforeAll(ExtensionContext context) {
        begin(context, context.getRequiredTestClass());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        begin(context, context.getRequiredTestMethod());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        end(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end(context);
    }

    private void begin(ExtensionContext context, AnnotatedElement element) {
        Watch before = context.getStore(COMMON).get(Watch.class, Watch.class);
        if (before == null || !before.context().equals(context.getUniqueId())) {
            LeakCheck check = LeakCheck.begin(before == null ? null : before.check());
            context.getStore(COMMON).put(Watch.class, new Watch(context.getUniqueId(), this, check));
        }
        AnnotationSupport.findAnnotation(element, annotation)
                .ifPresent(wanted ->
                        context.getStore(own()).put(Service.class, new Started(context.getUniqueId(), start(wanted))));
    }

    private void end(ExtensionContext context) {
        try {
            Started started = context.getStore(own()).get(Service.class, Started.class);
            if (started != null && started.context().equals(context.getUniqueId())) {
                context.getStore(own()).remove(Service.class);
                started.service().close();
            }
        } finally {
            Watch watch = context.getStore(COMMON).get(Watch.class, Watch.class);
            if (watch != null && watch.context().equals(context.getUniqueId()) && watch.owner() == this) {
                context.getStore(COMMON).remove(Watch.class);
                watch.check().end(context.getDisplayName());
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return types.contains(parameter.getParameter().getType()) && running(context) != null;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return Optional.ofNullable(running(context))
                .map(service ->
                        service.parameters().get(parameter.getParameter().getType()))
                .orElseThrow();
    }

    /** The method's own, or else that of its class. */
    private @Nullable Service running(ExtensionContext context) {
        Started started = context.getStore(own()).get(Service.class, Started.class);
        return started == null ? null : started.service();
    }

    private Namespace own() {
        return Namespace.create(annotation);
    }

    /** Closed by the store when a callback never came to it, as after a failure of another extension. */
    private record Started(String context, Service service) implements AutoCloseable {
        @Override
        public void close() {
            service.close();
        }
    }

    private record Watch(String context, ServiceExtension<?> owner, LeakCheck check) {}
}
