// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a connection asks for next; it asks one thing at a time, since Janus answers in any order.
enum HandleAsk: Hashable, Sendable {
    case attach
    case request(VideoRoomRequest, SessionDescription?)
}
