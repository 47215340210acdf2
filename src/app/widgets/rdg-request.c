/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions off the main loop: see the header. */
#define G_LOG_DOMAIN "rdg-app"

#include "config.h"

#include "rdg-request.h"

/**
 * rdg_request_start:
 * @slot: where the owner keeps this question; what is still asked there is dropped
 * @owner: (type GObject): who asks; when it is gone, so is the answer
 * @done: called with the answer
 *
 * Asks on a thread of its own; the rest is as for rdg_job_start().
 */
void
rdg_request_start (RdgJob         **slot,
                   gpointer         owner,
                   RdgRequestDone   done,
                   RdgJobFunc       func,
                   gpointer         data,
                   GDestroyNotify   free_data,
                   GDestroyNotify   free_result)
{
  rdg_request_drop (slot, owner);

  *slot = rdg_job_new ("");
  g_signal_connect_object (*slot, "finished", G_CALLBACK (done), owner, G_CONNECT_SWAPPED);
  rdg_job_start (*slot, NULL, func, data, free_data, free_result);
}

/**
 * rdg_request_drop:
 * @slot: where the owner keeps the question
 * @owner: (type GObject): who asked
 *
 * Wants the answer no more.
 */
void
rdg_request_drop (RdgJob  **slot,
                  gpointer  owner)
{
  if (*slot == NULL)
    return;

  g_signal_handlers_disconnect_by_data (*slot, owner);
  rdg_job_cancel (*slot);
  g_clear_object (slot);
}
