// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What can go wrong in a world; each kind is counted, and a run of many seeds must have seen every one.
public enum FaultKind: UInt8, CaseIterable, Sendable {
    case lateTimer
    case timerBeforePosts
    case wallClockForward
    case wallClockBack
    case busDelay
    case busFull
    case storeFailedBeforeWrite
    case storeFailedAfterWrite
    case storeOutage
    case storeStalled
    case slotUsurped
    case snapshotLost
    case lateWriteOfDeadHost
    case signInBusy
    case signInSlow
    case accessRevoked
    case disconnected
    case halfOpen
    case deathUnnoticedByServer
    case stalledReader
    case congestion
    case changeLeftOut
    case refresh
    case pageClosed
    case queueOverflow
    case lateClosedEvent
    case takeover
    case groupCut
    case nodeCrash
    case nodeRestart
    case clientStall
    case staleTokenShown
}
