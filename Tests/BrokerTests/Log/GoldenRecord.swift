// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore

@testable import Broker

/// A record and the text that stands in logs for it, for good.
struct GoldenRecord: CustomStringConvertible {
    let record: SlotRecord
    let text: String

    init(claim: UInt16? = nil, _ facts: [(Fact, Int64)], _ text: String) {
        let stamped = facts.map { SlotRecord.Stamped(fact: $0, at: Timestamp(ms: $1)) }
        self.record = SlotRecord(claim: claim, facts: stamped)
        self.text = text
    }

    var description: String { self.text }

    static let all: [GoldenRecord] = [claim, control, opened, seated, seatedUnderGeneration, answered, invited]

    private static let claim = GoldenRecord(claim: 7, [], #"{"v":1,"claim":7,"facts":[]}"#)

    private static let control = GoldenRecord(
        [
            (.locked(by: Principal(.account, 17)), 1), (.mutedAll(selfUnmute: false, by: nil), 2),
            (.vacated(SessionID(0xAB), .replaced), 3),
        ],
        #"{"v":1,"facts":[["locked",1,"account:17"],["mutedAll",2,null,false],["vacated",3,"00000000000000ab",4]]}"#
    )

    private static let opened = GoldenRecord(
        [(.opened(FactSamples.info), 4)],
        #"{"v":1,"facts":[["opened",4,"428913577","Flood \"control\"","account:17",500,1,"mesh",4,1764000000000]]}"#
    )

    private static let seated = GoldenRecord(
        [(.seated(FactSamples.seat), 5)],
        #"""
        {"v":1,"facts":[["seated",5,"00c2f5a81b3e9d74","account:17","王伟","Director",-2,[0,119,255],\#
        ["wangwei","ww","0017"],1301,12,1,true,1764000000123,41,"fffffffffffffffc","0000000000000003",\#
        true,["fffffffffffffffb","0000000000000004","fffffffffffffffa","0000000000000005",\#
        "fffffffffffffff9","0000000000000006"]]]}
        """#
    )

    /// The record before, as older binaries wrote it, has nothing behind the tokens.
    private static let seatedUnderGeneration = GoldenRecord(
        [(.seated(FactSamples.generationSeat), 5)],
        seated.text.replacing("]]]}", with: "],4294967295]]}")
    )

    private static let answered = GoldenRecord(
        [
            (
                .answered(
                    CommandKey(principal: Principal(.account, 17), key: "k4"),
                    Receipt(
                        applied: 1,
                        pending: 2,
                        refused: [Receipt.Refused(principal: Principal(.site, 9), reason: .unknownParticipant)],
                        enforcement: .request,
                        at: Timestamp(ms: 7),
                        offset: 58
                    )
                ), 6
            )
        ],
        #"{"v":1,"facts":[["answered",6,"account:17","k4",1,2,2,7,58,["site:9"],["unknownParticipant"]]]}"#
    )

    private static let invited = GoldenRecord(
        [
            (
                .invited(
                    Invitation(
                        number: InvitationNumber(3),
                        unit: UnitID(1301),
                        expiresAt: Timestamp(ms: 1_764_086_400_000),
                        by: Principal(.account, 17),
                        key: "i1"
                    )
                ), 8
            ),
            (.invitationRevoked(InvitationNumber(2), by: nil), 9),
            (.admitted(Principal(.guest, 77), to: UnitID(1301), by: Principal(.account, 17)), 10),
            (.counted(RoomCounters(publicOffset: 1, seatings: 2, invitations: 3)), 11),
            (.turnedAway(Principal(.guest, 78), by: nil), 12),
        ],
        #"""
        {"v":1,"facts":[["invited",8,3,1301,1764086400000,"account:17","i1"],["invitationRevoked",9,2,null],\#
        ["admitted",10,"guest:77",1301,"account:17"],["counted",11,1,2,3],["turnedAway",12,"guest:78",null]]}
        """#
    )
}
