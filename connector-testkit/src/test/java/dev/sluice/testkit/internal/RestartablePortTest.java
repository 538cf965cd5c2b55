package dev.sluice.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class RestartablePortTest {
    private final RestartablePort server = new RestartablePort(0, call -> {
        throw new IOException("nobody calls");
    });

    private InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    }

    @Test
    void nobodyElseGetsThePortOfAStoppedServerAndItsClientsAreRefused() throws IOException {
        server.start();
        server.stop();
        try (Socket stranger = new Socket();
                Socket client = new Socket()) {
            assertThatThrownBy(() -> stranger.bind(address())).isInstanceOf(BindException.class);
            assertThatThrownBy(() -> client.connect(address())).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void itComesBackOnItsPortAsOftenAsItIsStarted() throws IOException {
        server.start();
        int port = server.port();
        for (int i = 0; i < 20; i++) {
            server.stop();
            server.start();
            assertThat(server.port()).isEqualTo(port);
            try (Socket client = new Socket()) {
                client.connect(address());
            }
        }
        server.stop();
    }
}
