// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What one session publishes, as everybody is shown it.
public struct WirePublication: Hashable, Sendable {
    public var session: WireSession
    public var participant: WireParticipant
    public var name: String
    /// Whether the participant is chair, presenter or floor holder.
    public var isOnStage: Bool
    /// Within the Stage, and within the rest: who began to publish first.
    public var order: UInt64
    /// Whether others may get it and it is on; likewise the next two.
    public var microphone: Bool
    public var camera: Bool
    public var screen: Bool

    public init(
        session: WireSession,
        participant: WireParticipant,
        name: String,
        isOnStage: Bool,
        order: UInt64,
        microphone: Bool,
        camera: Bool,
        screen: Bool
    ) {
        self.session = session
        self.participant = participant
        self.name = name
        self.isOnStage = isOnStage
        self.order = order
        self.microphone = microphone
        self.camera = camera
        self.screen = screen
    }
}

extension WirePublication: JSONEncodable, JSONDecodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member(.session, self.session)
            writer.member(.participant, self.participant)
            writer.member(.name, self.name)
            writer.member(.stage, self.isOnStage)
            writer.member(.order, self.order)
            writer.member(.microphone, self.microphone)
            writer.member(.camera, self.camera)
            writer.member(.screen, self.screen)
        }
    }

    public init(from reader: inout JSONReader) throws(JSONFault) {
        var session: WireSession?
        var participant: WireParticipant?
        var name: String?
        var isOnStage: Bool?
        var order: UInt64?
        var microphone: Bool?
        var camera: Bool?
        var screen: Bool?
        try reader.beginObject()
        while let member = try reader.nextMember() {
            switch member {
            case .session: session = try reader.value()
            case .participant: participant = try reader.value()
            case .name: name = try reader.value()
            case .stage: isOnStage = try reader.value()
            case .order: order = try reader.value()
            case .microphone: microphone = try reader.value()
            case .camera: camera = try reader.value()
            case .screen: screen = try reader.value()
            default: try reader.skip()
            }
        }
        self.init(
            session: try reader.required(session, .session),
            participant: try reader.required(participant, .participant),
            name: try reader.required(name, .name),
            isOnStage: try reader.required(isOnStage, .stage),
            order: try reader.required(order, .order),
            microphone: try reader.required(microphone, .microphone),
            camera: try reader.required(camera, .camera),
            screen: try reader.required(screen, .screen)
        )
    }
}
