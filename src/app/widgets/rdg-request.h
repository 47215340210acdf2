/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A question to a service, asked off the main loop. One slot a question: a
 * newer one replaces an older one, whose answer then never arrives.
 * Main thread only.
 */
#pragma once

#include "rdg-job.h"

G_BEGIN_DECLS

/**
 * RdgRequestDone:
 * @owner: who asked
 * @job: has finished, and holds the answer or the error
 *
 * Here is the answer.
 */
typedef void (*RdgRequestDone) (gpointer  owner,
                                RdgJob   *job);

void rdg_request_start (RdgJob         **slot,
                        gpointer         owner,
                        RdgRequestDone   done,
                        RdgJobFunc       func,
                        gpointer         data,
                        GDestroyNotify   free_data,
                        GDestroyNotify   free_result);
void rdg_request_drop  (RdgJob         **slot,
                        gpointer         owner);

G_END_DECLS
