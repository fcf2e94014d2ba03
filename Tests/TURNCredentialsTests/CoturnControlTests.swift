// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import ConferenceCore
import Foundation
import Testing

@testable import TURNCredentials

/// Against a coturn that each test starts.
@Suite
struct CoturnControlTests {
    private static let session = SessionID(0xAB)
    private static let other = SessionID(0xCD)

    @Test(
        "a revoked session's allocations are cancelled, also one that it makes anew, and nobody else's",
        .timeLimit(.minutes(1))
    )
    func revoked() async throws {
        let coturn = try await CoturnProcess.start()
        let observer = RecordingObserver()
        let control = CoturnControl(try coturn.configuration(), observer: observer)
        let service = TURNService(.init(urls: [], secret: CoturnProcess.secret), control: control)
        let clients = try [Self.session, Self.other].map { try TURNClientProcess(of: $0, by: service, at: coturn) }
        try await coturn.waitUntilAllocated([Self.session, Self.other])
        service.revoke(Self.session)
        try await coturn.waitUntilGone(Self.session)
        let again = try TURNClientProcess(of: Self.session, by: service, at: coturn)
        try await coturn.waitUntilAllocated([Self.session])
        try await coturn.waitUntilGone(Self.session)
        try await coturn.waitUntilAllocated([Self.other])
        let cancellations = observer.events.filter {
            if case .cancelled(Self.session, let count) = $0 { count > 0 } else { false }
        }
        #expect(cancellations.count == observer.events.count && cancellations.count >= 2)
        for client in clients + [again] { client.end() }
        control.stop()
        control.join()
        coturn.end()
    }

    @Test(
        "a coturn that is away is told once, and what was revoked meanwhile is cancelled when it is back",
        .timeLimit(.minutes(1))
    )
    func away() async throws {
        let coturn = try await CoturnProcess.start()
        coturn.end()
        let observer = RecordingObserver()
        let control = CoturnControl(try coturn.configuration(), observer: observer)
        control.cancel(Self.session)
        control.cancel(Self.other)
        try await until { observer.events.count == 1 }
        // Its third turn is after three seconds.
        try await Task.sleep(for: .milliseconds(1_500))
        guard case .controlFailing(let failure)? = observer.events.first, observer.events.count == 1 else {
            Issue.record("\(observer.events)")
            return
        }
        #expect(failure.code == .unreachable)
        try await coturn.startAgain()
        try await until { observer.events.contains(.controlRecovered) }
        control.stop()
        control.join()
        coturn.end()
    }

    @Test("a wrong password is told as such", .timeLimit(.minutes(1)))
    func wrongPassword() async throws {
        let coturn = try await CoturnProcess.start()
        let observer = RecordingObserver()
        var configuration = try coturn.configuration()
        configuration.password = "another"
        let control = CoturnControl(configuration, observer: observer)
        control.cancel(Self.session)
        try await until { !observer.events.isEmpty }
        guard case .controlFailing(let failure)? = observer.events.first else { return }
        #expect(failure.code == .refused)
        control.stop()
        control.join()
        coturn.end()
    }

    @Test(
        "somebody who takes connections and says nothing holds nobody up for longer than the time-out",
        .timeLimit(.minutes(1))
    )
    func silence() async throws {
        let silent = try SilentListener()
        let observer = RecordingObserver()
        let address = try #require(ControlAddress("127.0.0.1:\(silent.port)"))
        var configuration = CoturnControl.Configuration(address: address, password: "s3")
        configuration.timeout = .milliseconds(200)
        let control = CoturnControl(configuration, observer: observer)
        control.cancel(Self.session)
        try await until { !observer.events.isEmpty }
        let failure = TURNFailure(.unreachable, while: "connecting", cause: "no answer in time")
        #expect(observer.events == [.controlFailing(failure)])
        control.stop()
        control.join()
    }
}
