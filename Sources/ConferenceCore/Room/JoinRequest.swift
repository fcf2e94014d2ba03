// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a session brings along when it asks for a seat.
///
/// It comes from the server's own directory and sign-in; only `people` and `wantsMedia` are the client's.
public struct JoinRequest: Hashable, Sendable {
    public let session: SessionID
    public let profile: Profile
    /// By which invitation a guest asks; nil for everybody else.
    public let invitation: InvitationNumber?
    /// The participant's unit and those above it, root first; empty for a guest, whose invitation says where it sits.
    public let path: [RosterUnit]
    /// 1 to 999.
    public let people: Int32
    public let authority: Authority
    /// Whether the session asks for a place in the mesh.
    public let wantsMedia: Bool
    /// Digest of the resume token that the answer will carry.
    public let token: TokenDigest
    /// What the session signed in under, see ``Seat/generation``.
    public let generation: UInt32?

    public init(
        session: SessionID,
        profile: Profile,
        path: [RosterUnit],
        people: Int32 = 1,
        authority: Authority = .none,
        wantsMedia: Bool = false,
        token: TokenDigest,
        generation: UInt32? = nil,
        invitation: InvitationNumber? = nil
    ) {
        precondition(!path.isEmpty || invitation != nil, "A participant belongs to a unit")
        self.session = session
        self.profile = profile
        self.path = path
        self.people = people
        self.authority = authority
        self.wantsMedia = wantsMedia
        self.token = token
        self.generation = generation
        self.invitation = invitation
    }
}
