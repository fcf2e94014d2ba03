// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore
public import LoopRuntime
public import Wire

/// Something worth a line in the log or a number in the metrics.
public enum BrokerEvent: Sendable, Equatable {
    case connectionOpened(ConnectionID)
    /// By the server, with a code; or by the peer or the network, without.
    case connectionClosed(ConnectionID, SessionID?, CloseCode?)
    case signedIn(ConnectionID, SessionID, Principal)
    case signInRefused(ConnectionID, ErrorCode)
    /// The host has read `slots` slots and speaks under `epoch`: 0 when the room was only looked at.
    case roomLoaded(RoomID, slots: Int, epoch: UInt64)
    case roomUnloaded(RoomID)
    /// An append or a load failed and is tried again.
    case storeFailing(RoomID, StoreFailure)
    case storeRecovered(RoomID)
    /// The host discarded its state and reads its log again.
    case roomRebuilding(RoomID, RebuildReason)
    /// The log holds what this version cannot read; the room stays closed until a person has looked.
    case roomUnreadable(RoomID, slot: Slot, reason: String)
    case seated(RoomID, SessionID, Principal)
    /// A join was told to wait for its turn.
    /// A guest has begun to wait for admission.
    case guestWaits(RoomID, Principal)
    case joinQueued(RoomID, Principal, position: Int)
    case resumed(RoomID, SessionID)
    case vacated(RoomID, SessionID, Seat.Departure)
    /// An old resume token was shown; somebody else may hold a copy.
    case tokenReused(RoomID, SessionID)
    /// An Edge did not take its messages; its connections of the loop's rooms were made to come back.
    case edgeStalled(Address)
    /// A change of a summary or a page was left out for so many slow clients.
    case changesLeftOut(RoomID, recipients: Int)
    /// A client that was slow has read what waited; what was left out for it is set anew.
    case refreshAsked(RoomID, SessionID)

    public enum RebuildReason: Sendable, Equatable {
        /// Another host wrote our slot.
        case deposed
        /// Nothing could be made durable for too long.
        case storeFailed
    }
}
