// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

import PlenaryServer
import Wire

/// What `plenary init` says when it is done, to people and to scripts.
struct InitSummary: JSONEncodable {
    private let report: Installation.Report

    init(_ report: Installation.Report) {
        self.report = report
    }

    /// Nil when the certificates are not from an authority of ours.
    private var authority: String? {
        switch self.report.certificates {
        case .made, .renewed, .kept: self.report.authority
        case .foreign, nil: nil
        }
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("dataFolder", self.report.dataFolder)
            writer.member("database", self.report.database)
            writer.member("databaseIsNew", self.report.databaseIsNew)
            writer.member("certificate", self.report.certificate)
            writer.member("certificates", self.report.certificates?.rawValue ?? "configured")
            if let authority = self.authority { writer.member("authority", authority) }
            if let fingerprint = self.report.authorityFingerprint {
                writer.member("authorityFingerprint", fingerprint)
            }
            if let demo = self.report.demo { writer.member("demo", demo) }
        }
    }

    var text: String {
        var lines = [
            "certificate  \(self.report.certificate) (\(self.certificatesInWords))",
            "database     \(self.report.database) (\(self.report.databaseIsNew ? "made" : "kept"))",
        ]
        if let authority = self.authority {
            lines.append("authority    \(authority) (browsers and phones that trust it do not warn)")
        }
        if let fingerprint = self.report.authorityFingerprint {
            lines.append("             SHA-256 \(fingerprint)")
            lines.append("             phones get it at /trust of the server; compare this with what they show")
        }
        if let demo = self.report.demo { lines += ["", DemoCommand.Init.text(of: demo), ""] }
        lines.append("Next: plenary serve starts the server; plenary account, unit and room look after it.")
        return lines.joined(separator: "\n")
    }

    private var certificatesInWords: String {
        switch self.report.certificates {
        case .made: "made for this machine's names and addresses"
        case .renewed: "renewed under the same authority; a running server reads it on SIGHUP"
        case .kept: "kept"
        case .foreign: "not made by Plenary, left alone"
        case nil: "as configured, left alone"
        }
    }
}
