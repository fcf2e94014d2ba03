// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing

/// All suites that open contexts, one after the other: a process makes its contexts before it serves with any.
@Suite(.serialized)
enum TransportTests {}
