// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Connects many times to a server of the floor, asks for broadcasts one after the other, and says what one delivered
// frame cost the server.
//
// drain PORT plain|tls CONNECTIONS ROUNDS SERVER-PROCESS: prints microseconds of the server's processor time for each
// frame, then the median and the 99th percentile of the milliseconds until the last connection had a round's frame.

#include "websocket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int descriptors[connections_max];
static SSL *sessions[connections_max];
static SSL_CTX *context;

static ssize_t take(int index, void *buffer, size_t size) {
    if (context == NULL) return recv(descriptors[index], buffer, size, 0);
    int taken = SSL_read(sessions[index], buffer, (int)size);
    return taken > 0 ? taken : -1;
}

static void give(int index, const void *bytes, size_t size) {
    ssize_t given = context == NULL ? send(descriptors[index], bytes, size, MSG_NOSIGNAL)
                                    : SSL_write(sessions[index], bytes, (int)size);
    if (given != (ssize_t)size) fail("the server takes nothing");
}

static void connect_once(int index, int port) {
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0) fail("connect");
    int on = 1;
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    descriptors[index] = descriptor;
    if (context != NULL) {
        sessions[index] = SSL_new(context);
        SSL_set_fd(sessions[index], descriptor);
        if (SSL_connect(sessions[index]) != 1) fail("TLS");
    }
    give(index, FLOOR_REQUEST, sizeof FLOOR_REQUEST - 1);
    char head[1024];
    size_t count = 0;
    do {
        ssize_t taken = take(index, head + count, sizeof head - 1 - count);
        if (taken <= 0) fail("no upgrade");
        count += (size_t)taken;
        head[count] = 0;
    } while (strstr(head, "\r\n\r\n") == NULL);
    if (strncmp(head, "HTTP/1.1 101", 12) != 0) fail(head);
    fcntl(descriptor, F_SETFL, O_NONBLOCK);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/// User and system time of a process in seconds, fields 14 and 15 of its stat file (proc(5)).
static double processor_seconds(const char *process) {
    char path[64], line[1024];
    snprintf(path, sizeof path, "/proc/%s/stat", process);
    FILE *file = fopen(path, "r");
    if (file == NULL || fgets(line, sizeof line, file) == NULL) fail(path);
    fclose(file);
    unsigned long user, system;
    if (sscanf(strrchr(line, ')') + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2) {
        fail(path);
    }
    return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}

static int ascending(const void *left, const void *right) {
    double difference = *(const double *)left - *(const double *)right;
    return difference < 0 ? -1 : difference > 0;
}

/// Asks for one broadcast and gives the seconds until all have it.
static double round_trip(int poller, int connections) {
    double start = now();
    size_t missing = (size_t)connections * frame_bytes;
    give(0, FLOOR_GO, FLOOR_GO_BYTES);
    while (missing > 0) {
        struct epoll_event events[256];
        int ready = epoll_wait(poller, events, 256, 10000);
        if (ready == 0) fail("a frame is missing");
        for (int event = 0; event < ready; event++) {
            char buffer[4096];
            ssize_t count = take(events[event].data.fd, buffer, sizeof buffer);
            if (count > 0) missing -= (size_t)count;
        }
    }
    return now() - start;
}

int main(int count, char **arguments) {
    if (count != 6) {
        fprintf(stderr, "Usage: drain PORT plain|tls CONNECTIONS ROUNDS SERVER-PROCESS\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    int port = atoi(arguments[1]), connections = atoi(arguments[3]), rounds = atoi(arguments[4]);
    if (connections < 1 || connections > connections_max || rounds < 1 || rounds > 100000) return 2;
    if (strcmp(arguments[2], "tls") == 0) context = SSL_CTX_new(TLS_client_method());
    int poller = epoll_create1(EPOLL_CLOEXEC);
    for (int index = 0; index < connections; index++) {
        connect_once(index, port);
        struct epoll_event event = {.events = EPOLLIN, .data.fd = index};
        epoll_ctl(poller, EPOLL_CTL_ADD, descriptors[index], &event);
    }
    round_trip(poller, connections);
    double *times = calloc((size_t)rounds, sizeof *times);
    double before = processor_seconds(arguments[5]);
    for (int round = 0; round < rounds; round++) times[round] = round_trip(poller, connections) * 1000;
    double used = processor_seconds(arguments[5]) - before;
    qsort(times, (size_t)rounds, sizeof *times, ascending);
    double median = times[(rounds - 1) / 2], late = times[(rounds * 99 - 1) / 100];
    printf("%.2f %.2f %.2f\n", used * 1e6 / rounds / connections, median, late);
}
