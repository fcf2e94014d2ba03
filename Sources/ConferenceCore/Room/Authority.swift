// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a principal may do in a room by a role that it holds outside of it.
public enum Authority: UInt8, CaseIterable, Sendable {
    case none = 0
    /// A scoped role over the room's organisation makes it an operator.
    case `operator` = 1
}
