package dev.sluice.testkit.connect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Finds ports of 127.0.0.1 that nobody listens on. They lie below the range from which Linux takes the ports of outgoing
 * connections (32768 and up): otherwise a client could be given the port of a worker that is down for a restart.
 */
final class ProbedPorts implements FreePorts {

    private static final int LOWEST = 15_000;
    private static final int HIGHEST = 32_000;
    private static final int MAX_ATTEMPTS = 1_000;

    private final RandomGenerator random;

    ProbedPorts(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public List<Integer> find(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int attempt = 0; held.size() < count; attempt++) {
                if (attempt == MAX_ATTEMPTS) {
                    throw new IllegalStateException("No free port between " + LOWEST + " and " + HIGHEST);
                }
                tryHold(held, random.nextInt(LOWEST, HIGHEST));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            held.forEach(ProbedPorts::release);
        }
    }

    private static void tryHold(List<ServerSocket> held, int port) {
        ServerSocket socket = null;
        try {
            socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            held.add(socket);
        } catch (IOException taken) {
            if (socket != null) {
                release(socket);
            }
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing was connected; there is nothing to lose.
        }
    }
}
