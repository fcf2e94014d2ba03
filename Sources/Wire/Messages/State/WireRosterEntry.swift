// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a participant looks like on a roster page.
public struct WireRosterEntry: Hashable, Sendable {
    public var participant: WireParticipant
    public var name: String
    public var title: String
    /// How many sit at this endpoint.
    public var people: UInt32
    public var role: WireRole
    public var hasHandUp: Bool
    /// Whether an order to be silent stands.
    public var isMuted: Bool
    /// As the client reports it.
    public var microphone: WireSwitch
    public var camera: WireSwitch
    /// In the order of joining.
    public var sessions: [WireSession]
    /// False while every session is disconnected within its grace.
    public var isOnline: Bool

    public init(
        participant: WireParticipant,
        name: String,
        title: String,
        people: UInt32,
        role: WireRole,
        hasHandUp: Bool,
        isMuted: Bool,
        microphone: WireSwitch,
        camera: WireSwitch,
        sessions: [WireSession],
        isOnline: Bool
    ) {
        self.participant = participant
        self.name = name
        self.title = title
        self.people = people
        self.role = role
        self.hasHandUp = hasHandUp
        self.isMuted = isMuted
        self.microphone = microphone
        self.camera = camera
        self.sessions = sessions
        self.isOnline = isOnline
    }
}

extension WireRosterEntry: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.participant, self.participant)
            writer.member(.name, self.name)
            writer.member(.title, self.title)
            writer.member(.people, self.people)
            writer.member(.role, self.role)
            writer.member(.hand, self.hasHandUp)
            writer.member(.muted, self.isMuted)
            writer.member(.microphone, self.microphone)
            writer.member(.camera, self.camera)
            writer.member(.sessions, self.sessions)
            writer.member(.online, self.isOnline)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var participant: WireParticipant?
        var name: String?
        var title: String?
        var people: UInt32?
        var role: WireRole?
        var hasHandUp: Bool?
        var isMuted: Bool?
        var microphone: WireSwitch?
        var camera: WireSwitch?
        var sessions: [WireSession]?
        var isOnline: Bool?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .participant: participant = try reader.value()
            case .name: name = try reader.value()
            case .title: title = try reader.value()
            case .people: people = try reader.value()
            case .role: role = try reader.value()
            case .hand: hasHandUp = try reader.value()
            case .muted: isMuted = try reader.value()
            case .microphone: microphone = try reader.value()
            case .camera: camera = try reader.value()
            case .sessions: sessions = try reader.value()
            case .online: isOnline = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            participant: try reader.required(participant, .participant),
            name: try reader.required(name, .name),
            title: try reader.required(title, .title),
            people: try reader.required(people, .people),
            role: try reader.required(role, .role),
            hasHandUp: try reader.required(hasHandUp, .hand),
            isMuted: try reader.required(isMuted, .muted),
            microphone: try reader.required(microphone, .microphone),
            camera: try reader.required(camera, .camera),
            sessions: try reader.required(sessions, .sessions),
            isOnline: try reader.required(isOnline, .online)
        )
    }
}
