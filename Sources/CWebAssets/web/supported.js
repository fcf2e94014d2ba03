// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Runs before the application and in any browser: a classic script of ECMAScript 5, which a test holds it to. Where the
// application cannot run, or would run without camera and microphone inside another app, it takes the page and says
// what to do; `data-kept-out` on the root element keeps the application away (app.js).
//
// It has to speak both languages by itself: the catalogues are modules.

(function () {
  'use strict';

  /** Set for this tab by who wants to stay in WeChat all the same. */
  var STAY_KEY = 'plenary.staysInApp';
  var COPIED_MS = 2000;

  /**
   * The youngest features that the application uses, each with the versions that brought it. They set the lowest
   * versions that docs/operations.md and README.md name.
   * @type {Array<function(): boolean>}
   */
  var features = [
    function () { return 'noModule' in document.createElement('script'); },  // ES modules
    function () { return typeof customElements !== 'undefined'; },
    function () { return typeof BroadcastChannel !== 'undefined'; },
    function () { return typeof (/** @type {any} */ (Intl)).ListFormat !== 'undefined'; },
    function () { return 'at' in Array.prototype; },  // Chromium 92, Safari 15.4; private methods are older
    function () { return 'showModal' in document.createElement('dialog'); },
    function () { return 'timeout' in AbortSignal; },  // Chromium 103, Safari 16.0
    function () { return 'connectionState' in RTCPeerConnection.prototype; },
    function () { return 'setCodecPreferences' in RTCRtpTransceiver.prototype; },  // Firefox 128
    function () { return CSS.supports('container-type', 'size'); },  // Chromium 105, Safari 16.0
    function () { return CSS.supports('height', '100dvh'); },  // Chromium 108
    function () { return new RegExp('(?<!a)b').test('b'); }  // Safari 16.4
  ];

  function isSupported() {
    try {
      for (var i = 0; i < features.length; i += 1) {
        if (!features[i]()) return false;
      }
      return true;
    } catch (error) {
      return false;  // A name that this browser does not know.
    }
  }

  function isWeChat() {
    return /MicroMessenger/i.test(navigator.userAgent);
  }

  function stays() {
    try {
      return sessionStorage.getItem(STAY_KEY) === 'yes';
    } catch (error) {
      return false;
    }
  }

  // The page.

  /**
   * @param {string} tag
   * @param {string} className
   * @param {string} [text]
   * @param {string} [language]
   * @returns {HTMLElement}
   */
  function make(tag, className, text, language) {
    var element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.appendChild(document.createTextNode(text));
    if (language) element.setAttribute('lang', language);
    return element;
  }

  /**
   * @param {string} language
   * @param {{title: string, lead: string, steps: string[]}} words
   * @param {string} level  of the heading: a page has one title
   */
  function part(language, words, level) {
    var section = make('div', 'kept-out__part', '', language);
    section.appendChild(make(level, 'kept-out__title', words.title));
    section.appendChild(make('p', '', words.lead));
    var list = make('ol', 'kept-out__steps');
    for (var i = 0; i < words.steps.length; i += 1) list.appendChild(make('li', '', words.steps[i]));
    section.appendChild(list);
    return section;
  }

  /** Copies the address from a field, which stays for whoever has to copy by hand. */
  function copying() {
    var box = make('div', 'kept-out__copy');
    var field = /** @type {HTMLInputElement} */ (make('input', 'kept-out__link'));
    field.readOnly = true;
    field.value = location.href;
    field.setAttribute('aria-label', '链接 Link');
    var label = '复制链接 Copy the link';
    var button = make('button', 'kept-out__button', label);
    button.setAttribute('type', 'button');
    button.setAttribute('aria-live', 'polite');
    button.onclick = function () {
      field.focus();
      field.select();
      field.setSelectionRange(0, field.value.length);
      var isCopied = false;
      try {
        isCopied = document.execCommand('copy');
      } catch (error) {
        isCopied = false;
      }
      button.textContent = isCopied ? '已复制 Copied' : '请长按链接复制 Press and hold the link to copy it';
      setTimeout(function () { button.textContent = label; }, COPIED_MS);
    };
    box.appendChild(field);
    box.appendChild(button);
    return box;
  }

  function staying() {
    var button = make('button', 'kept-out__stay', '仍在此处继续 Continue here all the same');
    button.setAttribute('type', 'button');
    button.onclick = function () {
      try {
        sessionStorage.setItem(STAY_KEY, 'yes');
      } catch (error) {
        return;  // It would only come back to this page.
      }
      location.reload();
    };
    return button;
  }

  /**
   * @param {{zh: {title: string, lead: string, steps: string[]}, en: {title: string, lead: string, steps: string[]}}}
   *   words
   * @param {boolean} mayStay
   */
  function keepOut(words, mayStay) {
    document.documentElement.setAttribute('data-kept-out', 'yes');
    document.title = words.zh.title + ' · ' + words.en.title;
    var style = /** @type {HTMLLinkElement} */ (document.createElement('link'));
    style.rel = 'stylesheet';
    style.href = '/style/kept-out.css';
    document.getElementsByTagName('head')[0].appendChild(style);
    var root = /** @type {HTMLElement} */ (document.getElementById('app'));
    while (root.firstChild) root.removeChild(root.firstChild);
    var main = make('main', 'kept-out');
    main.setAttribute('role', 'main');
    main.appendChild(part('zh-CN', words.zh, 'h1'));
    main.appendChild(part('en', words.en, 'h2'));
    main.appendChild(copying());
    if (mayStay) main.appendChild(staying());
    root.appendChild(main);
  }

  var tooOld = {
    zh: {
      title: '请更换或升级浏览器',
      lead: '当前浏览器版本过低，不能召开视频会议。',
      steps: [
        '电脑：请使用 Chrome 或 Edge 108 及以上版本、Firefox 128 及以上版本；360、QQ 等浏览器请升级到最新版，并切换到极速模式。',
        'iPhone、iPad：请将系统升级到 iOS 16.4 或更高版本，用 Safari 打开。Mac：Safari 16.4 及以上版本。',
        '安卓、鸿蒙手机：请将浏览器升级到最新版，或安装 Chrome、Edge。',
        '复制下面的链接，在新的浏览器中打开。'
      ]
    },
    en: {
      title: 'Use a newer browser',
      lead: 'This browser is too old for video meetings.',
      steps: [
        'Computers: use Chrome or Edge 108 or newer, or Firefox 128 or newer.',
        'iPhone and iPad: update to iOS 16.4 or newer and use Safari. Mac: Safari 16.4 or newer.',
        'Android phones: update the browser, or install Chrome or Edge.',
        'Copy the link below and open it in the newer browser.'
      ]
    }
  };

  var inWeChat = {
    zh: {
      title: '请在浏览器中打开',
      lead: '微信内打开的页面往往不能使用摄像头和麦克风。',
      steps: [
        '点击右上角的“···”。',
        '选择“在浏览器打开”（iPhone 为“在 Safari 中打开”）。',
        '如果没有此选项，请复制下面的链接，粘贴到手机浏览器的地址栏。'
      ]
    },
    en: {
      title: 'Open this page in a browser',
      lead: 'Pages inside WeChat often get neither camera nor microphone.',
      steps: [
        'Tap “···” at the top right.',
        'Choose “Open in Browser” (on an iPhone “Open in Safari”).',
        'If there is no such choice, copy the link below and paste it into the address bar of the browser.'
      ]
    }
  };

  if (isWeChat() && !stays()) keepOut(inWeChat, isSupported());
  else if (!isSupported()) keepOut(tooOld, false);
})();
