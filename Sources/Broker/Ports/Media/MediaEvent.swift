// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// What happened in one room at the media plane.
public enum MediaEvent: Hashable, Sendable {
    /// What outlived the host, by session; the answer to ``MediaOrder/adopt``.
    case adopted([SessionID: [TrackKind]])
    /// The answer to a publisher's offer.
    case published(SessionID, request: UInt64, sdp: String)
    /// The offer could not be taken; what the session published before goes on, unless the offer was a fresh one.
    case publishRefused(SessionID, request: UInt64, PublishRefusal)
    /// An offer for the session's subscribing connection.
    case offered(SessionID, SubscribeOffer)
    /// The media server's end of a connection is gone.
    case lost(SessionID, MediaSide)
    /// Everything of the room is gone: it is to be published and subscribed to anew.
    case reset
}
