// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import ConferenceCore
public import LoopRuntime
public import Wire

/// Port: checks credentials, off the loops.
///
/// Every completion is called on `loop`, exactly once, after the call has returned.
public protocol SignIn: Sendable {
    /// - Parameter address: The client's network address, the last resort for limits.
    func authenticate(
        _ credentials: Credentials,
        from address: String,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Result<Grant, WireError>) -> Void
    )

    /// What the principal of a session may do now; nil when access was revoked meanwhile.
    ///
    /// Its end is the latest that a session may have; one that is known to end sooner does.
    func currentGrant(
        of principal: Principal,
        on loop: any EventLoop,
        completion: @escaping @Sendable (Grant?) -> Void
    )
}
