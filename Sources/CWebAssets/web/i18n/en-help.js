// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Instructions for this system and that. Each line of a text of steps is a step.

/** @type {Record<string, string>} */
export const enHelp = {
  // --- camera and microphone ---
  'help.how': 'How to fix it',
  'help.stay': 'You stay in the meeting meanwhile.',
  'help.title.denied': 'Allow the {devices}',
  'help.title.none': 'No {devices} found',
  'help.title.busy': 'The {devices} cannot be opened',
  'help.iosSafari':
    'Tap the page menu at the left of the address (“AA” on older systems), then “Website Settings”, which may be ' +
    'behind “•••”.\n' +
    'Set Camera and Microphone to “Allow”.\n' +
    'If that does not help, open Settings › Apps › Safari (on older systems Settings › Safari) and set Camera and ' +
    'Microphone to “Ask” or “Allow”.\n' +
    'Come back here and try again.',
  'help.iosOther':
    'Open Settings › Apps and the name of this browser (on older systems it stands in Settings itself).\n' +
    'Switch Camera and Microphone on.\n' +
    'Come back here and load the page again. If that does not help, open the link in Safari.',
  'help.android':
    'Tap the icon at the left of the address, then “Permissions”.\n' +
    'Allow Camera and Microphone; if they are not listed, choose “Reset permissions” and try again.\n' +
    'If that does not help, open the phone’s Settings › Apps › this browser › Permissions and allow Camera and ' +
    'Microphone.\n' +
    'Come back here and try again.',
  'help.androidFirefox':
    'Tap the lock at the left of the address.\n' +
    'Tap Camera and Microphone so that they are no longer blocked.\n' +
    'If that does not help, open the phone’s Settings › Apps › Firefox › Permissions and allow Camera and ' +
    'Microphone.\n' +
    'Come back here and try again.',
  'help.chromium':
    'Click the icon at the left of the address.\n' +
    'Switch Camera and Microphone on. There is no need to load the page again.\n' +
    'Try again here.',
  'help.firefox':
    'Click the crossed-out camera or microphone at the left of the address.\n' +
    'Remove the block with ×.\n' +
    'Try again here and choose “Allow”.',
  'help.macSafari':
    'Choose Safari › Settings › Websites in the menu bar.\n' +
    'Under Camera and under Microphone set this site to “Allow”.\n' +
    'Try again here.',
  'help.windows':
    'If that does not help, open Windows Settings › Privacy & security › Camera, and Microphone, and let desktop ' +
    'apps ' +
    'use them.',
  'help.macos':
    'If that does not help, open System Settings › Privacy & Security › Camera, and Microphone, switch this ' +
    'browser on ' +
    'and start it again.',
  'help.webview':
    'Pages inside another app often get neither camera nor microphone.\n' +
    'Open the menu “•••” at the top right and choose “Open in Browser”.\n' +
    'If there is no such choice, copy the link of the meeting and open it in the browser.',
  'help.other':
    'Look beside the address, or in the settings of the browser, for the permissions of this site.\n' +
    'Allow Camera and Microphone.\n' +
    'See that the settings of the system let this browser use them, too.\n' +
    'Try again here.',
  'help.none':
    'Connect it, or switch it on; some keyboards and screens have a switch for it.\n' +
    'See in the settings of the system that it is there and not disabled.\n' +
    'Try again here. A device that is plugged in later is noticed.',
  'help.nonePhone':
    'Unplug headsets, and take off what covers the camera.\n' +
    'See in the settings of the phone that no switch keeps camera or microphone from all apps.\n' +
    'Restart the phone if that does not help.',
  'help.busy':
    'Close other programs that use it: another meeting, a camera app, another tab.\n' +
    'Take the plug out and put it in again, if it has one.\n' +
    'Try again here.',
  'help.busyPhone':
    'End phone and video calls, and close apps that record.\n' +
    'Come back here and try again.',

  // --- trusting a development certificate ---
  'trust.title': 'Let this device trust the server',
  'trust.lead':
    'This server has a certificate of its own making, for trying it out. Until a device trusts it, its browser ' +
    'warns, ' +
    'and on some phones meetings do not connect.',
  'trust.hint': 'Does the browser warn about this page? Let this device trust the server',
  'trust.checking': 'Finding out whether this browser trusts the server…',
  'trust.trusted.title': 'This browser trusts the server.',
  'trust.trusted.text': 'There is nothing more to do.',
  'trust.untrusted.title': 'This browser does not trust the server yet.',
  'trust.untrusted.text': 'Follow the steps below, then close all windows of the browser and open this page again.',
  'trust.unknown.title': 'This browser does not say whether it trusts the server.',
  'trust.unknown.text':
    'Follow the steps below. Then close the browser entirely and open this page again: if it comes without a ' +
    'warning, ' +
    'it has worked.',
  'trust.compareTitle': 'First compare',
  'trust.compare':
    'Whoever set the server up saw this line when it was first started (SHA-256). Ask for it. If it is another one, ' +
    'do not go on: this page may not come from the server.',
  'trust.others': 'Other systems',
  'trust.careful':
    'Only for a try-out in a network of your own: whoever has the key of this certificate could pass for any site on ' +
    'this device. Remove it afterwards at the place where it was installed.',
  'trust.again': 'Check again',
  'trust.profile': 'Download the profile',
  'trust.certificate': 'Download the certificate',
  'trust.system.ios': 'iPhone and iPad',
  'trust.system.android': 'Android and HarmonyOS',
  'trust.system.windows': 'Windows',
  'trust.system.macos': 'Mac',
  'trust.system.other': 'Firefox, Linux and others',
  'trust.steps.ios':
    'Open this page in Safari, download the profile, and allow the download.\n' +
    'Open Settings, tap “Profile Downloaded” (or General › VPN & Device Management) and install it. It is called ' +
    '“not ' +
    'verified”, for it is not signed; compare the fingerprint under “More Details”.\n' +
    'Open Settings › General › About › Certificate Trust Settings and switch on full trust for “Plenary development ' +
    'CA”.\n' +
    'Close this page and open it again.',
  'trust.steps.android':
    'Download the certificate, and keep it when the browser asks.\n' +
    'Open Settings › Security › More security settings › Encryption & credentials › Install a certificate › CA ' +
    'certificate. Phones call it differently: search the settings for “certificate”.\n' +
    'Confirm the warning and choose ca.crt among the downloads. The phone needs a screen lock for this.\n' +
    'Close the browser and open this page again, in Chrome or Edge: Firefox for Android, and pages inside other ' +
    'apps, ' +
    'do not take such certificates.',
  'trust.steps.windows':
    'Download the certificate and open it.\n' +
    'Choose “Install Certificate”, “Current User”, “Place all certificates in the following store”, “Browse”, ' +
    '“Trusted ' +
    'Root Certification Authorities”.\n' +
    'Compare the fingerprint under “Details” and confirm.\n' +
    'Close all windows of the browser and open this page again.',
  'trust.steps.macos':
    'Download the certificate and open it: Keychain Access takes it in.\n' +
    'Find “Plenary development CA” there, open it, and under “Trust” choose “Always Trust”.\n' +
    'Close the browser and open this page again.',
  'trust.steps.other':
    'Download the certificate.\n' +
    'Open the settings of the browser and search for “certificates”: in Firefox Privacy & Security › View ' +
    'Certificates › ' +
    'Authorities › Import.\n' +
    'Choose the file and let it identify websites.\n' +
    'Close this page and open it again.',
};
