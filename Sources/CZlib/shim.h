// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

#ifndef PLENARY_CZLIB_SHIM_H
#define PLENARY_CZLIB_SHIM_H

#include <zlib.h>

/* Macros and variadics that Swift cannot call, and nothing else. */

/* `deflateInit2` is a macro. 31: the largest window, and a gzip header and trailer around it. */
static inline int plenary_deflate_init_gzip(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY);
}

/* Another, for tests: reads what the one above begins. */
static inline int plenary_inflate_init_gzip(z_stream *stream) {
    return inflateInit2(stream, 31);
}

#endif
