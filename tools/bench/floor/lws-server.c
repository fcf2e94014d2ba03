// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// The least that a broadcast costs with libwebsockets: one context on libev, frames written at once. Whatever arrives
// asks for a broadcast to everybody.
//
// lws-server [CERTIFICATE KEY]: listens on a port of loopback that it prints.

#include "websocket.h"

#include <ev.h>
#include <libwebsockets.h>
#include <openssl/ssl.h>
#include <string.h>

struct member {
    size_t index;
};

static struct lws *members[connections_max];
static size_t member_count;
static unsigned char storage[LWS_PRE + payload_bytes];

static void broadcast(void) {
    for (size_t index = 0; index < member_count; index++) {
        if (lws_partial_buffered(members[index]) ||
            lws_write(members[index], storage + LWS_PRE, payload_bytes, LWS_WRITE_TEXT) < 0 ||
            lws_partial_buffered(members[index])) {
            fail("a connection does not take a whole frame");
        }
    }
}

static int heard(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length) {
    (void)in;
    (void)length;
    struct member *member = user;
    switch (reason) {
    case LWS_CALLBACK_OPENSSL_LOAD_EXTRA_SERVER_VERIFY_CERTS:
        SSL_CTX_set_mode(user, SSL_MODE_RELEASE_BUFFERS);
        SSL_CTX_set_num_tickets(user, 0);
        break;
    case LWS_CALLBACK_ESTABLISHED:
        member->index = member_count;
        members[member_count++] = wsi;
        break;
    case LWS_CALLBACK_CLOSED:
        members[member->index] = members[--member_count];
        ((struct member *)lws_wsi_user(members[member->index]))->index = member->index;
        break;
    case LWS_CALLBACK_RECEIVE: broadcast(); break;
    default: break;
    }
    return 0;
}

// The library's plugin forgets its own timers unless it is nudged.
static void nudge(struct ev_loop *loop, ev_timer *timer, int events) {
    (void)loop;
    (void)events;
    lws_cancel_service(timer->data);
}

int main(int count, char **arguments) {
    memset(storage, 'x', sizeof storage);
    static const struct lws_protocols protocols[] = {
        {.name = "floor", .callback = heard, .per_session_data_size = sizeof(struct member), .rx_buffer_size = 1024,
         .tx_packet_size = 65536},
        {0},
    };
    static const lws_retry_bo_t no_pings = {0};
    struct ev_loop *loop = ev_loop_new(EVBACKEND_EPOLL);
    void *loops[] = {loop};
    struct lws_context_creation_info info = {
        .port = 0, .iface = "lo", .protocols = protocols, .foreign_loops = loops, .retry_and_idle_policy = &no_pings,
        .options = LWS_SERVER_OPTION_LIBEV | LWS_SERVER_OPTION_DISABLE_IPV6, .gid = (gid_t)-1, .uid = (uid_t)-1,
    };
    if (count > 2) {
        info.options |= LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT;
        info.ssl_cert_filepath = arguments[1];
        info.ssl_private_key_filepath = arguments[2];
        info.alpn = "http/1.1";
    }
    lws_set_log_level(LLL_ERR, NULL);
    struct lws_context *context = lws_create_context(&info);
    if (context == NULL) fail("there is no context");
    printf("%d\n", lws_get_vhost_listen_port(lws_get_vhost_by_name(context, "default")));
    fflush(stdout);
    ev_timer timer;
    ev_timer_init(&timer, nudge, 0.1, 0.1);
    timer.data = context;
    ev_timer_start(loop, &timer);
    ev_run(loop, 0);
}
