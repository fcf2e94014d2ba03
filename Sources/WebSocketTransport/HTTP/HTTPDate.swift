// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

/// Writes dates the way of RFC 9110 section 5.6.7; remembers the last, because a second has many answers.
struct HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]  // 1970 began on a Thursday.
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private var second: Int64 = -1
    private var text = ""

    /// - Parameter wallClockMs: Milliseconds since 1970-01-01 UTC.
    mutating func text(atMs wallClockMs: Int64) -> String {
        let second = wallClockMs / 1_000
        if second != self.second {
            self.second = second
            self.text = Self.format(second)
        }
        return self.text
    }

    private static func format(_ second: Int64) -> String {
        let days = second / 86_400
        let inDay = second % 86_400
        // Years counted from March, so that the leap day is the last of its year; 400 of them repeat.
        let sinceMarch = days + 719_468
        let era = sinceMarch / 146_097
        let dayOfEra = sinceMarch % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = (monthFromMarch + 2) % 12
        let year = yearOfEra + era * 400 + (month < 2 ? 1 : 0)
        let clock = [inDay / 3_600, inDay / 60 % 60, inDay % 60].map(Self.twoDigits).joined(separator: ":")
        return "\(Self.days[Int(days % 7)]), \(Self.twoDigits(day)) \(Self.months[Int(month)]) \(year) \(clock) GMT"
    }

    private static func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
