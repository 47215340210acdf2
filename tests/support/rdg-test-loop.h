/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Turning the main loop from a test, with an end: a test that waits for something
 * which never comes fails and says what it waited for.
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef gboolean (*RdgTestCondition) (gpointer user_data);

void     rdg_test_wait     (RdgTestCondition  condition,
                            gpointer          user_data,
                            const char       *what);
gboolean rdg_test_wait_for (RdgTestCondition  condition,
                            gpointer          user_data,
                            guint             milliseconds);
void     rdg_test_spin     (guint             milliseconds);
void     rdg_test_drop     (gpointer          object,
                            const char       *what);

G_END_DECLS
