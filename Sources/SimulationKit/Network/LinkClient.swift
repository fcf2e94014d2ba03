// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

public import Broker

/// The client's end of a link; the world calls it.
public protocol LinkClient: AnyObject {
    /// A whole text frame arrived.
    ///
    /// - Parameter congestions: How often the link had been congested when the frame was sent.
    func link(_ link: SimulatedLink, received frame: Frame, after congestions: Int)

    /// The link is over: with the server's close code, or nil when it broke.
    func link(_ link: SimulatedLink, closedWith code: UInt16?)
}
