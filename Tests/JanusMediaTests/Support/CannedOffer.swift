// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Broker
import ConferenceCore

/// An offer written by hand: Janus answers it though nobody is there to connect.
struct CannedOffer {
    let sdp: String
    let tracks: [OfferedTrack]

    /// A microphone, and a camera in three sizes, as Chromium offers them.
    static let chromium = CannedOffer(
        sections: [Self.opus, Self.camera],
        tracks: [OfferedTrack(mid: "0", kind: .microphone), OfferedTrack(mid: "1", kind: .camera)]
    )

    /// A microphone that knows nothing but G.711.
    static let telephone = CannedOffer(
        sections: [Self.telephony],
        tracks: [OfferedTrack(mid: "0", kind: .microphone)]
    )

    private init(sections: [[String]], tracks: [OfferedTrack]) {
        let mids = tracks.map(\.mid).joined(separator: " ")
        var lines = ["v=0", "o=- 4611731400430051336 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE \(mids)"]
        for (section, track) in zip(sections, tracks) {
            lines +=
                section.prefix(1) + ["c=IN IP4 0.0.0.0", "a=mid:\(track.mid)"] + Self.transport + section.dropFirst()
        }
        self.sdp = lines.map { $0 + "\r\n" }.joined()
        self.tracks = tracks
    }

    private static let transport = [
        "a=ice-ufrag:abcd", "a=ice-pwd:abcdefghijklmnopqrstuvwx", "a=ice-options:trickle",
        "a=fingerprint:sha-256 " + Array(repeating: "AA", count: 32).joined(separator: ":"), "a=setup:actpass",
        "a=sendonly", "a=rtcp-mux",
    ]
    private static let opus = [
        "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=rtpmap:111 opus/48000/2", "a=fmtp:111 minptime=10;useinbandfec=1",
        "a=ssrc:1111 cname:c",
    ]
    private static let camera = [
        "m=video 9 UDP/TLS/RTP/SAVPF 96 97 98", "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
        "a=extmap:10 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id", "a=rtcp-rsize", "a=rtpmap:96 VP8/90000",
        "a=rtcp-fb:96 nack", "a=rtcp-fb:96 nack pli", "a=rtcp-fb:96 ccm fir", "a=rtpmap:97 rtx/90000",
        "a=fmtp:97 apt=96", "a=rtpmap:98 H264/90000",
        "a=fmtp:98 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f", "a=rid:h send",
        "a=rid:m send", "a=rid:l send", "a=simulcast:send h;m;l",
    ]
    private static let telephony = ["m=audio 9 UDP/TLS/RTP/SAVPF 0", "a=rtpmap:0 PCMU/8000", "a=ssrc:1111 cname:c"]
}
