/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The window's promises: how long from the start of the process to the first
 * frame, and to the frame that shows the cars; and the longest time between two
 * frames while a model is being trained, or while the list is scrolled, sorted
 * and searched. Run by bench-window.py, once a figure.
 *
 * bench-window start|train|browse DATABASE STARTED-AT, the last in microseconds
 * of CLOCK_MONOTONIC; prints a JSON object.
 */
#define G_LOG_DOMAIN "rdg-bench"

#include "config.h"

#include <locale.h>
#include <string.h>
#include <time.h>

#include "rdg-application.h"
#include "rdg-cars-page-private.h"
#include "rdg-settings.h"
#include "rdg-training-service.h"
#include "rdg-window-private.h"

#define LONGEST_WAIT_S 120
/* The frames while the list first fills are the start's business, not the training's. */
#define SETTLE_MS 2000
#define SCROLLED_FRAMES 200
#define SCROLLED_PIXELS 400

typedef enum
{
  START,
  TRAIN,
  BROWSE,
} What;

/* What a browsing user does, one after the other. */
typedef enum
{
  SCROLL,
  JUMP,
  SORT,
  SORT_BACK,
  SEARCH,
  N_STEPS
} Step;

static const char * const step_names[] = { "scroll", "jump", "sort", "sort_back", "search" };

typedef struct
{
  GApplication *application;
  RdgWindow    *window;
  What          what;
  Step          step;
  guint         step_frames;
  double        longest[N_STEPS];
  double        seconds[N_STEPS];
  gint64        step_began;
  gint64        started_at;
  gint64        first_frame;
  gint64        first_cars;
  gboolean      measuring;
  gint64        last_frame;
  double        last_busy;
  double        longest_busy;
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
           "\"longest_ms\": %.1f, \"longest_own_ms\": %.1f}\n",
           (double) (g_get_monotonic_time () - self->training_began) / 1e6, n,
           g_array_index (self->gaps, double, n / 2), g_array_index (self->gaps, double, n * 99 / 100),
           g_array_index (self->gaps, double, n - 1), self->longest_busy);
  g_application_quit (self->application);
}

static gboolean
begin_training_cb (gpointer user_data)
{
  Bench *self = user_data;
  RdgAppContext *context = rdg_window_get_context (self->window);
  RdgJob *job = rdg_job_new ("Training");

  rdg_training_service_add_stages (job);
  self->measuring = TRUE;
  self->last_frame = self->training_began = g_get_monotonic_time ();
  rdg_app_context_start_job (context, job, RDG_START_JOB_WRITES, train,
                             g_object_ref (rdg_app_context_get_workspace (context)), g_object_unref,
                             (GDestroyNotify) rdg_training_report_free, trained_cb, self->window);

  return G_SOURCE_REMOVE;
}

/* The main thread's own time: what is left of a gap on a machine with other work to do. */
static double
get_busy_ms (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

static guint64
get_memory_mib (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL)
      || (line = strstr (text, "VmRSS:")) == NULL)
    return 0;

  return g_ascii_strtoull (line + strlen ("VmRSS:"), NULL, 10) / 1024;
}

static void
finish_browsing (Bench *self)
{
  g_print ("{\"rows\": %u, \"memory_mib\": %" G_GUINT64_FORMAT,
           g_list_model_get_n_items (G_LIST_MODEL (self->window->cars_page->list)),
           get_memory_mib ());
  for (Step step = 0; step < N_STEPS; step++)
    g_print (", \"%s\": {\"longest_ms\": %.1f, \"seconds\": %.2f}", step_names[step],
             self->longest[step], self->seconds[step]);
  g_print ("}\n");
  g_application_quit (self->application);
}

