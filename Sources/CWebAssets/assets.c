// SPDX-License-Identifier: Apache-2.0
// Copyright (c) the project authors

// Written by tools/web-assets, which runs again when a file comes or goes.

#include "CWebAssets.h"

static const unsigned char web_app_js[] = {
#embed "web/app.js"
};
static const unsigned char web_dom_js[] = {
#embed "web/dom.js"
};
static const unsigned char web_favicon_svg[] = {
#embed "web/favicon.svg"
};
static const unsigned char web_i18n_en_guests_js[] = {
#embed "web/i18n/en-guests.js"
};
static const unsigned char web_i18n_en_help_js[] = {
#embed "web/i18n/en-help.js"
};
static const unsigned char web_i18n_en_js[] = {
#embed "web/i18n/en.js"
};
static const unsigned char web_i18n_index_js[] = {
#embed "web/i18n/index.js"
};
static const unsigned char web_i18n_zh_CN_guests_js[] = {
#embed "web/i18n/zh-CN-guests.js"
};
static const unsigned char web_i18n_zh_CN_help_js[] = {
#embed "web/i18n/zh-CN-help.js"
};
static const unsigned char web_i18n_zh_CN_js[] = {
#embed "web/i18n/zh-CN.js"
};
static const unsigned char web_icons_svg[] = {
#embed "web/icons.svg"
};
static const unsigned char web_index_html[] = {
#embed "web/index.html"
};
static const unsigned char web_large_print_js[] = {
#embed "web/large-print.js"
};
static const unsigned char web_media_capture_js[] = {
#embed "web/media/capture.js"
};
static const unsigned char web_media_devices_js[] = {
#embed "web/media/devices.js"
};
static const unsigned char web_media_encodings_js[] = {
#embed "web/media/encodings.js"
};
static const unsigned char web_media_ice_servers_js[] = {
#embed "web/media/ice-servers.js"
};
static const unsigned char web_media_kept_devices_js[] = {
#embed "web/media/kept-devices.js"
};
static const unsigned char web_media_link_stats_js[] = {
#embed "web/media/link-stats.js"
};
static const unsigned char web_media_link_js[] = {
#embed "web/media/link.js"
};
static const unsigned char web_media_measures_js[] = {
#embed "web/media/measures.js"
};
static const unsigned char web_media_media_plane_js[] = {
#embed "web/media/media-plane.js"
};
static const unsigned char web_media_mesh_place_js[] = {
#embed "web/media/mesh-place.js"
};
static const unsigned char web_media_mesh_watch_js[] = {
#embed "web/media/mesh-watch.js"
};
static const unsigned char web_media_mesh_js[] = {
#embed "web/media/mesh.js"
};
static const unsigned char web_media_moving_plane_js[] = {
#embed "web/media/moving-plane.js"
};
static const unsigned char web_media_outbox_js[] = {
#embed "web/media/outbox.js"
};
static const unsigned char web_media_permission_js[] = {
#embed "web/media/permission.js"
};
static const unsigned char web_media_platform_js[] = {
#embed "web/media/platform.js"
};
static const unsigned char web_media_publisher_js[] = {
#embed "web/media/publisher.js"
};
static const unsigned char web_media_quality_js[] = {
#embed "web/media/quality.js"
};
static const unsigned char web_media_recovery_js[] = {
#embed "web/media/recovery.js"
};
static const unsigned char web_media_server_link_js[] = {
#embed "web/media/server-link.js"
};
static const unsigned char web_media_server_plane_js[] = {
#embed "web/media/server-plane.js"
};
static const unsigned char web_media_signal_js[] = {
#embed "web/media/signal.js"
};
static const unsigned char web_media_silence_js[] = {
#embed "web/media/silence.js"
};
static const unsigned char web_media_speaker_js[] = {
#embed "web/media/speaker.js"
};
static const unsigned char web_media_subscriber_js[] = {
#embed "web/media/subscriber.js"
};
static const unsigned char web_media_wishes_js[] = {
#embed "web/media/wishes.js"
};
static const unsigned char web_meeting_banner_js[] = {
#embed "web/meeting/banner.js"
};
static const unsigned char web_meeting_chat_js[] = {
#embed "web/meeting/chat.js"
};
static const unsigned char web_meeting_comeback_js[] = {
#embed "web/meeting/comeback.js"
};
static const unsigned char web_meeting_commands_js[] = {
#embed "web/meeting/commands.js"
};
static const unsigned char web_meeting_context_js[] = {
#embed "web/meeting/context.js"
};
static const unsigned char web_meeting_control_bar_js[] = {
#embed "web/meeting/control-bar.js"
};
static const unsigned char web_meeting_device_watch_js[] = {
#embed "web/meeting/device-watch.js"
};
static const unsigned char web_meeting_dialogs_js[] = {
#embed "web/meeting/dialogs.js"
};
static const unsigned char web_meeting_guest_link_js[] = {
#embed "web/meeting/guest-link.js"
};
static const unsigned char web_meeting_hands_js[] = {
#embed "web/meeting/hands.js"
};
static const unsigned char web_meeting_header_js[] = {
#embed "web/meeting/header.js"
};
static const unsigned char web_meeting_invitation_js[] = {
#embed "web/meeting/invitation.js"
};
static const unsigned char web_meeting_keep_focus_js[] = {
#embed "web/meeting/keep-focus.js"
};
static const unsigned char web_meeting_keyed_list_js[] = {
#embed "web/meeting/keyed-list.js"
};
static const unsigned char web_meeting_layout_js[] = {
#embed "web/meeting/layout.js"
};
static const unsigned char web_meeting_lobby_watch_js[] = {
#embed "web/meeting/lobby-watch.js"
};
static const unsigned char web_meeting_lobby_js[] = {
#embed "web/meeting/lobby.js"
};
static const unsigned char web_meeting_local_media_js[] = {
#embed "web/meeting/local-media.js"
};
static const unsigned char web_meeting_marks_js[] = {
#embed "web/meeting/marks.js"
};
static const unsigned char web_meeting_meeting_screen_js[] = {
#embed "web/meeting/meeting-screen.js"
};
static const unsigned char web_meeting_menu_js[] = {
#embed "web/meeting/menu.js"
};
static const unsigned char web_meeting_more_menu_js[] = {
#embed "web/meeting/more-menu.js"
};
static const unsigned char web_meeting_names_js[] = {
#embed "web/meeting/names.js"
};
static const unsigned char web_meeting_notices_js[] = {
#embed "web/meeting/notices.js"
};
static const unsigned char web_meeting_operator_menu_js[] = {
#embed "web/meeting/operator-menu.js"
};
static const unsigned char web_meeting_pager_js[] = {
#embed "web/meeting/pager.js"
};
static const unsigned char web_meeting_panel_js[] = {
#embed "web/meeting/panel.js"
};
static const unsigned char web_meeting_participant_menu_js[] = {
#embed "web/meeting/participant-menu.js"
};
static const unsigned char web_meeting_roster_entry_js[] = {
#embed "web/meeting/roster-entry.js"
};
static const unsigned char web_meeting_roster_search_js[] = {
#embed "web/meeting/roster-search.js"
};
static const unsigned char web_meeting_roster_tree_js[] = {
#embed "web/meeting/roster-tree.js"
};
static const unsigned char web_meeting_roster_unit_js[] = {
#embed "web/meeting/roster-unit.js"
};
static const unsigned char web_meeting_roster_js[] = {
#embed "web/meeting/roster.js"
};
static const unsigned char web_meeting_screen_share_js[] = {
#embed "web/meeting/screen-share.js"
};
static const unsigned char web_meeting_shortcuts_js[] = {
#embed "web/meeting/shortcuts.js"
};
static const unsigned char web_meeting_sounds_js[] = {
#embed "web/meeting/sounds.js"
};
static const unsigned char web_meeting_strip_js[] = {
#embed "web/meeting/strip.js"
};
static const unsigned char web_meeting_tile_js[] = {
#embed "web/meeting/tile.js"
};
static const unsigned char web_meeting_tiles_js[] = {
#embed "web/meeting/tiles.js"
};
static const unsigned char web_meeting_told_js[] = {
#embed "web/meeting/told.js"
};
static const unsigned char web_meeting_view_js[] = {
#embed "web/meeting/view.js"
};
static const unsigned char web_meeting_wake_lock_js[] = {
#embed "web/meeting/wake-lock.js"
};
static const unsigned char web_meeting_watch_budget_js[] = {
#embed "web/meeting/watch-budget.js"
};
static const unsigned char web_net_alarm_worker_js[] = {
#embed "web/net/alarm-worker.js"
};
static const unsigned char web_net_alarm_js[] = {
#embed "web/net/alarm.js"
};
static const unsigned char web_net_api_js[] = {
#embed "web/net/api.js"
};
static const unsigned char web_net_auth_js[] = {
#embed "web/net/auth.js"
};
static const unsigned char web_net_close_codes_js[] = {
#embed "web/net/close-codes.js"
};
static const unsigned char web_net_connection_js[] = {
#embed "web/net/connection.js"
};
static const unsigned char web_net_errors_js[] = {
#embed "web/net/errors.js"
};
static const unsigned char web_net_guest_auth_js[] = {
#embed "web/net/guest-auth.js"
};
static const unsigned char web_net_open_requests_js[] = {
#embed "web/net/open-requests.js"
};
static const unsigned char web_net_session_core_js[] = {
#embed "web/net/session-core.js"
};
static const unsigned char web_net_session_line_js[] = {
#embed "web/net/session-line.js"
};
static const unsigned char web_net_session_requests_js[] = {
#embed "web/net/session-requests.js"
};
static const unsigned char web_net_session_seat_js[] = {
#embed "web/net/session-seat.js"
};
static const unsigned char web_net_session_js[] = {
#embed "web/net/session.js"
};
static const unsigned char web_net_stream_positions_js[] = {
#embed "web/net/stream-positions.js"
};
static const unsigned char web_platform_js[] = {
#embed "web/platform.js"
};
static const unsigned char web_room_guests_js[] = {
#embed "web/room/guests.js"
};
static const unsigned char web_room_lobby_state_js[] = {
#embed "web/room/lobby-state.js"
};
static const unsigned char web_room_page_state_js[] = {
#embed "web/room/page-state.js"
};
static const unsigned char web_room_permissions_js[] = {
#embed "web/room/permissions.js"
};
static const unsigned char web_room_publications_state_js[] = {
#embed "web/room/publications-state.js"
};
static const unsigned char web_room_room_model_js[] = {
#embed "web/room/room-model.js"
};
static const unsigned char web_room_room_state_js[] = {
#embed "web/room/room-state.js"
};
static const unsigned char web_room_summary_state_js[] = {
#embed "web/room/summary-state.js"
};
static const unsigned char web_room_types_js[] = {
#embed "web/room/types.js"
};
static const unsigned char web_screens_copy_js[] = {
#embed "web/screens/copy.js"
};
static const unsigned char web_screens_device_help_js[] = {
#embed "web/screens/device-help.js"
};
static const unsigned char web_screens_device_panel_js[] = {
#embed "web/screens/device-panel.js"
};
static const unsigned char web_screens_device_select_js[] = {
#embed "web/screens/device-select.js"
};
static const unsigned char web_screens_endings_js[] = {
#embed "web/screens/endings.js"
};
static const unsigned char web_screens_guest_js[] = {
#embed "web/screens/guest.js"
};
static const unsigned char web_screens_home_js[] = {
#embed "web/screens/home.js"
};
static const unsigned char web_screens_invitation_text_js[] = {
#embed "web/screens/invitation-text.js"
};
static const unsigned char web_screens_lobby_card_js[] = {
#embed "web/screens/lobby-card.js"
};
static const unsigned char web_screens_message_js[] = {
#embed "web/screens/message.js"
};
static const unsigned char web_screens_new_meeting_js[] = {
#embed "web/screens/new-meeting.js"
};
static const unsigned char web_screens_pause_js[] = {
#embed "web/screens/pause.js"
};
static const unsigned char web_screens_prejoin_js[] = {
#embed "web/screens/prejoin.js"
};
static const unsigned char web_screens_qr_js[] = {
#embed "web/screens/qr.js"
};
static const unsigned char web_screens_queue_card_js[] = {
#embed "web/screens/queue-card.js"
};
static const unsigned char web_screens_rooms_js[] = {
#embed "web/screens/rooms.js"
};
static const unsigned char web_screens_screen_js[] = {
#embed "web/screens/screen.js"
};
static const unsigned char web_screens_share_js[] = {
#embed "web/screens/share.js"
};
static const unsigned char web_screens_sign_in_js[] = {
#embed "web/screens/sign-in.js"
};
static const unsigned char web_screens_trust_check_js[] = {
#embed "web/screens/trust-check.js"
};
static const unsigned char web_screens_trust_js[] = {
#embed "web/screens/trust.js"
};
static const unsigned char web_style_base_css[] = {
#embed "web/style/base.css"
};
static const unsigned char web_style_guests_css[] = {
#embed "web/style/guests.css"
};
static const unsigned char web_style_kept_out_css[] = {
#embed "web/style/kept-out.css"
};
static const unsigned char web_style_large_print_css[] = {
#embed "web/style/large-print.css"
};
static const unsigned char web_style_meeting_css[] = {
#embed "web/style/meeting.css"
};
static const unsigned char web_style_phone_css[] = {
#embed "web/style/phone.css"
};
static const unsigned char web_style_screens_css[] = {
#embed "web/style/screens.css"
};
static const unsigned char web_supported_js[] = {
#embed "web/supported.js"
};
static const unsigned char web_trust_check_js[] = {
#embed "web/trust/check.js"
};

