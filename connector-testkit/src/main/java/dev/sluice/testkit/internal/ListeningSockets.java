package dev.sluice.testkit.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ServerSocketFactory;

/**
 * Makes the listening socket of one endpoint, and knows when its port is free again: the kernel keeps a closed socket
 * as long as a thread is inside accept, which would make an immediate new start on the same port fail now and then.
 */
final class ListeningSockets extends ServerSocketFactory {
    private final Lock accepting = new ReentrantLock();

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
        return new ServerSocket(port, backlog, address) {
            @Override
            public Socket accept() throws IOException {
                accepting.lock();
                try {
                    return super.accept();
                } finally {
                    accepting.unlock();
                }
            }
        };
    }
}
