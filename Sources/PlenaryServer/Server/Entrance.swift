// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Broker

/// How people come into a node: what checks who signs in, and what makes the links of invitations.
struct Entrance: Sendable {
    let signIn: any SignIn
    let invitations: any InvitationCodes
}
