// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Whom a command lets in from the lobby.
public enum Admission: Hashable, Sendable {
    case guests([Principal])
    /// Who waits by an invitation of the unit, or of one below it.
    case unit(UnitID)
    /// Everybody who waits now; later comers wait again.
    case all
}
