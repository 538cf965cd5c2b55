package dev.sluice.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the server says to requests that its services never see. */
@Timeout(60)
class MalformedHttpTest {
    private final TableStoreEmulator tables = TableStoreEmulator.builder().build();

    @BeforeEach
    void start() {
        tables.start();
    }

    @AfterEach
    void stop() {
        tables.close();
    }

    private String send(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), tables.port())) {
            socket.setSoTimeout(30_000);
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                return answer.lines().findFirst().orElse("");
            } catch (SocketException closed) {
                return "";
            }
        }
    }

    @Test
    void whatIsNoRequestIsRefused() throws IOException {
        assertThat(send("\u0001\u0002 nothing\r\n\r\n")).contains(" 400 ");
        assertThat(send("GET / HTTP/3.0\r\nHost: x\r\n\r\n")).contains(" 505 ");
        assertThat(send("GET / HTTP/1.1\r\nno colon\r\n\r\n")).contains(" 400 ");
        assertThat(send("GET / HTTP/1.1\r\n\r\n")).as("no host").contains(" 400 ");
        assertThat(tables.calls()).isEmpty();
    }

    @Test
    void aBodyWhoseLengthCannotBeIsRefused() throws IOException {
        String start = "POST /PutRow HTTP/1.1\r\nHost: x\r\n";
        assertThat(send(start + "Content-Length: -5\r\n\r\n")).contains(" 400 ");
        assertThat(send(start + "Content-Length: 99999999999999999999\r\n\r\n")).contains(" 400 ");
        assertThat(send(start + "Transfer-Encoding: gzip\r\n\r\n")).contains(" 501 ");
        assertThat(send(start + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"))
                .as("broken off")
                .isEmpty();
    }

    @Test
    void whatIsHeldOfARequestIsBounded() throws IOException {
        assertThat(send("GET /" + "x".repeat(70_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .contains(" 431 ");
        assertThat(send("GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(600) + "\r\n")).contains(" 431 ");
    }

    @Test
    void whatIsRecordedOfARequestIsBounded() throws IOException {
        assertThat(send("POST /" + "x".repeat(60_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .contains(" 400 ");
        assertThat(tables.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.operation()).hasSizeLessThan(2_000));
    }
}