/* Between two frames; FALSE when the step is over. */
static gboolean
do_step (Bench *self)
{
  RdgCarsPage *page = self->window->cars_page;
  GSettings *settings = rdg_app_context_get_settings (rdg_window_get_context (self->window));
  GtkWidget *scrolled = gtk_widget_get_ancestor (GTK_WIDGET (page->view),
                                                 GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  guint frame = self->step_frames++;

  switch (self->step)
    {
    case SCROLL:
      gtk_adjustment_set_value (adjustment,
                                gtk_adjustment_get_value (adjustment) + SCROLLED_PIXELS);
      return frame < SCROLLED_FRAMES;
    case JUMP:
      gtk_adjustment_set_value (adjustment,
                                gtk_adjustment_get_upper (adjustment) * (frame * 37 % 100) / 100);
      return frame < SCROLLED_FRAMES / 4;
    case SORT:
      if (frame == 0)
        g_settings_set_string (settings, RDG_SETTING_SORT_COLUMN, "reason");
      break;
    case SORT_BACK:
      if (frame == 0)
        g_settings_set_string (settings, RDG_SETTING_SORT_COLUMN, "risk");
      break;
    case SEARCH:
      if (frame == 0)
        {
          gtk_editable_set_text (GTK_EDITABLE (page->search_entry), "77");
          g_signal_emit_by_name (page->search_entry, "search-changed");
        }
      break;
    case N_STEPS:
    default:
      g_assert_not_reached ();
    }

  /* Some frames more, for what the new list costs after it is there. */
  return frame < 20 || rdg_ranked_list_is_busy (page->list);
}

static void
browse (Bench  *self,
        double  gap,
        gint64  now)
{
  if (self->step_began == 0)
    self->step_began = now;
  else
    self->longest[self->step] = MAX (self->longest[self->step], gap);

  if (do_step (self))
    return;

  self->seconds[self->step] = (double) (now - self->step_began) / 1e6;
  self->step++;
  self->step_frames = 0;
  self->step_began = 0;
  if (self->step == N_STEPS)
    {
      self->measuring = FALSE;
      finish_browsing (self);
    }
}

static gboolean
begin_browsing_cb (gpointer user_data)
{
  Bench *self = user_data;

  self->last_frame = g_get_monotonic_time ();
  self->measuring = TRUE;

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
      if (self->what != START)
        {
          g_timeout_add (SETTLE_MS, self->what == TRAIN ? begin_training_cb : begin_browsing_cb,
                         self);
          return;
        }
      g_print ("{\"first_frame_ms\": %.0f, \"cars_ms\": %.0f}\n",
               (double) (self->first_frame - self->started_at) / 1e3,
               (double) (now - self->started_at) / 1e3);
      g_application_quit (self->application);
    }
  if (self->measuring)
    {
      double gap = (double) (now - self->last_frame) / 1e3;

      self->last_frame = now;
      if (self->what == BROWSE)
        browse (self, gap, now);
      else
        {
          double busy = get_busy_ms ();

          if (self->gaps->len > 0)
            self->longest_busy = MAX (self->longest_busy, busy - self->last_busy);
          self->last_busy = busy;
          g_array_append_val (self->gaps, gap);
        }
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
  if (self->what != START)
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
      g_printerr ("Usage: bench-window start|train|browse DATABASE STARTED-AT\n");
      return 2;
    }

  setlocale (LC_ALL, "");

  g_autoptr (RdgApplication) application = rdg_application_new ();
  char *arguments[] = { argv[0], (char *) "--database", argv[2], NULL };
  Bench bench = {
    .application = G_APPLICATION (application),
    .what = g_str_equal (argv[1], "train") ? TRAIN
            : g_str_equal (argv[1], "browse") ? BROWSE : START,
    .started_at = g_ascii_strtoll (argv[3], NULL, 10),
    .gaps = g_array_new (FALSE, FALSE, sizeof (double)),
  };

  g_timeout_add_seconds (LONGEST_WAIT_S, too_long_cb, NULL);
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), &bench);

  int code = g_application_run (bench.application, 3, arguments);

  g_array_unref (bench.gaps);

  return code;
}
