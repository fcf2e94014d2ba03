// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

#ifndef PLENARY_CLIBWEBSOCKETS_SHIM_H
#define PLENARY_CLIBWEBSOCKETS_SHIM_H

#include <libwebsockets.h>
#include <malloc.h> /* mallopt(3), which the module Glibc leaves out. */
#include <sys/socket.h>

/* What Swift cannot reach: macros with casts, and a call that glibc hides without _GNU_SOURCE. Nothing else. */

/* LWS_PRE is a macro that computes with casts. */
static inline size_t shim_lws_pre(void) {
    return LWS_PRE;
}

/* accept4 is declared only with _GNU_SOURCE, which the Swift module of glibc is built without. */
extern int accept4(int listener, struct sockaddr *address, socklen_t *length, int flags);
static inline int shim_accept(int listener, struct sockaddr *address, socklen_t *length) {
    return accept4(listener, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

#endif
