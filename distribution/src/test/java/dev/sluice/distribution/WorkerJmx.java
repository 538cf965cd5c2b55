package dev.sluice.distribution;

import com.sun.tools.attach.VirtualMachine;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The beans of the one Connect worker that this process started. */
final class WorkerJmx implements AutoCloseable {
    private final JMXConnector connector;
    private final MBeanServerConnection server;

    @SuppressWarnings("BanJNDI") // the address is that of a process which we started
    WorkerJmx() throws Exception {
        List<ProcessHandle> workers = ProcessHandle.current()
                .descendants()
                .filter(process -> Arrays.stream(process.info().arguments().orElse(new String[0]))
                        .anyMatch(argument -> argument.endsWith(".ConnectDistributed")))
                .toList();
        if (workers.size() != 1) {
            throw new AssertionError("there is not one worker but " + workers);
        }
        VirtualMachine machine =
                VirtualMachine.attach(Long.toString(workers.get(0).pid()));
        try {
            connector = JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        } finally {
            machine.detach();
        }
        server = connector.getMBeanServerConnection();
    }

    Set<ObjectName> beans(String pattern) throws Exception {
        return server.queryNames(new ObjectName(pattern), null);
    }

    Number number(ObjectName bean, String attribute) throws Exception {
        return (Number) server.getAttribute(bean, attribute);
    }

    Set<String> threads() throws Exception {
        ThreadMXBean threads = ManagementFactory.newPlatformMXBeanProxy(
                server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
        return Arrays.stream(threads.dumpAllThreads(false, false))
                .map(info -> info.getThreadName())
                .collect(Collectors.toSet());
    }

    @Override
    public void close() throws Exception {
        connector.close();
    }
}
