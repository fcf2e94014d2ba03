// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Written by tools/web-assets, which runs again when a file comes or goes.

#include "CWebAssets.h"

static const unsigned char web_index_html[] = {
#embed "web/index.html"
};
static const unsigned char web_start_css[] = {
#embed "web/start.css"
};
static const unsigned char web_start_js[] = {
#embed "web/start.js"
};

static const struct plenary_web_asset assets[] = {
    {"/index.html", web_index_html, sizeof web_index_html},
    {"/start.css", web_start_css, sizeof web_start_css},
    {"/start.js", web_start_js, sizeof web_start_js},
};

size_t plenary_web_asset_count(void) {
    return sizeof assets / sizeof assets[0];
}

struct plenary_web_asset plenary_web_asset_at(size_t index) {
    return assets[index];
}
