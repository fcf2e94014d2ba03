// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import Testing
import Wire

/// What the push samples of the page say.
enum SamplePushes {
    private static let chen = SampleAnswers.account(17)
    private static let zhaoMin = WirePerson(participant: SampleAnswers.account(21), name: "Zhao Min")

    static func expected() throws -> [String: ServerPush] {
        var pushes = try self.streamsBesideRoom()
        pushes.merge(self.roomEvents()) { one, _ in one }
        pushes.merge(SampleGuests.pushes()) { one, _ in one }
        pushes.merge(SampleMedia.pushes()) { one, _ in one }
        pushes["stream.reset room"] = .streamReset(self.header(.room, 57), .room(self.roomState()))
        return pushes
    }

    private static func header(_ stream: StreamName, _ offset: UInt64) -> PushHeader {
        PushHeader(room: SampleAnswers.room, stream: stream, epoch: 3, offset: offset)
    }

    private static func streamsBesideRoom() throws -> [String: ServerPush] {
        [
            "server.hello": .hello(
                ServerHello(
                    protocolVersion: 1,
                    version: "0.1.0",
                    node: 1,
                    time: SampleAnswers.at,
                    features: ["mesh"],
                    heartbeat: .init(intervalMs: 5_000, timeoutMs: 12_000),
                    limits: .init()
                )
            ),
            "stream.reset summary": .streamReset(self.header(.summary, 12), .summary(self.summaryState())),
            "summary.changed": .summaryChanged(
                self.header(.summary, 13),
                SummaryChange(
                    rows: [WireSummaryRow(row: 3, unit: 31, name: "Shanghai", order: 31)],
                    counts: [self.counts(0, 43, 3, 1, 56), self.counts(3, 1, 0, 0, 1)]
                )
            ),
            "stream.reset page": .streamReset(
                self.header(.page(unit: 1_301, page: 1), 4),
                .page(WirePageState(unit: 1_301, page: 1, next: 2, entries: [SampleAnswers.wangWei]))
            ),
            "page.changed": .pageChanged(self.header(.page(unit: 1_301, page: 1), 5), self.pageChange()),
            "stream.reset self": .streamReset(self.header(.own, 0), .own),
            "signal.received": .signalReceived(
                self.header(.own, 1),
                SignalReceived(
                    from: SampleAnswers.session,
                    participant: self.chen,
                    payload: try OpaqueJSON(Array(#"{"type":"offer","sdp":"v=0"}"#.utf8))
                )
            ),
            "control.progressed": .controlProgressed(
                self.header(.own, 2),
                ControlProgress(key: "k3", applied: 1, pending: 1)
            ),
        ]
    }

    private static func roomEvents() -> [String: ServerPush] {
        let member = WireMeshMember(
            session: SampleAnswers.otherSession,
            participant: self.zhaoMin.participant,
            name: self.zhaoMin.name
        )
        let events: [RoomEvent] = [
            .locked(by: self.chen),
            .muted(by: self.chen, selfUnmute: false),
            .floorGranted(self.zhaoMin, by: self.chen),
            .chatPosted(from: WirePerson(participant: self.chen, name: "Chen"), text: "Good morning"),
            .meshEntered(member),
            .mediaMoved,
        ]
        var pushes: [String: ServerPush] = [:]
        for (index, event) in events.enumerated() {
            pushes[event.method.rawValue] =
                .room(self.header(.room, 58 + UInt64(index)), at: SampleAnswers.at, event)
        }
        return pushes
    }

    private static func counts(
        _ row: UInt32,
        _ joined: UInt32,
        _ hands: UInt32,
        _ muted: UInt32,
        _ people: UInt32
    ) -> WireSummaryCounts {
        WireSummaryCounts(
            row: row,
            expected: 0,
            joined: joined,
            ready: 0,
            hands: hands,
            muted: muted,
            people: people
        )
    }

    private static func summaryState() -> WireSummaryState {
        WireSummaryState(
            unit: 1,
            spreadMs: 1_500,
            rows: [
                WireSummaryRow(row: 0, unit: 1, name: "Ministry", order: 0),
                WireSummaryRow(row: 1, unit: 13, name: "Hebei", order: 13),
                WireSummaryRow(row: 2, unit: 14, name: "Shanxi", order: 14),
            ],
            counts: [self.counts(0, 42, 3, 1, 55), self.counts(1, 30, 2, 1, 41), self.counts(2, 12, 1, 0, 14)]
        )
    }

    private static func pageChange() -> PageChange {
        let entry = WireRosterEntry(
            participant: SampleAnswers.account(22),
            name: "Sun Li",
            title: "",
            people: 12,
            role: .attendee,
            hasHandUp: false,
            isMuted: true,
            microphone: .off,
            camera: .off,
            sessions: [SampleAnswers.otherSession],
            isOnline: true
        )
        return PageChange(
            next: .page(3),
            remove: [SampleAnswers.account(20)],
            put: [.init(before: self.zhaoMin.participant, entry: entry)]
        )
    }

    private static func roomState() -> WireRoomState {
        WireRoomState(
            title: "Flood control",
            isLocked: false,
            chair: self.chen,
            limit: 500,
            mute: .init(isForAll: true, allowsSelfUnmute: false),
            muted: [SampleAnswers.account(19)],
            unmuted: [SampleAnswers.account(22)],
            hidden: [SampleAnswers.account(23)],
            presenters: [WirePerson(participant: SampleAnswers.account(18), name: "Li Na")],
            floor: .init(
                holders: [WirePerson(participant: SampleAnswers.account(20), name: "王伟")],
                queue: [self.zhaoMin]
            ),
            media: .init(
                limit: 4,
                members: [WireMeshMember(session: SampleAnswers.session, participant: self.chen, name: "Chen")]
            ),
            chat: [
                .init(offset: 55, at: SampleAnswers.at, from: self.chen, name: "Chen", text: "Good morning")
            ]
        )
    }
}
