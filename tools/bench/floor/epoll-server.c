// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The least that a broadcast can cost: one thread, epoll, one write for each connection. Whatever arrives after the
// upgrade asks for a broadcast to everybody. A connection that does not take a whole frame ends the program: then the
// figure would mean nothing.
//
// epoll-server [CERTIFICATE KEY]: listens on a port of loopback that it prints.

#include "websocket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct connection {
    int descriptor;
    SSL *tls;
    int is_open;
    size_t head_bytes;
};

static struct connection *connections[connections_max];
static struct connection *open_connections[connections_max];
static size_t open_count;
static SSL_CTX *context;
static unsigned char frame[frame_bytes];
static char answer[256];

static ssize_t take(struct connection *connection, void *buffer, size_t size) {
    if (connection->tls == NULL) return recv(connection->descriptor, buffer, size, 0);
    int taken = SSL_read(connection->tls, buffer, (int)size);
    if (taken > 0) return taken;
    int error = SSL_get_error(connection->tls, taken);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) {
        errno = EAGAIN;
        return -1;
    }
    return 0;
}

static void give(struct connection *connection, const void *bytes, size_t size) {
    ssize_t given = connection->tls == NULL ? send(connection->descriptor, bytes, size, MSG_NOSIGNAL)
                                            : SSL_write(connection->tls, bytes, (int)size);
    if (given != (ssize_t)size) fail("a connection does not take a whole frame");
}

static void broadcast(void) {
    for (size_t index = 0; index < open_count; index++) give(open_connections[index], frame, frame_bytes);
}

static void end(struct connection *connection) {
    for (size_t index = 0; index < open_count; index++) {
        if (open_connections[index] != connection) continue;
        open_connections[index] = open_connections[--open_count];
        break;
    }
    connections[connection->descriptor] = NULL;
    if (connection->tls != NULL) SSL_free(connection->tls);
    close(connection->descriptor);
    free(connection);
}

static void read_from(struct connection *connection) {
    char buffer[2048];
    for (;;) {
        ssize_t count = take(connection, buffer, sizeof buffer);
        if (count < 0 && errno == EAGAIN) return;
        if (count <= 0) {
            end(connection);
            return;
        }
        if (connection->is_open) {
            broadcast();
            continue;
        }
        connection->head_bytes += (size_t)count;
        if (connection->head_bytes < sizeof FLOOR_REQUEST - 1) continue;
        connection->is_open = 1;
        open_connections[open_count++] = connection;
        give(connection, answer, strlen(answer));
    }
}

static void accept_from(int listener, int poller) {
    for (;;) {
        int descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor < 0) return;
        if (descriptor >= connections_max) fail("too many connections");
        int on = 1;
        setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct connection *connection = calloc(1, sizeof *connection);
        connection->descriptor = descriptor;
        if (context != NULL) {
            connection->tls = SSL_new(context);
            SSL_set_fd(connection->tls, descriptor);
            SSL_set_accept_state(connection->tls);
        }
        connections[descriptor] = connection;
        struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
        epoll_ctl(poller, EPOLL_CTL_ADD, descriptor, &event);
    }
}

static void prepare(int count, char **arguments) {
    signal(SIGPIPE, SIG_IGN);
    memset(frame, 'x', sizeof frame);
    memcpy(frame, (unsigned char[]){0x81, 126, payload_bytes >> 8, payload_bytes & 255}, 4);
    // The answer to the key of FLOOR_REQUEST, RFC 6455 section 4.2.2.
    static const char key[] = "AAAAAAAAAAAAAAAAAAAAAA==258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    unsigned char digest[20], text[32];
    EVP_Digest(key, sizeof key - 1, digest, NULL, EVP_sha1(), NULL);
    EVP_EncodeBlock(text, digest, sizeof digest);
    snprintf(answer, sizeof answer,
             "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
             "Sec-WebSocket-Protocol: floor\r\nSec-WebSocket-Accept: %s\r\n\r\n", text);
    if (count < 3) return;
    context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_num_tickets(context, 0);
    if (SSL_CTX_use_certificate_chain_file(context, arguments[1]) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, arguments[2], SSL_FILETYPE_PEM) != 1) {
        fail("the certificate cannot be used");
    }
}

int main(int count, char **arguments) {
    prepare(count, arguments);
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 4096) != 0) fail("listen");
    getsockname(listener, (struct sockaddr *)&address, &size);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    int poller = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        struct epoll_event events[256];
        int ready = epoll_wait(poller, events, 256, -1);
        for (int index = 0; index < ready; index++) {
            int descriptor = events[index].data.fd;
            if (descriptor == listener) accept_from(listener, poller);
            else if (connections[descriptor] != NULL) read_from(connections[descriptor]);
        }
    }
}