static const struct plenary_web_asset assets[] = {
    {"/app.js", web_app_js, sizeof web_app_js},
    {"/dom.js", web_dom_js, sizeof web_dom_js},
    {"/favicon.svg", web_favicon_svg, sizeof web_favicon_svg},
    {"/i18n/en-guests.js", web_i18n_en_guests_js, sizeof web_i18n_en_guests_js},
    {"/i18n/en-help.js", web_i18n_en_help_js, sizeof web_i18n_en_help_js},
    {"/i18n/en.js", web_i18n_en_js, sizeof web_i18n_en_js},
    {"/i18n/index.js", web_i18n_index_js, sizeof web_i18n_index_js},
    {"/i18n/zh-CN-guests.js", web_i18n_zh_CN_guests_js, sizeof web_i18n_zh_CN_guests_js},
    {"/i18n/zh-CN-help.js", web_i18n_zh_CN_help_js, sizeof web_i18n_zh_CN_help_js},
    {"/i18n/zh-CN.js", web_i18n_zh_CN_js, sizeof web_i18n_zh_CN_js},
    {"/icons.svg", web_icons_svg, sizeof web_icons_svg},
    {"/index.html", web_index_html, sizeof web_index_html},
    {"/large-print.js", web_large_print_js, sizeof web_large_print_js},
    {"/media/capture.js", web_media_capture_js, sizeof web_media_capture_js},
    {"/media/devices.js", web_media_devices_js, sizeof web_media_devices_js},
    {"/media/encodings.js", web_media_encodings_js, sizeof web_media_encodings_js},
    {"/media/ice-servers.js", web_media_ice_servers_js, sizeof web_media_ice_servers_js},
    {"/media/kept-devices.js", web_media_kept_devices_js, sizeof web_media_kept_devices_js},
    {"/media/link-stats.js", web_media_link_stats_js, sizeof web_media_link_stats_js},
    {"/media/link.js", web_media_link_js, sizeof web_media_link_js},
    {"/media/measures.js", web_media_measures_js, sizeof web_media_measures_js},
    {"/media/media-plane.js", web_media_media_plane_js, sizeof web_media_media_plane_js},
    {"/media/mesh-place.js", web_media_mesh_place_js, sizeof web_media_mesh_place_js},
    {"/media/mesh-watch.js", web_media_mesh_watch_js, sizeof web_media_mesh_watch_js},
    {"/media/mesh.js", web_media_mesh_js, sizeof web_media_mesh_js},
    {"/media/moving-plane.js", web_media_moving_plane_js, sizeof web_media_moving_plane_js},
    {"/media/outbox.js", web_media_outbox_js, sizeof web_media_outbox_js},
    {"/media/permission.js", web_media_permission_js, sizeof web_media_permission_js},
    {"/media/platform.js", web_media_platform_js, sizeof web_media_platform_js},
    {"/media/publisher.js", web_media_publisher_js, sizeof web_media_publisher_js},
    {"/media/quality.js", web_media_quality_js, sizeof web_media_quality_js},
    {"/media/recovery.js", web_media_recovery_js, sizeof web_media_recovery_js},
    {"/media/server-link.js", web_media_server_link_js, sizeof web_media_server_link_js},
    {"/media/server-plane.js", web_media_server_plane_js, sizeof web_media_server_plane_js},
    {"/media/signal.js", web_media_signal_js, sizeof web_media_signal_js},
    {"/media/silence.js", web_media_silence_js, sizeof web_media_silence_js},
    {"/media/speaker.js", web_media_speaker_js, sizeof web_media_speaker_js},
    {"/media/subscriber.js", web_media_subscriber_js, sizeof web_media_subscriber_js},
    {"/media/wishes.js", web_media_wishes_js, sizeof web_media_wishes_js},
    {"/meeting/banner.js", web_meeting_banner_js, sizeof web_meeting_banner_js},
    {"/meeting/chat.js", web_meeting_chat_js, sizeof web_meeting_chat_js},
    {"/meeting/comeback.js", web_meeting_comeback_js, sizeof web_meeting_comeback_js},
    {"/meeting/commands.js", web_meeting_commands_js, sizeof web_meeting_commands_js},
    {"/meeting/context.js", web_meeting_context_js, sizeof web_meeting_context_js},
    {"/meeting/control-bar.js", web_meeting_control_bar_js, sizeof web_meeting_control_bar_js},
    {"/meeting/device-watch.js", web_meeting_device_watch_js, sizeof web_meeting_device_watch_js},
    {"/meeting/dialogs.js", web_meeting_dialogs_js, sizeof web_meeting_dialogs_js},
    {"/meeting/guest-link.js", web_meeting_guest_link_js, sizeof web_meeting_guest_link_js},
    {"/meeting/hands.js", web_meeting_hands_js, sizeof web_meeting_hands_js},
    {"/meeting/header.js", web_meeting_header_js, sizeof web_meeting_header_js},
    {"/meeting/invitation.js", web_meeting_invitation_js, sizeof web_meeting_invitation_js},
    {"/meeting/keep-focus.js", web_meeting_keep_focus_js, sizeof web_meeting_keep_focus_js},
    {"/meeting/keyed-list.js", web_meeting_keyed_list_js, sizeof web_meeting_keyed_list_js},
    {"/meeting/layout.js", web_meeting_layout_js, sizeof web_meeting_layout_js},
    {"/meeting/lobby-watch.js", web_meeting_lobby_watch_js, sizeof web_meeting_lobby_watch_js},
    {"/meeting/lobby.js", web_meeting_lobby_js, sizeof web_meeting_lobby_js},
    {"/meeting/local-media.js", web_meeting_local_media_js, sizeof web_meeting_local_media_js},
    {"/meeting/marks.js", web_meeting_marks_js, sizeof web_meeting_marks_js},
    {"/meeting/meeting-screen.js", web_meeting_meeting_screen_js, sizeof web_meeting_meeting_screen_js},
    {"/meeting/menu.js", web_meeting_menu_js, sizeof web_meeting_menu_js},
    {"/meeting/more-menu.js", web_meeting_more_menu_js, sizeof web_meeting_more_menu_js},
    {"/meeting/names.js", web_meeting_names_js, sizeof web_meeting_names_js},
    {"/meeting/notices.js", web_meeting_notices_js, sizeof web_meeting_notices_js},
    {"/meeting/operator-menu.js", web_meeting_operator_menu_js, sizeof web_meeting_operator_menu_js},
    {"/meeting/pager.js", web_meeting_pager_js, sizeof web_meeting_pager_js},
    {"/meeting/panel.js", web_meeting_panel_js, sizeof web_meeting_panel_js},
    {"/meeting/participant-menu.js", web_meeting_participant_menu_js, sizeof web_meeting_participant_menu_js},
    {"/meeting/roster-entry.js", web_meeting_roster_entry_js, sizeof web_meeting_roster_entry_js},
    {"/meeting/roster-search.js", web_meeting_roster_search_js, sizeof web_meeting_roster_search_js},
    {"/meeting/roster-tree.js", web_meeting_roster_tree_js, sizeof web_meeting_roster_tree_js},
    {"/meeting/roster-unit.js", web_meeting_roster_unit_js, sizeof web_meeting_roster_unit_js},
    {"/meeting/roster.js", web_meeting_roster_js, sizeof web_meeting_roster_js},
    {"/meeting/screen-share.js", web_meeting_screen_share_js, sizeof web_meeting_screen_share_js},
    {"/meeting/shortcuts.js", web_meeting_shortcuts_js, sizeof web_meeting_shortcuts_js},
    {"/meeting/sounds.js", web_meeting_sounds_js, sizeof web_meeting_sounds_js},
    {"/meeting/strip.js", web_meeting_strip_js, sizeof web_meeting_strip_js},
    {"/meeting/tile.js", web_meeting_tile_js, sizeof web_meeting_tile_js},
    {"/meeting/tiles.js", web_meeting_tiles_js, sizeof web_meeting_tiles_js},
    {"/meeting/told.js", web_meeting_told_js, sizeof web_meeting_told_js},
    {"/meeting/view.js", web_meeting_view_js, sizeof web_meeting_view_js},
    {"/meeting/wake-lock.js", web_meeting_wake_lock_js, sizeof web_meeting_wake_lock_js},
    {"/meeting/watch-budget.js", web_meeting_watch_budget_js, sizeof web_meeting_watch_budget_js},
    {"/net/alarm-worker.js", web_net_alarm_worker_js, sizeof web_net_alarm_worker_js},
    {"/net/alarm.js", web_net_alarm_js, sizeof web_net_alarm_js},
    {"/net/api.js", web_net_api_js, sizeof web_net_api_js},
    {"/net/auth.js", web_net_auth_js, sizeof web_net_auth_js},
    {"/net/close-codes.js", web_net_close_codes_js, sizeof web_net_close_codes_js},
    {"/net/connection.js", web_net_connection_js, sizeof web_net_connection_js},
    {"/net/errors.js", web_net_errors_js, sizeof web_net_errors_js},
    {"/net/guest-auth.js", web_net_guest_auth_js, sizeof web_net_guest_auth_js},
    {"/net/open-requests.js", web_net_open_requests_js, sizeof web_net_open_requests_js},
    {"/net/session-core.js", web_net_session_core_js, sizeof web_net_session_core_js},
    {"/net/session-line.js", web_net_session_line_js, sizeof web_net_session_line_js},
    {"/net/session-requests.js", web_net_session_requests_js, sizeof web_net_session_requests_js},
    {"/net/session-seat.js", web_net_session_seat_js, sizeof web_net_session_seat_js},
    {"/net/session.js", web_net_session_js, sizeof web_net_session_js},
    {"/net/stream-positions.js", web_net_stream_positions_js, sizeof web_net_stream_positions_js},
    {"/platform.js", web_platform_js, sizeof web_platform_js},
    {"/room/guests.js", web_room_guests_js, sizeof web_room_guests_js},
    {"/room/lobby-state.js", web_room_lobby_state_js, sizeof web_room_lobby_state_js},
    {"/room/page-state.js", web_room_page_state_js, sizeof web_room_page_state_js},
    {"/room/permissions.js", web_room_permissions_js, sizeof web_room_permissions_js},
    {"/room/publications-state.js", web_room_publications_state_js, sizeof web_room_publications_state_js},
    {"/room/room-model.js", web_room_room_model_js, sizeof web_room_room_model_js},
    {"/room/room-state.js", web_room_room_state_js, sizeof web_room_room_state_js},
    {"/room/summary-state.js", web_room_summary_state_js, sizeof web_room_summary_state_js},
    {"/room/types.js", web_room_types_js, sizeof web_room_types_js},
    {"/screens/copy.js", web_screens_copy_js, sizeof web_screens_copy_js},
    {"/screens/device-help.js", web_screens_device_help_js, sizeof web_screens_device_help_js},
    {"/screens/device-panel.js", web_screens_device_panel_js, sizeof web_screens_device_panel_js},
    {"/screens/device-select.js", web_screens_device_select_js, sizeof web_screens_device_select_js},
    {"/screens/endings.js", web_screens_endings_js, sizeof web_screens_endings_js},
    {"/screens/guest.js", web_screens_guest_js, sizeof web_screens_guest_js},
    {"/screens/home.js", web_screens_home_js, sizeof web_screens_home_js},
    {"/screens/invitation-text.js", web_screens_invitation_text_js, sizeof web_screens_invitation_text_js},
    {"/screens/lobby-card.js", web_screens_lobby_card_js, sizeof web_screens_lobby_card_js},
    {"/screens/message.js", web_screens_message_js, sizeof web_screens_message_js},
    {"/screens/new-meeting.js", web_screens_new_meeting_js, sizeof web_screens_new_meeting_js},
    {"/screens/pause.js", web_screens_pause_js, sizeof web_screens_pause_js},
    {"/screens/prejoin.js", web_screens_prejoin_js, sizeof web_screens_prejoin_js},
    {"/screens/qr.js", web_screens_qr_js, sizeof web_screens_qr_js},
    {"/screens/queue-card.js", web_screens_queue_card_js, sizeof web_screens_queue_card_js},
    {"/screens/rooms.js", web_screens_rooms_js, sizeof web_screens_rooms_js},
    {"/screens/screen.js", web_screens_screen_js, sizeof web_screens_screen_js},
    {"/screens/share.js", web_screens_share_js, sizeof web_screens_share_js},
    {"/screens/sign-in.js", web_screens_sign_in_js, sizeof web_screens_sign_in_js},
    {"/screens/trust-check.js", web_screens_trust_check_js, sizeof web_screens_trust_check_js},
    {"/screens/trust.js", web_screens_trust_js, sizeof web_screens_trust_js},
    {"/style/base.css", web_style_base_css, sizeof web_style_base_css},
    {"/style/guests.css", web_style_guests_css, sizeof web_style_guests_css},
    {"/style/kept-out.css", web_style_kept_out_css, sizeof web_style_kept_out_css},
    {"/style/large-print.css", web_style_large_print_css, sizeof web_style_large_print_css},
    {"/style/meeting.css", web_style_meeting_css, sizeof web_style_meeting_css},
    {"/style/phone.css", web_style_phone_css, sizeof web_style_phone_css},
    {"/style/screens.css", web_style_screens_css, sizeof web_style_screens_css},
    {"/supported.js", web_supported_js, sizeof web_supported_js},
    {"/trust/check.js", web_trust_check_js, sizeof web_trust_check_js},
};

size_t plenary_web_asset_count(void) {
    return sizeof assets / sizeof assets[0];
}

struct plenary_web_asset plenary_web_asset_at(size_t index) {
    return assets[index];
}
