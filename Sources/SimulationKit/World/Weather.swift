// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// How often the small faults of a world happen; large ones are planned by a scenario.
public struct Weather: Sendable {
    /// Timers of loops that fire late.
    public var lateTimersPermille = 100
    /// Messages between loops that are slower than their like.
    public var slowBusPermille = 60
    /// Sends between loops that find the mailbox full.
    public var fullBusPermille = 3
    /// Appends that fail with nothing written, and with everything written.
    public var failedAppendsPermille = 15
    /// Reads of a log that fail.
    public var failedLoadsPermille = 30
    /// Snapshots that are silently not kept.
    public var lostSnapshotsPermille = 150
    /// Appends that take longer than a host's patience.
    public var stalledAppendsPermille = 4
    /// Sign-ins that are answered with `sign_in_busy`, and that take long.
    public var busySignInsPermille = 40
    public var slowSignInsPermille = 30

    public init() {}

    /// As bad as a run of the simulation should be.
    public static var rough: Weather { Weather() }

    /// Nothing goes wrong by itself.
    public static var calm: Weather {
        var weather = Weather()
        weather.lateTimersPermille = 0
        weather.slowBusPermille = 0
        weather.fullBusPermille = 0
        weather.failedAppendsPermille = 0
        weather.failedLoadsPermille = 0
        weather.lostSnapshotsPermille = 0
        weather.stalledAppendsPermille = 0
        weather.busySignInsPermille = 0
        weather.slowSignInsPermille = 0
        return weather
    }
}
