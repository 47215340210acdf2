/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simulated files: exact, repeatable, honest about the truth, whole or not there. */
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "rdg-error.h"
#include "rdg-number.h"
#include "rdg-simulate-writer.h"

#define N_COLUMNS 80
#define PREDICT (1u << RDG_SIMULATE_FILE_PREDICT)
#define FOLDER_VARIABLE "RDG_TEST_FOLDER"

static const char header[] =
  "KNR;MOD;TEMPO_MONT;TEMPO_BODY;TEMPO_ZP5;TEMPO_ZP6;TEMPO_ZP7;TEMPO_CABINES;TEMPO_TOTAL;"
  "DIV_MIN_ZP7;DIV_MIN_OPTIMO;DIV_MIN_PINT;N_POS_ZP7;N_ZP5;N_ZP5A;N_ZP6;N_CABINES;N_OK_ZP5;"
  "N_NOK_ZP5A;N_OK_ZP5A;N_NOK_ZP6;N_OK_ZP6;N_NOK_CABINES;N_OK_CABINES;N_NOK_ZP7;TOTAL_FALHAS;"
  "PR_TETO;PR_DRIVE;DIV_SG_ELETRICA;DIV_SG_ASSOALHO;DIV_SG_GERAL;FALHAS_ZP5;FALHAS_ZP5A;"
  "FALHAS_CAB;FALHAS_ZP7;FALHAS_ROD;TROCA_PECA;REPINT;"
  "MEAN_ANGLE_3108;MAX_ANGLE_3108;MIN_ANGLE_3108;MEAN_TORQUE_3108;MAX_TORQUE_3108;MIN_TORQUE_3108;"
  "MEAN_ANGLE_3112;MAX_ANGLE_3112;MIN_ANGLE_3112;MEAN_TORQUE_3112;MAX_TORQUE_3112;MIN_TORQUE_3112;"
  "MEAN_ANGLE_3215;MAX_ANGLE_3215;MIN_ANGLE_3215;MEAN_TORQUE_3215;MAX_TORQUE_3215;MIN_TORQUE_3215;"
  "MEAN_ANGLE_3340;MAX_ANGLE_3340;MIN_ANGLE_3340;MEAN_TORQUE_3340;MAX_TORQUE_3340;MIN_TORQUE_3340;"
  "MEAN_ANGLE_4120;MAX_ANGLE_4120;MIN_ANGLE_4120;MEAN_TORQUE_4120;MAX_TORQUE_4120;MIN_TORQUE_4120;"
  "MEAN_ANGLE_4127;MAX_ANGLE_4127;MIN_ANGLE_4127;MEAN_TORQUE_4127;MAX_TORQUE_4127;MIN_TORQUE_4127;"
  "MEAN_ANGLE_5210;MAX_ANGLE_5210;MIN_ANGLE_5210;MEAN_TORQUE_5210;MAX_TORQUE_5210;"
  "TOTAL_TORQUE_NOK";

enum
{
  COLUMN_TOTAL = 25,
  COLUMN_LABEL = 35,
};

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  g_autoptr (GError) error = NULL;

  /* A process that is going to be killed works in the folder of the one that looks. */
  fixture->folder = g_strdup (g_getenv (FOLDER_VARIABLE));
  if (fixture->folder != NULL)
    return;

  fixture->folder = g_dir_make_tmp ("rdg-simulate-XXXXXX", &error);
  g_assert_no_error (error);
}

static guint
count_entries (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint count = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    count++;

  return count;
}

static void
empty_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        empty_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  empty_folder (fixture->folder);
  g_free (fixture->folder);
}

