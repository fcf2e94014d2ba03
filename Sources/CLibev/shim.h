// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

#ifndef PLENARY_CLIBEV_SHIM_H
#define PLENARY_CLIBEV_SHIM_H

#include <ev.h>
#include <sys/prctl.h>

/* Macros and variadics that Swift cannot call, and nothing else. */

typedef void (*shim_ev_async_callback)(struct ev_loop *, struct ev_async *, int);
typedef void (*shim_ev_timer_callback)(struct ev_loop *, struct ev_timer *, int);

/* ev_async_init is a macro that assigns fields through casts. */
static inline void shim_ev_async_init(struct ev_async *watcher, shim_ev_async_callback callback) {
    ev_async_init(watcher, callback);
}

/* ev_timer_init is a macro that assigns fields through casts. */
static inline void shim_ev_timer_init(struct ev_timer *watcher, shim_ev_timer_callback callback) {
    ev_timer_init(watcher, callback, 0., 0.);
}

/* ev_timer_set is a macro that assigns fields through casts. */
static inline void shim_ev_timer_set(struct ev_timer *watcher, double after) {
    ev_timer_set(watcher, after, 0.);
}

/* ev_is_active is a macro that reads a field through casts. */
static inline int shim_ev_timer_is_active(const struct ev_timer *watcher) {
    return ev_is_active(watcher);
}

/* prctl takes variable arguments; pthread_setname_np is hidden without _GNU_SOURCE. Cut at 15 bytes. */
static inline void shim_name_thread(const char *name) {
    (void)prctl(PR_SET_NAME, name, 0, 0, 0);
}

#endif
