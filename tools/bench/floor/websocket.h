// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// What the programs of the floor share: the frame that is broadcast, and failing.

#ifndef FLOOR_WEBSOCKET_H
#define FLOOR_WEBSOCKET_H

#include <stdio.h>
#include <stdlib.h>

enum {
    /// Payload of the broadcast frame: about what a push of the stream `room` takes.
    payload_bytes = 300,
    /// Two bytes of header and two of length (RFC 6455 section 5.2); a server does not mask.
    frame_bytes = payload_bytes + 4,
    connections_max = 20000,
};

/// Whoever connects asks for this path with this header; the programs speak to each other alone.
#define FLOOR_REQUEST                                                                                                  \
    "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"                              \
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"                                   \
    "Sec-WebSocket-Protocol: floor\r\n\r\n"

/// A masked text frame without payload: asks for one broadcast.
#define FLOOR_GO "\x81\x80\0\0\0\0"
#define FLOOR_GO_BYTES 6

static inline void fail(const char *what) {
    perror(what);
    exit(2);
}

#endif
