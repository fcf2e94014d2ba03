// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore

/// What a room's host wants of the media plane.
public enum MediaOrder: Hashable, Sendable {
    /// Tell by ``MediaEvent/adopted(_:)`` what of this room outlived the host: the first order after a restart.
    case adopt
    /// Takes a publisher's offer in; answered by `published` or `publishRefused` with the same `request`.
    case publish(SessionID, PublishOffer)
    /// The session publishes nothing any more.
    case unpublish(SessionID)
    /// What the session is to get from now on; every track in it is published. An empty list closes the connection.
    ///
    /// - `isFresh`: the client's end is gone, so that a new connection has to be begun.
    case subscribe(SessionID, [TrackWish], isFresh: Bool)
    /// The client's answer to the offer with this revision; any other is out of date and changes nothing.
    case answer(SessionID, revision: UInt64, sdp: String)
    case candidates(SessionID, MediaSide, [ICECandidate])
    /// Lets a track of a publisher pass to its subscribers, or not, whatever the publisher sends.
    case allow(SessionID, TrackKind, Bool)
    /// Nothing of the session goes on, in either direction; whatever its client does.
    case detach(SessionID)
    /// The room is over.
    case close
}
