// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// One of the two connections that a session has with the media server.
public enum MediaSide: UInt8, Hashable, CaseIterable, Sendable {
    case publish = 1
    case subscribe = 2
}
