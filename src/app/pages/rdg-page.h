/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgPage: a page of the window. It is given the context once and is told when
 * to read what it shows. Main thread only.
 */
#pragma once

#include "rdg-app-context.h"

G_BEGIN_DECLS

#define RDG_TYPE_PAGE (rdg_page_get_type ())

G_DECLARE_DERIVABLE_TYPE (RdgPage, rdg_page, RDG, PAGE, AdwBin)

/* What a page that was just given a database has to read. */
#define RDG_CHANGE_ALL ((RdgChange) (RDG_CHANGE_IMPORTS | RDG_CHANGE_MODELS \
                                     | RDG_CHANGE_PREDICTIONS | RDG_CHANGE_OUTCOMES))

/**
 * RdgPageClass:
 * @context_set: once, when the page has its context: bind to settings here
 * @workspace_changed: another database, or none, is open: forget what was shown; refresh follows
 * @refresh: read again; only while the page can be seen, changes in between come together
 */
struct _RdgPageClass
{
  AdwBinClass parent_class;

  void (*context_set)       (RdgPage   *self);
  void (*workspace_changed) (RdgPage   *self);
  void (*refresh)           (RdgPage   *self,
                             RdgChange  what);

  gpointer padding[4];
};

RdgAppContext *rdg_page_get_context   (RdgPage *self);
RdgWorkspace  *rdg_page_get_workspace (RdgPage *self);
const char    *rdg_page_get_title     (RdgPage *self);
const char    *rdg_page_get_icon_name (RdgPage *self);

G_END_DECLS
