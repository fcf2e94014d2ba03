// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a run checks; each is counted, so that a check that never happened is noticed.
public enum CheckKind: UInt8, CaseIterable, Sendable {
    // At each message that a client gets.
    case offsetsContiguous
    case resetAllowed
    case bytesIdentical
    case stateEqual
    case hostAtVersion
    case countsBounded
    case eventIdentical
    case answeredOnce
    case refusalExpected
    case closeExpected
    case silentAfterFinalClose
    case receiptRepeated
    case signalOnce
    case signalDelivered
    case seatKeptWithinGrace

    // When all is quiet.
    case hostSound
    case clientAtHostsVersion
    case hostEqualsLog
    case acknowledgedIsDurable
    case publishedIsDurable
    case chatOnce
    case commandCarriedOutOnce
    case joinCountedOnce
    case joinPrecedesLeave
    case onePlacePerSession
    case oneHostPerEpoch
    case queuesDrained
    case noTimerLeft
}