static RdgSimulateReport *
simulate (Fixture                  *fixture,
          const char               *name,
          const RdgSimulateOptions *options,
          guint64                   outcome_seed)
{
  g_autofree char *folder = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  RdgSimulateReport *report =
    _rdg_simulate_write (options, outcome_seed, folder, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (report);

  return report;
}

static char *
read_file (const RdgSimulateReport *report,
           const char              *name)
{
  for (guint i = 0; report->files[i] != NULL; i++)
    {
      g_autofree char *base = g_path_get_basename (report->files[i]);
      g_autoptr (GError) error = NULL;
      char *text;

      if (strcmp (base, name) != 0)
        continue;
      g_file_get_contents (report->files[i], &text, NULL, &error);
      g_assert_no_error (error);
      return text;
    }

  g_assert_not_reached ();
}

static GStrv
read_lines (const RdgSimulateReport *report,
            const char              *name)
{
  g_autofree char *text = read_file (report, name);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_assert_true (g_str_has_suffix (text, "\n"));
  /* Not by g_strsplit(): its strstr() looks through all of the rest for each line where the
   * sanitizer has replaced it. */
  for (char *at = text, *end; (end = strchr (at, '\n')) != NULL; at = end + 1)
    {
      *end = '\0';
      g_strv_builder_add (builder, at);
    }

  return g_strv_builder_end (builder);
}

static gint64
read_truth (const RdgSimulateReport *report,
            const char              *path)
{
  g_autofree char *text = read_file (report, "truth.json");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = json_from_string (text, &error);

  g_assert_no_error (error);

  g_autoptr (JsonNode) found = json_path_query (path, root, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (found)), ==, 1);

  return json_array_get_int_element (json_node_get_array (found), 0);
}

static void
test_seed (Fixture       *fixture,
           gconstpointer  unused)
{
  static const char * const names[] = { "PREDICT.csv", "truth.csv", "truth.json" };

  for (guint dirt = 0; dirt <= RDG_SIMULATE_MAX_DIRT; dirt++)
    {
      RdgSimulateOptions options = {
        .files = PREDICT, .cars = 700, .days = 2, .seed = 7, .dirt = dirt,
      };
      RdgSimulateOptions other = {
        .files = PREDICT, .cars = 700, .days = 2, .seed = 8, .dirt = dirt,
      };
      g_autoptr (RdgSimulateReport) first = simulate (fixture, "first", &options, 7);
      g_autoptr (RdgSimulateReport) again = simulate (fixture, "again", &options, 7);
      g_autoptr (RdgSimulateReport) changed = simulate (fixture, "changed", &other, 8);

      g_assert_cmpuint (g_strv_length (first->files), ==, G_N_ELEMENTS (names));
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          g_autofree char *one = read_file (first, names[i]);
          g_autofree char *same = read_file (again, names[i]);
          g_autofree char *different = read_file (changed, names[i]);

          g_assert_true (strcmp (one, same) == 0);
          g_assert_true (strcmp (one, different) != 0);
        }
    }
}

static void
test_shape (Fixture       *fixture,
            gconstpointer  unused)
{
  RdgSimulateOptions options = { .files = PREDICT, .cars = 900, .days = 3, .seed = 2 };
  g_autoptr (RdgSimulateReport) report = simulate (fixture, "out", &options, 2);
  g_auto (GStrv) lines = read_lines (report, "PREDICT.csv");
  guint empty = 0, negative = 0;

  g_assert_cmpstr (lines[0], ==, header);
  g_assert_cmpuint (g_strv_length (lines), ==, 901);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ";", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, N_COLUMNS);
      for (guint j = 2; j < N_COLUMNS; j++)
        {
          double value;

          if (cells[j][0] == '\0')
            {
              empty++;
              continue;
            }
          g_assert_true (rdg_number_parse_double (cells[j], strlen (cells[j]), '.', &value));
          negative += value < 0.0;
        }
    }
  g_assert_cmpuint (empty, >, 500);
  g_assert_cmpuint (negative, >, 100);
}

