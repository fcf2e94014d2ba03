// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// What a client tells of its own devices.
public struct MediaReport: Hashable, Sendable {
    public let isMicrophoneOn: Bool
    public let isCameraOn: Bool

    public init(isMicrophoneOn: Bool, isCameraOn: Bool) {
        self.isMicrophoneOn = isMicrophoneOn
        self.isCameraOn = isCameraOn
    }
}
