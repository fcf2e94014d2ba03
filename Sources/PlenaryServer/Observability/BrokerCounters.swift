// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker
internal import Wire

/// What the Broker of one loop has counted since it started; plain numbers, kept and read on that loop.
struct BrokerCounters: Sendable, Equatable {
    var connectionsOpened: UInt64 = 0
    /// By close code; 0 stands for connections that the peer or the network ended.
    var connectionsClosed: [UInt16: UInt64] = [:]
    var signedIn: UInt64 = 0
    /// By error code.
    var signInsRefused: [String: UInt64] = [:]
    var seated: UInt64 = 0
    var joinsQueued: UInt64 = 0
    var guestsWaited: UInt64 = 0
    var resumed: UInt64 = 0
    var vacated: UInt64 = 0
    var tokensReused: UInt64 = 0
    var roomsLoaded: UInt64 = 0
    var roomsUnloaded: UInt64 = 0
    var roomsRebuilt: UInt64 = 0
    var roomsUnreadable: UInt64 = 0
    var storeFailures: UInt64 = 0
    var edgesStalled: UInt64 = 0
    /// One for each client that a change was left out for.
    var changesLeftOut: UInt64 = 0
    var refreshesAsked: UInt64 = 0

    mutating func count(_ event: BrokerEvent) {
        switch event {
        case .connectionOpened: self.connectionsOpened += 1
        case .connectionClosed(_, _, let code): self.connectionsClosed[code?.rawValue ?? 0, default: 0] += 1
        case .signedIn: self.signedIn += 1
        case .signInRefused(_, let code): self.signInsRefused[code.rawValue, default: 0] += 1
        case .seated: self.seated += 1
        case .guestWaits: self.guestsWaited += 1
        case .joinQueued: self.joinsQueued += 1
        case .resumed: self.resumed += 1
        case .vacated: self.vacated += 1
        case .tokenReused: self.tokensReused += 1
        case .roomLoaded: self.roomsLoaded += 1
        case .roomUnloaded: self.roomsUnloaded += 1
        case .roomRebuilding: self.roomsRebuilt += 1
        case .roomUnreadable: self.roomsUnreadable += 1
        case .storeFailing: self.storeFailures += 1
        case .storeRecovered: break
        case .edgeStalled: self.edgesStalled += 1
        case .changesLeftOut(_, let recipients): self.changesLeftOut += UInt64(recipients)
        case .refreshAsked: self.refreshesAsked += 1
        }
    }

    static func += (lhs: inout Self, rhs: Self) {
        lhs.connectionsOpened += rhs.connectionsOpened
        lhs.connectionsClosed.merge(rhs.connectionsClosed) { $0 + $1 }
        lhs.signedIn += rhs.signedIn
        lhs.signInsRefused.merge(rhs.signInsRefused) { $0 + $1 }
        lhs.seated += rhs.seated
        lhs.joinsQueued += rhs.joinsQueued
        lhs.guestsWaited += rhs.guestsWaited
        lhs.resumed += rhs.resumed
        lhs.vacated += rhs.vacated
        lhs.tokensReused += rhs.tokensReused
        lhs.roomsLoaded += rhs.roomsLoaded
        lhs.roomsUnloaded += rhs.roomsUnloaded
        lhs.roomsRebuilt += rhs.roomsRebuilt
        lhs.roomsUnreadable += rhs.roomsUnreadable
        lhs.storeFailures += rhs.storeFailures
        lhs.edgesStalled += rhs.edgesStalled
        lhs.changesLeftOut += rhs.changesLeftOut
        lhs.refreshesAsked += rhs.refreshesAsked
    }
}
