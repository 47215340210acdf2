/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The window's promises: how long from the start of the process to the first
 * frame, and to the frame that shows the cars; and the longest time between two
 * frames while a model is being trained. Run by bench-window.py, once a figure.
 *
 * bench-window start|train DATABASE STARTED-AT, the last in microseconds of
 * CLOCK_MONOTONIC; prints a JSON object.
 */
#define G_LOG_DOMAIN "rdg-bench"

#include "config.h"

#include <locale.h>

#include "rdg-application.h"
#include "rdg-training-service.h"
#include "rdg-window.h"

#define LONGEST_WAIT_S 120
/* The frames while the list first fills are the start's business, not the training's. */
#define SETTLE_MS 2000

typedef struct
{
  GApplication *application;
  RdgWindow    *window;
  gboolean      train;
  gint64        started_at;
  gint64        first_frame;
  gint64        first_cars;
  gboolean      training;
  gint64        last_frame;
  gint64        training_began;
  GArray       *gaps;
} Bench;

static gboolean
shows_cars (GtkWidget *widget)
{
  if (GTK_IS_COLUMN_VIEW (widget) && gtk_widget_get_mapped (widget))
    {
      GtkSelectionModel *model = gtk_column_view_get_model (GTK_COLUMN_VIEW (widget));

      return model != NULL && g_list_model_get_n_items (G_LIST_MODEL (model)) > 0;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows_cars (child))
      return TRUE;

  return FALSE;
}

static int
compare_gaps (gconstpointer a,
              gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static gpointer
train (RdgJob   *job,
       gpointer  data,
       GError  **error)
{
  RdgTrainingOptions options;

  rdg_training_options_init (&options);

  return rdg_training_service_run (data, &options, "benchmark", job, error);
}

static void
trained_cb (RdgJob   *job,
            gpointer  owner)
{
  Bench *self = g_object_get_data (owner, "bench");
  const GError *error = rdg_job_get_error (job);

  if (error != NULL)
    g_error ("%s", error->message);

  g_array_sort (self->gaps, compare_gaps);
  guint n = self->gaps->len;

  g_print ("{\"training_seconds\": %.2f, \"frames\": %u, \"median_ms\": %.1f, \"p99_ms\": %.1f, "
           "\"longest_ms\": %.1f}\n",
           (double) (g_get_monotonic_time () - self->training_began) / 1e6, n,
           g_array_index (self->gaps, double, n / 2), g_array_index (self->gaps, double, n * 99 / 100),
           g_array_index (self->gaps, double, n - 1));
  g_application_quit (self->application);
}

static gboolean
begin_training_cb (gpointer user_data)
{
  Bench *self = user_data;
  RdgAppContext *context = rdg_window_get_context (self->window);
  RdgJob *job = rdg_job_new ("Training");

  rdg_training_service_add_stages (job);
  self->training = TRUE;
  self->last_frame = self->training_began = g_get_monotonic_time ();
  rdg_app_context_start_job (context, job, RDG_START_JOB_WRITES, train,
                             g_object_ref (rdg_app_context_get_workspace (context)), g_object_unref,
                             (GDestroyNotify) rdg_training_report_free, trained_cb, self->window);

  return G_SOURCE_REMOVE;
}

static void
after_paint_cb (GdkFrameClock *clock,
                gpointer       user_data)
{
  Bench *self = user_data;
  gint64 now = g_get_monotonic_time ();

  if (self->first_frame == 0)
    self->first_frame = now;
  if (self->first_cars == 0 && shows_cars (GTK_WIDGET (self->window)))
    {
      self->first_cars = now;
      if (self->train)
        {
          g_timeout_add (SETTLE_MS, begin_training_cb, self);
          return;
        }
      g_print ("{\"first_frame_ms\": %.0f, \"cars_ms\": %.0f}\n",
               (double) (self->first_frame - self->started_at) / 1e3,
               (double) (now - self->started_at) / 1e3);
      g_application_quit (self->application);
    }
  if (self->training)
    {
      double gap = (double) (now - self->last_frame) / 1e3;

      g_array_append_val (self->gaps, gap);
      self->last_frame = now;
    }
}

/* Asks for a frame at every turn of the clock, so that a missed one shows as a gap. */
static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  gtk_widget_queue_draw (widget);

  return G_SOURCE_CONTINUE;
}

static void
realize_cb (GtkWidget *window,
            gpointer   user_data)
{
  Bench *self = user_data;

  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint",
                    G_CALLBACK (after_paint_cb), self);
  if (self->train)
    gtk_widget_add_tick_callback (window, tick_cb, NULL, NULL);
}

static void
window_added_cb (GtkApplication *application,
                 GtkWindow      *window,
                 gpointer        user_data)
{
  Bench *self = user_data;

  if (self->window != NULL || !RDG_IS_WINDOW (window))
    return;

  self->window = RDG_WINDOW (window);
  g_object_set_data (G_OBJECT (window), "bench", self);
  g_signal_connect (window, "realize", G_CALLBACK (realize_cb), self);
}

static gboolean
too_long_cb (gpointer user_data)
{
  g_error ("Nothing was shown within %d seconds", LONGEST_WAIT_S);

  return G_SOURCE_REMOVE;
}

int
main (int   argc,
      char *argv[])
{
  if (argc != 4)
    {
      g_printerr ("Usage: bench-window start|train DATABASE STARTED-AT\n");
      return 2;
    }

  setlocale (LC_ALL, "");

  g_autoptr (RdgApplication) application = rdg_application_new ();
  char *arguments[] = { argv[0], (char *) "--database", argv[2], NULL };
  Bench bench = {
    .application = G_APPLICATION (application),
    .train = g_str_equal (argv[1], "train"),
    .started_at = g_ascii_strtoll (argv[3], NULL, 10),
    .gaps = g_array_new (FALSE, FALSE, sizeof (double)),
  };

  g_timeout_add_seconds (LONGEST_WAIT_S, too_long_cb, NULL);
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), &bench);

  int code = g_application_run (bench.application, 3, arguments);

  g_array_unref (bench.gaps);

  return code;
}
