// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

#ifndef PLENARY_CQRENCODE_SHIM_H
#define PLENARY_CQRENCODE_SHIM_H

#include <qrencode.h>

/* Macros and variadics that Swift cannot call, and nothing else: so far none. */

#endif
