// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

internal import Wire

/// One stream as all its recipients know it.
struct ViewKey: Hashable {
    let room: WireRoom
    let stream: StreamName
    /// Whose stream `self` is; nil for streams that are shared.
    let owner: Owner?

    /// A session may leave and join again; its stream begins anew then.
    struct Owner: Hashable {
        let session: WireSession
        let seat: Int
    }
}

/// One message of one stream.
struct PushKey: Hashable {
    let view: ViewKey
    let epoch: UInt64
    let offset: UInt64
}
