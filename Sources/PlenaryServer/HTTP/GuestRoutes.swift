// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore
internal import Identity
internal import LoopRuntime
internal import WebSocketTransport
internal import Wire

/// `POST /api/v1/auth/guest` and `/api/v1/invitation/qr`: what a guest's page asks for with the code of its link.
///
/// The code stands in bodies alone and never in a path, so that no log holds it; requests from pages of other origins
/// are refused. There is no cookie: a guest keeps the token in the page, for as long as the tab lives.
struct GuestRoutes: Sendable {
    private let guests: GuestSignIn
    private let publicURL: String

    init(_ guests: GuestSignIn, publicURL: String) {
        self.guests = guests
        self.publicURL = publicURL
    }

    /// Answers `POST /api/v1/auth/guest`.
    func signIn(
        _ request: HTTPRequest,
        on loop: any EventLoop,
        _ finish: @escaping @Sendable (HTTPResponse) -> Void
    ) {
        if let refusal = request.refusalOfPost { return finish(refusal) }
        let body: GuestBody
        do {
            body = try request.body { reader throws(JSONFault) in try GuestBody(from: &reader) }
        } catch {
            return finish(.problem(error))
        }
        let login = GuestLogin(
            code: body.invitation,
            pin: body.pin,
            name: body.name,
            address: request.remoteAddress
        )
        self.guests.signIn(login, on: loop) { result in
            switch result {
            case .success(let token): finish(.json(GuestTokenAnswer(token).encoded()))
            case .failure(let error): finish(.problem(error))
            }
        }
    }

    /// Answers `POST /api/v1/invitation/qr`: the link of any invitation of ours, expired or not.
    func code(for request: HTTPRequest) -> HTTPResponse {
        if let refusal = request.refusalOfPost { return refusal }
        let body: InvitationBody
        do {
            body = try request.body { reader throws(JSONFault) in try InvitationBody(from: &reader) }
        } catch {
            return .problem(error)
        }
        // Nothing but our own links is drawn.
        guard self.guests.invitations.read(body.invitation) != nil,
            let code = QRCode(of: GuestLink.link(with: body.invitation, under: self.publicURL).revealed)
        else { return .problem(WireError(.invitationWrong)) }
        return .svg(code)
    }
}

extension GuestTokenAnswer {
    fileprivate init(_ token: GuestToken) {
        self.init(
            accessToken: token.accessToken.revealed,
            expiresAt: token.expiresAt.ms,
            participant: WireParticipant(.guest, token.guest),
            room: WireRoom(token.room.number)
        )
    }
}

/// The body of a guest's sign-in: `{"invitation":…,"pin":…,"name":…}`.
private struct GuestBody {
    var invitation: SecretText
    var pin: SecretText
    var name: String

    init(from reader: inout JSONReader) throws(JSONFault) {
        var invitation: SecretText?
        var pin: SecretText?
        var guest: String?
        try reader.beginObject()
        while let name = try reader.nextName() {
            if reader.isName(name, "invitation") {
                invitation = try reader.value()
            } else if reader.isName(name, "pin") {
                pin = try reader.value()
            } else if reader.isName(name, "name") {
                guest = try reader.value()
            } else {
                try reader.skip()
            }
        }
        guard let invitation else { throw JSONFault(.missingMember("invitation"), at: reader.offset) }
        guard let pin else { throw JSONFault(.missingMember("pin"), at: reader.offset) }
        guard let guest else { throw JSONFault(.missingMember("name"), at: reader.offset) }
        self.invitation = invitation
        self.pin = pin
        self.name = guest
    }
}

/// The body of a question about an invitation: `{"invitation":…}`.
private struct InvitationBody {
    var invitation: SecretText

    init(from reader: inout JSONReader) throws(JSONFault) {
        var invitation: SecretText?
        try reader.beginObject()
        while let name = try reader.nextName() {
            if reader.isName(name, "invitation") {
                invitation = try reader.value()
            } else {
                try reader.skip()
            }
        }
        guard let invitation else { throw JSONFault(.missingMember("invitation"), at: reader.offset) }
        self.invitation = invitation
    }
}
