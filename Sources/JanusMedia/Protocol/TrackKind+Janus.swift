// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import ConferenceCore

extension TrackKind {
    /// How a media section is described to VideoRoom, which tells subscribers and administrators so.
    var janusName: String {
        switch self {
        case .microphone: "microphone"
        case .camera: "camera"
        case .screen: "screen"
        case .screenAudio: "screenAudio"
        }
    }

    init?(janusName: String) {
        guard let kind = Self.allCases.first(where: { $0.janusName == janusName }) else { return nil }
        self = kind
    }

    var isVideo: Bool { self == .camera || self == .screen }
}