static void
test_truth (Fixture       *fixture,
            gconstpointer  unused)
{
  RdgSimulateOptions options = { .files = PREDICT, .cars = 4000, .days = 5, .seed = 31 };
  g_autoptr (RdgSimulateReport) report = simulate (fixture, "out", &options, 31);
  g_auto (GStrv) rows = read_lines (report, "PREDICT.csv");
  g_auto (GStrv) truths = read_lines (report, "truth.csv");
  guint failed = 0, waiting = 0, found = 0;

  g_assert_cmpuint (g_strv_length (rows), ==, g_strv_length (truths));
  g_assert_cmpstr (truths[0], ==, "car,variant,tested_at,failed,zones,probability");
  for (guint i = 1; rows[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (rows[i], ";", -1);
      g_auto (GStrv) truth = g_strsplit (truths[i], ",", -1);
      const char *label = cells[COLUMN_LABEL];
      gint64 count = g_ascii_strtoll (label, NULL, 10);

      g_assert_cmpuint (g_strv_length (truth), ==, 6);
      g_assert_cmpstr (cells[0], ==, truth[0]);
      g_assert_cmpstr (cells[1], ==, truth[1]);
      g_assert_cmpstr (truth[3], ==, label[0] == '\0' ? "" : count >= 1 ? "1" : "0");
      g_assert_cmpint (truth[2][0] == '\0', ==, label[0] == '\0');
      g_assert_cmpint (truth[4][0] != '\0', ==, count >= 1);
      failed += count >= 1;
      waiting += label[0] == '\0';
      found += (guint) count;
    }

  g_assert_cmpuint (waiting, >, 50);
  g_assert_cmpuint (report->cars, ==, 4000);
  g_assert_cmpuint (report->failures, ==, failed);
  g_assert_cmpuint (report->waiting, ==, waiting);
  g_assert_cmpuint (report->tested, ==, 4000 - waiting);
  g_assert_cmpint (read_truth (report, "$.cars"), ==, 4000);
  g_assert_cmpint (read_truth (report, "$.failed"), ==, failed);
  g_assert_cmpint (read_truth (report, "$.tested"), ==, 4000 - waiting);
  g_assert_cmpint (read_truth (report, "$.unlabelled"), ==, waiting);
  g_assert_cmpint (read_truth (report, "$.files['PREDICT.csv'].failed"), ==, failed);
  g_assert_cmpint (read_truth (report, "$.files['PREDICT.csv'].passed"), ==,
                   4000 - waiting - failed);
  g_assert_cmpint (read_truth (report, "$.world.failures_by_hall.ROD"), ==, found);
}

/* With another outcome, the same cars: what differs may only be what is known after the test. */
static void
test_no_leak (Fixture       *fixture,
              gconstpointer  unused)
{
  for (guint dirt = 0; dirt <= RDG_SIMULATE_MAX_DIRT; dirt++)
    {
      RdgSimulateOptions options = {
        .files = PREDICT, .cars = 3000, .days = 4, .seed = 5, .dirt = dirt,
      };
      g_autoptr (RdgSimulateReport) one = simulate (fixture, "one", &options, 5);
      g_autoptr (RdgSimulateReport) other = simulate (fixture, "other", &options, 6);
      g_auto (GStrv) rows = read_lines (one, "PREDICT.csv");
      g_auto (GStrv) others = read_lines (other, "PREDICT.csv");
      guint labels = 0, totals = 0;

      g_assert_cmpuint (g_strv_length (rows), ==, g_strv_length (others));
      for (guint i = 1; rows[i] != NULL; i++)
        {
          g_auto (GStrv) a = g_strsplit (rows[i], ";", -1);
          g_auto (GStrv) b = g_strsplit (others[i], ";", -1);

          g_assert_cmpuint (g_strv_length (a), ==, g_strv_length (b));
          for (guint j = 0; a[j] != NULL; j++)
            {
              gboolean same = strcmp (a[j], b[j]) == 0;

              labels += j == COLUMN_LABEL && !same;
              totals += j == COLUMN_TOTAL && !same;
              if (j != COLUMN_LABEL && j != COLUMN_TOTAL)
                g_assert_cmpstr (a[j], ==, b[j]);
            }
        }
      g_assert_cmpuint (labels, >, 100);
      g_assert_cmpuint (totals, >, labels);
    }
}

/* What an importer finds that follows the rules: wrong number of cells, a code that is none, and
 * cells that are no numbers. */
static void
test_dirt (Fixture       *fixture,
           gconstpointer  data)
{
  guint dirt = GPOINTER_TO_UINT (data);
  RdgSimulateOptions options = {
    .files = PREDICT, .cars = 12000, .days = 15, .seed = 40, .dirt = dirt,
  };
  g_autoptr (RdgSimulateReport) report = simulate (fixture, "out", &options, 40);
  g_auto (GStrv) lines = read_lines (report, "PREDICT.csv");
  g_autoptr (GRegex) code = g_regex_new ("^[0-9]{4}-[0-9]{7}$", 0, 0, NULL);
  guint read = 0, rejected = 0, dropped = 0, failed = 0;

  g_assert_true (g_str_has_prefix (lines[0], "\xEF\xBB\xBF"));
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_assert_true (g_str_has_suffix (lines[i], "\r"));
      lines[i][strlen (lines[i]) - 1] = '\0';
    }
  g_assert_cmpstr (lines[0] + 3, ==, header);

  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ";", -1);

      read++;
      g_strstrip (cells[0]);
      if (g_strv_length (cells) != N_COLUMNS || !g_regex_match (code, cells[0], 0, NULL))
        {
          rejected++;
          continue;
        }
      for (guint j = 2; j < N_COLUMNS; j++)
        {
          double value;

          g_strstrip (cells[j]);
          dropped += cells[j][0] != '\0' &&
                     !rdg_number_parse_double (cells[j], strlen (cells[j]), ',', &value);
        }
      failed += cells[COLUMN_LABEL][0] != '\0' && strcmp (cells[COLUMN_LABEL], "0") != 0;
    }

  g_assert_cmpuint (failed, ==, report->failures);
  g_assert_cmpuint (dropped, >, 10);
  g_assert_cmpint (read_truth (report, "$.files['PREDICT.csv'].rows_read"), ==, read);
  g_assert_cmpint (read_truth (report, "$.files['PREDICT.csv'].rows_taken"), ==, read - rejected);
  g_assert_cmpint (read_truth (report, "$.files['PREDICT.csv'].rows_rejected"), ==, rejected);
  g_assert_cmpint (read_truth (report, "$.files['PREDICT.csv'].cells_dropped"), ==, dropped);
  if (dirt > 1)
    g_assert_cmpuint (rejected, >, 5);
  else
    g_assert_cmpuint (rejected, ==, 0);
}

