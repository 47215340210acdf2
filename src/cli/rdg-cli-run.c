/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A verb as a job: its work on a thread of its own, the main loop for signals
 * and progress. Ctrl-C asks the work to stop; a second one ends the process at
 * once, which the database survives as it survives a kill.
 */
#define G_LOG_DOMAIN "rdg-cli"

#include "config.h"

#include "rdg-cli.h"

#include <glib-unix.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

typedef struct
{
  RdgCliCall *call;
  RdgJob     *job;
  GMainLoop  *loop;
  gboolean    on_terminal;
  gboolean    line_shown;
  gboolean    cancelled;
} Run;

static gpointer
work (RdgJob   *job,
      gpointer  data,
      GError  **error)
{
  RdgCliCall *call = data;

  return call->verb->run (call, job, error) ? call : NULL;
}

static void
clear_line (Run *run)
{
  if (run->line_shown)
    g_printerr ("\r\033[K");
  run->line_shown = FALSE;
}

static void
progress_cb (RdgJob     *job,
             GParamSpec *pspec,
             gpointer    user_data)
{
  Run *run = user_data;
  g_autofree char *detail = rdg_job_dup_detail (job);
  const char *stage = rdg_job_get_n_stages (job) > 0
    ? rdg_job_get_stage_title (job, rdg_job_get_stage (job)) : rdg_job_get_title (job);

  g_printerr ("\r\033[K%s  %.0f %%%s%s", stage, floor (rdg_job_get_fraction (job) * 100),
              detail != NULL ? "  " : "", detail != NULL ? detail : "");
  run->line_shown = TRUE;
}

static void
finished_cb (RdgJob   *job,
             gpointer  user_data)
{
  Run *run = user_data;

  g_main_loop_quit (run->loop);
}

static gboolean
signal_cb (gpointer user_data)
{
  Run *run = user_data;

  if (run->cancelled)
    _exit (RDG_CLI_EXIT_CANCELLED);

  run->cancelled = TRUE;
  rdg_job_cancel (run->job);

  return G_SOURCE_CONTINUE;
}

/**
 * rdg_cli_run:
 * @call: what to do
 *
 * Runs the verb to its end. Main thread; error: whatever the verb's services say, or
 * %G_IO_ERROR_CANCELLED.
 *
 * Returns: whether it was done
 */
gboolean
rdg_cli_run (RdgCliCall  *call,
             GError     **error)
{
  static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
  guint sources[G_N_ELEMENTS (signals)];
  g_autoptr (RdgJob) job = rdg_job_new (call->verb->name);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Run run = { .call = call, .job = job, .loop = loop, .on_terminal = isatty (STDERR_FILENO) };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    sources[i] = g_unix_signal_add (signals[i], signal_cb, &run);
  if (call->verb->prepare != NULL)
    call->verb->prepare (job);
  if (run.on_terminal)
    {
      g_signal_connect (job, "notify::fraction", G_CALLBACK (progress_cb), &run);
      g_signal_connect (job, "notify::stage", G_CALLBACK (progress_cb), &run);
    }
  g_signal_connect (job, "finished", G_CALLBACK (finished_cb), &run);

  rdg_job_start (job, NULL, work, call, NULL, NULL);
  g_main_loop_run (loop);

  g_signal_handlers_disconnect_by_data (job, &run);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_source_remove (sources[i]);
  clear_line (&run);

  if (rdg_job_get_result (job) == RDG_JOB_RESULT_OK)
    return TRUE;

  /* Stopped on request, whatever the layer that noticed it calls that. */
  if (run.cancelled)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  else
    g_propagate_error (error, g_error_copy (rdg_job_get_error (job)));

  return FALSE;
}
