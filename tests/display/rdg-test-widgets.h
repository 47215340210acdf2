/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Finding widgets as a user would: by what they are and by what they say. Only
 * what can be seen is found.
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *rdg_test_find_type      (GtkWidget  *root,
                                    GType       type);
GtkWidget *rdg_test_find_button    (GtkWidget  *root,
                                    const char *label);
GtkWidget *rdg_test_find_text      (GtkWidget  *root,
                                    const char *part);
GtkWidget *rdg_test_find_toplevel  (GType       type);
GtkWidget *rdg_test_wait_toplevel  (GType       type);
void       rdg_test_wait_text      (GtkWidget  *root,
                                    const char *part);
void       rdg_test_click          (GtkWidget  *root,
                                    const char *label);

G_END_DECLS
