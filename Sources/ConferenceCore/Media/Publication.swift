// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What one session publishes, as everybody is shown it.
public struct Publication: Hashable, Sendable {
    public let session: SessionID
    public let principal: Principal
    public let name: String
    /// Whether everybody is to see and hear the participant: chair, presenters, floor holders.
    public let isOnStage: Bool
    /// Who began to publish first.
    public let order: UInt64
    /// Whether it is published, on, and not forbidden; likewise the next two.
    public let hasMicrophone: Bool
    public let hasCamera: Bool
    public let hasScreen: Bool

    public init(
        session: SessionID,
        principal: Principal,
        name: String,
        isOnStage: Bool,
        order: UInt64,
        hasMicrophone: Bool,
        hasCamera: Bool,
        hasScreen: Bool
    ) {
        self.session = session
        self.principal = principal
        self.name = name
        self.isOnStage = isOnStage
        self.order = order
        self.hasMicrophone = hasMicrophone
        self.hasCamera = hasCamera
        self.hasScreen = hasScreen
    }

    /// Who is listed before whom when there are more than are listed: the Stage, a shared screen, who can be heard.
    var importance: (Int, UInt64) {
        (self.isOnStage ? 0 : self.hasScreen ? 1 : self.hasMicrophone ? 2 : 3, self.order)
    }
}
