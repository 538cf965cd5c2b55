package dev.sluice.testkit.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the listening socket of one endpoint, and knows when its port is free again: the kernel keeps a closed socket
 * as long as a thread is inside accept, which would make an immediate new start on the same port fail now and then.
 */
final class ListeningSockets extends ServerSocketFactory {
    private static final Logger LOG = LoggerFactory.getLogger(ListeningSockets.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(20);

    private final Lock accepting = new ReentrantLock();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    /**
     * Cuts off every connection. The server does so for those that it serves; it forgets one that was accepted and has
     * no thread yet, which would outlive the server and go on being served.
     */
    void closeConnections() {
        ended = true;
        for (Socket socket : Set.copyOf(open)) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("A connection could not be closed", e);
            }
        }
    }

    /** Call after the socket has been closed. */
    void awaitReleased(Duration atMost) throws InterruptedException {
        if (accepting.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
            accepting.unlock();
        }
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return createServerSocket(port, 0);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return createServerSocket(port, backlog, InetAddress.getLoopbackAddress());
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
        return new Listener(port, backlog, address);
    }

    private final class Listener extends ServerSocket {
        Listener(int port, int backlog, InetAddress address) throws IOException {
            super(port, backlog, address);
        }

        @Override
        public Socket accept() throws IOException {
            accepting.lock();
            try {
                while (true) {
                    try {
                        return accepted();
                    } catch (IOException e) {
                        // The server takes any failure here for its end; the next client deserves an answer.
                        if (isClosed()) {
                            throw e;
                        }
                        LOG.warn("A connection could not be accepted: {}", e.toString());
                        LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
                    }
                }
            } finally {
                accepting.unlock();
            }
        }

        private Socket accepted() throws IOException {
            Socket socket = new Connection();
            // Not known before it is connected: closing it during that would leave its connection open for ever.
            implAccept(socket);
            open.add(socket);
            if (ended) {
                socket.close();
                throw new SocketException("the server has ended");
            }
            return socket;
        }
    }

    /** Known until it is closed. */
    private final class Connection extends Socket {
        @Override
        public synchronized void close() throws IOException {
            open.remove(this);
            super.close();
        }
    }
}
