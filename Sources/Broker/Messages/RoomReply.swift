// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore
public import Wire

/// The answer to one request.
public enum RoomReply: Sendable {
    case created
    /// Another room has this number.
    case numberTaken
    case joined(JoinAnswer)
    case resumed(ResumeAnswer)
    case receipt(Receipt)
    case invited(Invitation)
    case invitations([Invitation])
    case done
    /// The media server's answer to an offer.
    case published(String)
    /// The session is in no room any more.
    case left
    case watching([StreamName])
    case page(WirePageState)
    case search(SearchResult)
    case info(InfoAnswer)
    /// The answer is no; `details` name the reason.
    case refused(WireError)
    /// An old resume token was shown; the connection is to be closed after the answer.
    case revoked
}
