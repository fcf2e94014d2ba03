// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

#ifndef PLENARY_CWEBASSETS_H
#define PLENARY_CWEBASSETS_H

#include <stddef.h>

/* A file of the web client: in C, because Swift cannot take a file into the program. */
struct plenary_web_asset {
    /* Where it is served, as "/style/base.css". */
    const char *path;
    const unsigned char *bytes;
    size_t length;
};

size_t plenary_web_asset_count(void);

/* The one at `index`, less than the count; it lives as long as the program. */
struct plenary_web_asset plenary_web_asset_at(size_t index);

#endif