static void
test_options (Fixture       *fixture,
              gconstpointer  unused)
{
  static const RdgSimulateOptions bad[] = {
    { 0, 1, 1, 0, PREDICT },    { 5000001, 1, 1, 0, PREDICT }, { 10, 0, 1, 0, PREDICT },
    { 10, 3651, 1, 0, PREDICT }, { 10, 1, 1, 3, PREDICT },     { 10, 1, 1, 0, 0 },
    { 10, 1, 1, 0, RDG_SIMULATE_ALL + 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (rdg_simulate_write (&bad[i], fixture->folder, NULL, NULL, &error));
      g_assert_error (error, RDG_USAGE_ERROR, RDG_USAGE_ERROR_VALUE);
    }
  g_assert_cmpuint (count_entries (fixture->folder), ==, 0);
}

static void
test_smallest (Fixture       *fixture,
               gconstpointer  unused)
{
  RdgSimulateOptions one = {
    .files = PREDICT, .cars = 1, .days = 1, .seed = G_MAXUINT64, .dirt = 2,
  };
  RdgSimulateOptions rare = {
    .files = PREDICT, .cars = 3, .days = RDG_SIMULATE_MAX_DAYS, .seed = 0,
  };
  g_autoptr (RdgSimulateReport) first = simulate (fixture, "one", &one, 1);
  g_autoptr (RdgSimulateReport) second = simulate (fixture, "rare", &rare, 1);

  g_assert_cmpuint (first->cars, ==, 1);
  g_assert_cmpuint (second->cars, ==, 3);
}

static void
test_no_folder (Fixture       *fixture,
                gconstpointer  unused)
{
  RdgSimulateOptions options = { .files = PREDICT, .cars = 10, .days = 1, .seed = 1 };
  g_autofree char *file = g_build_filename (fixture->folder, "a-file", NULL);
  g_autofree char *folder = g_build_filename (file, "below", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  g_assert_null (rdg_simulate_write (&options, folder, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  g_assert_nonnull (strstr (error->message, folder));
}

static void
cancel_cb (double   fraction,
           gpointer data)
{
  if (fraction >= 0.5)
    g_cancellable_cancel (data);
}

/* A run that is stopped leaves the files of the run before it as they were. */
static void
test_cancel (Fixture       *fixture,
             gconstpointer  unused)
{
  RdgSimulateOptions options = { .files = PREDICT, .cars = 2000, .days = 3, .seed = 1 };
  RdgSimulateOptions other = { .files = PREDICT, .cars = 2000, .days = 3, .seed = 2 };
  g_autofree char *folder = g_build_filename (fixture->folder, "out", NULL);
  g_autoptr (RdgSimulateReport) report = simulate (fixture, "out", &options, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *before = read_file (report, "PREDICT.csv");
  RdgProgress progress = rdg_progress_init (cancel_cb, cancellable);
  g_autoptr (GError) error = NULL;

  g_assert_null (rdg_simulate_write (&other, folder, &progress, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_autofree char *after = read_file (report, "PREDICT.csv");

  g_assert_true (strcmp (before, after) == 0);
  g_assert_cmpuint (count_entries (folder), ==, 3);
}

static void
count_cb (double   fraction,
          gpointer data)
{
  double *last = data;

  g_assert_cmpfloat (fraction, >=, *last);
  *last = fraction;
}

static void
test_progress (Fixture       *fixture,
               gconstpointer  unused)
{
  RdgSimulateOptions options = { .files = PREDICT, .cars = 2000, .days = 3, .seed = 1 };
  double last = 0.0;
  RdgProgress progress = rdg_progress_init (count_cb, &last);
  g_autoptr (RdgSimulateReport) report =
    rdg_simulate_write (&options, fixture->folder, &progress, NULL, NULL);

  g_assert_nonnull (report);
  g_assert_cmpfloat (last, ==, 1.0);
}

/* A file that may not grow stands in for a disk that is full. */
static void
test_full (Fixture       *fixture,
           gconstpointer  unused)
{
  if (g_test_subprocess ())
    {
      RdgSimulateOptions options = { .files = PREDICT, .cars = 3000, .days = 4, .seed = 1 };
      struct rlimit limit = { 300000, 300000 };
      g_autoptr (GError) error = NULL;

      signal (SIGXFSZ, SIG_IGN);
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
      g_assert_null (rdg_simulate_write (&options, fixture->folder, NULL, NULL, &error));
      g_assert_nonnull (error);
      g_assert_true (error->domain == G_IO_ERROR);
      g_assert_nonnull (strstr (error->message, "PREDICT.csv"));
      g_assert_cmpuint (count_entries (fixture->folder), ==, 0);
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
kill_cb (double   fraction,
         gpointer data)
{
  if (fraction >= 0.5)
    raise (SIGKILL);
}

/* No half file stands under a final name, even when nobody can clean up. */
static void
test_killed (Fixture       *fixture,
             gconstpointer  unused)
{
  static const char * const names[] = { "PREDICT.csv", "truth.csv", "truth.json" };

  if (g_test_subprocess ())
    {
      RdgSimulateOptions options = { .files = PREDICT, .cars = 3000, .days = 4, .seed = 1 };
      RdgProgress progress = rdg_progress_init (kill_cb, NULL);

      rdg_simulate_write (&options, fixture->folder, &progress, NULL, NULL);
      return;
    }

  g_setenv (FOLDER_VARIABLE, fixture->folder, TRUE);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_unsetenv (FOLDER_VARIABLE);
  g_test_trap_assert_failed ();
  g_assert_cmpuint (count_entries (fixture->folder), >, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/simulate/files/seed", Fixture, NULL, set_up, test_seed, tear_down);
  g_test_add ("/simulate/files/shape", Fixture, NULL, set_up, test_shape, tear_down);
  g_test_add ("/simulate/files/truth", Fixture, NULL, set_up, test_truth, tear_down);
  g_test_add ("/simulate/files/no-leak", Fixture, NULL, set_up, test_no_leak, tear_down);
  g_test_add ("/simulate/files/dirt-1", Fixture, GUINT_TO_POINTER (1),
              set_up, test_dirt, tear_down);
  g_test_add ("/simulate/files/dirt-2", Fixture, GUINT_TO_POINTER (2),
              set_up, test_dirt, tear_down);
  g_test_add ("/simulate/files/options", Fixture, NULL, set_up, test_options, tear_down);
  g_test_add ("/simulate/files/smallest", Fixture, NULL, set_up, test_smallest, tear_down);
  g_test_add ("/simulate/files/no-folder", Fixture, NULL, set_up, test_no_folder, tear_down);
  g_test_add ("/simulate/files/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/simulate/files/progress", Fixture, NULL, set_up, test_progress, tear_down);
  g_test_add ("/simulate/files/full", Fixture, NULL, set_up, test_full, tear_down);
  g_test_add ("/simulate/files/killed", Fixture, NULL, set_up, test_killed, tear_down);

  return g_test_run ();
}
