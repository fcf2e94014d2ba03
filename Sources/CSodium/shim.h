// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

#ifndef PLENARY_CSODIUM_SHIM_H
#define PLENARY_CSODIUM_SHIM_H

#include <sodium/core.h>
#include <sodium/crypto_pwhash.h>

/* Macros and variadics that Swift cannot call, and nothing else: so far none. */

#endif
