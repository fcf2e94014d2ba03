// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

#if PLENARY_PLANTED_BUGS
/// Bugs for the simulation to find: a simulation that cannot find them would not find others.
///
/// Only a build for `tools/planted-bugs` knows them; ``RoomLimits/planted``, and of an Edge its limits, say
/// which one acts.
public enum PlantedBug: String, CaseIterable, Sendable {
    /// What a host says leaves it before it is durable.
    case gateBypassed = "gate-bypassed"
    /// Who comes back is told nothing of what it missed.
    case replayForgotten = "replay-forgotten"
    /// The late close of a connection that was taken over suspends the session.
    case lateCloseBelieved = "late-close-believed"
    /// A command sent again is carried out again.
    case keyIgnored = "key-ignored"
    /// Whose grace ends is still counted and shown.
    case graceUncounted = "grace-uncounted"
    /// A slow client gets changes again without what was left out.
    case staleForgotten = "stale-forgotten"
}
#endif
