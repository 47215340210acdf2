/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Guessing the roles of a table's columns. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-column-guess.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rdg-label-words.h"
#include "rdg-text.h"

/* A leak must show in at least so many rows, and so surely. */
#define LEAST_LEAK_ROWS 5
#define LEAK_SHARE 0.9
/* The rest are marks of a missing value, or dirt. */
#define NUMERIC_SHARE 0.75

typedef struct
{
  const char * const  *names;
  char               **folded;      /* the same, in one case */
  RdgColumnProfile   **profiles;
  guint                n;
  RdgMapping          *mapping;
  gboolean            *taken;
  int                  label;       /* column, or -1 */
  guint8              *label_of_row;
} Guess;

/* Whole names first: the earlier in the list, the surer. */
static const char * const car_names[] = {
  "knr", "product id", "product_id", "productid", "vin", "chassi", "chassis", "serial",
  "serial number", "serial_number", "identifier", "identificador", "número de série",
  "numero de serie", "unit id", "unit_id", "part id", "part_id", "car", "carro", "car code",
  "car_code", "veículo", "veiculo", "vehicle", "código", "codigo", "code", "unit", "unidade",
  "id", NULL
};
static const char * const label_names[] = {
  "machine failure", "failure", "failed", "label", "target", "falha", "falhou", "fail",
  "defect", "defeito", "defective", "reprovado", "resultado", "result", "outcome", "rótulo",
  "rotulo", "alvo", "class", "classe", "y", "ok/nok", "passed", "pass", "ok", "aprovado", NULL
};
static const char * const label_parts[] = { "fail", "falh", "defect", "defeit", "reprov", "nok",
                                            NULL };
static const char * const car_parts[] = { "knr", "serial", "chass", "série", "código", "codigo",
                                          "_id", " id", NULL };
static const char * const variant_names[] = {
  "mod", "modelo", "model", "variant", "variante", "type", "tipo", "category", "categoria",
  "version", "versão", "versao", NULL
};
static const char * const failure_modes[] = { "twf", "hdf", "pwf", "osf", "rnf", NULL };

static int
find_in (const char * const *list,
         const char         *name)
{
  for (int i = 0; list[i] != NULL; i++)
    {
      if (g_str_equal (list[i], name))
        return i;
    }

  return -1;
}

static gboolean
has_part (const char * const *parts,
          const char         *name)
{
  for (int i = 0; parts[i] != NULL; i++)
    {
      if (strstr (name, parts[i]) != NULL)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_numeric (const RdgColumnProfile *profile)
{
  return profile->n_numbers > 0 &&
         (double) profile->n_numbers >=
           NUMERIC_SHARE * (double) (profile->n_filled - profile->n_non_values);
}

static gboolean
is_counter (const RdgColumnProfile *profile)
{
  return profile->n_rows > 2 && profile->n_integers == profile->n_rows &&
         profile->n_steps == profile->n_rows - 1;
}

static gboolean
is_unique (const RdgColumnProfile *profile)
{
  return profile->n_filled > 1 && profile->repeat_line == 0;
}

static void
set_role (Guess      *self,
          guint       i,
          RdgRole     role,
          const char *reason)
{
  RdgMappedColumn *column = g_ptr_array_index (self->mapping->columns, i);

  column->role = role;
  g_free (column->reason);
  column->reason = g_strdup (reason);
  self->taken[i] = TRUE;
}

static int
score_car (const Guess *self,
           guint        i)
{
  const RdgColumnProfile *profile = self->profiles[i];
  int place = find_in (car_names, self->folded[i]);
  int score = 0;

  if (profile->n_filled * 10 < profile->n_rows * 9 ||
      profile->n_numbers > profile->n_integers ||
      profile->n_day_first + profile->n_month_first > 0)
    return 0;

  if (place >= 0)
    score += 60 - place;
  else if (has_part (car_parts, self->folded[i]))
    score += 20;
  if (is_unique (profile))
    score += 30;
  else if (place < 0)
    return 0;
  if (!is_numeric (profile))
    score += 15;
  if (is_counter (profile))
    score -= 25;

  return score;
}

static void
find_car (Guess        *self,
          GStrvBuilder *notes)
{
  int best = -1, best_score = 20;

  for (guint i = 0; i < self->n; i++)
    {
      int score = self->taken[i] ? 0 : score_car (self, i);

      if (score > best_score)
        {
          best = (int) i;
          best_score = score;
        }
    }

  if (best < 0)
    {
      g_strv_builder_add (notes, _("No column names the car: the line number will. Choose one or "
                                   "several columns if the file has such."));
      return;
    }

  set_role (self, (guint) best, RDG_ROLE_CAR,
            is_unique (self->profiles[best]) ? _("It names the car: it is different in every row.")
                                             : _("By its name it names the car."));
}

/* Is this column two-valued in words that we know? Fills in what each level means. */
static guint
read_words (const Guess *self,
            guint        i,
            RdgLabel     meaning[RDG_PROFILE_MOST_LEVELS])
{
  const RdgColumnProfile *profile = self->profiles[i];
  gboolean invert = rdg_label_name_means_passed (self->names[i]);

  if (profile->levels->len == 0 || profile->levels->len >= RDG_PROFILE_MOST_LEVELS)
    return 0;

  for (guint level = 0; level < profile->levels->len; level++)
    {
      const char *text = g_ptr_array_index (profile->levels, level);

      if (!rdg_label_parse_word (text, strlen (text), invert, &meaning[level]))
        return 0;
    }

  return profile->levels->len;
}

static void
find_label (Guess        *self,
            GStrvBuilder *notes)
{
  int best_score = 0;
  RdgLabel meaning[RDG_PROFILE_MOST_LEVELS];

  for (guint i = 0; i < self->n; i++)
    {
      const RdgColumnProfile *profile = self->profiles[i];
      int place = find_in (label_names, self->folded[i]);
      int score = place >= 0 ? 100 - place : has_part (label_parts, self->folded[i]) ? 30 : 0;

      if (self->taken[i] || score == 0 || profile->n_filled == 0)
        continue;
      if (read_words (self, i, meaning) > 0)
        score += 50;
      else if (place < 0 || profile->levels->len > 10)
        continue;
      if (score > best_score)
        {
          self->label = (int) i;
          best_score = score;
        }
    }

  if (self->label < 0)
    {
      g_strv_builder_add (notes, _("No column says whether a car passed or failed: without one, the "
                                   "cars are taken unlabelled."));
      return;
    }

  const RdgColumnProfile *profile = self->profiles[self->label];
  guint n_levels = read_words (self, (guint) self->label, meaning);

  set_role (self, (guint) self->label, RDG_ROLE_LABEL,
            _("It says whether the car failed: it is the answer, never an input."));
  if (n_levels == 0)
    {
      g_autofree char *note = g_strdup_printf (
        _("The label column “%s” has values that do not say passed or failed, such as “%s”. Say in "
          "the mapping which is a failure (“equals” or “at_least”)."),
        self->names[self->label],
        (char *) g_ptr_array_index (profile->levels, profile->levels->len - 1));

      g_strv_builder_add (notes, note);
      return;
    }

  guint n_failed = 0, n_passed = 0;

  self->label_of_row = g_new0 (guint8, profile->level_of_row->len + 1);
  for (guint row = 0; row < profile->level_of_row->len; row++)
    {
      guint8 level = g_array_index (profile->level_of_row, guint8, row);

      if (level < n_levels)
        self->label_of_row[row] = (guint8) meaning[level];
      n_failed += self->label_of_row[row] == RDG_LABEL_FAILED;
      n_passed += self->label_of_row[row] == RDG_LABEL_PASSED;
    }
  if (n_failed == 0 || n_passed == 0)
    {
      g_autofree char *note = g_strdup_printf (
        _("The label column “%s” has only one class in these rows: a model needs cars that passed "
          "and cars that failed."), self->names[self->label]);

      g_strv_builder_add (notes, note);
    }
}

/* The level that stands for "nothing": zero, or the most frequent text. */
static guint8
find_resting_level (const RdgColumnProfile *profile)
{
  guint count[RDG_PROFILE_MOST_LEVELS] = { 0 };
  guint8 most = 0;

  for (guint row = 0; row < profile->level_of_row->len; row++)
    {
      guint8 level = g_array_index (profile->level_of_row, guint8, row);

      if (level < RDG_PROFILE_MOST_LEVELS)
        count[level]++;
    }
  for (guint8 level = 0; level < profile->levels->len; level++)
    {
      if (is_numeric (profile) &&
          g_str_equal (g_ptr_array_index (profile->levels, level), "0"))
        return level;
      if (count[level] > count[most])
        most = level;
    }

  return most;
}

static gboolean
tells_the_answer (const Guess *self,
                  guint        i)
{
  const RdgColumnProfile *profile = self->profiles[i];
  guint n_other = 0, n_other_failed = 0, n_resting = 0, n_failed = 0;

  if (self->label_of_row == NULL || profile->levels->len < 2 ||
      profile->levels->len >= RDG_PROFILE_MOST_LEVELS)
    return FALSE;

  guint8 resting = find_resting_level (profile);

  for (guint row = 0; row < profile->level_of_row->len; row++)
    {
      guint8 level = g_array_index (profile->level_of_row, guint8, row);
      gboolean failed = self->label_of_row[row] == RDG_LABEL_FAILED;

      if (self->label_of_row[row] == RDG_LABEL_NONE)
        continue;
      n_failed += failed;
      n_resting += level == resting;
      if (level < RDG_PROFILE_MOST_LEVELS && level != resting)
        {
          n_other++;
          n_other_failed += failed;
        }
    }

  return n_other >= LEAST_LEAK_ROWS && n_other < n_resting &&
         n_other_failed >= LEAK_SHARE * n_other &&
         n_failed * 2 < n_other + n_resting;
}

/* The header of AI4I 2020 has five failure modes; one of them shows in no value. */
static gboolean
has_failure_modes (const Guess *self)
{
  for (int mode = 0; failure_modes[mode] != NULL; mode++)
    {
      gboolean found = FALSE;

      for (guint i = 0; i < self->n && !found; i++)
        found = g_str_equal (self->folded[i], failure_modes[mode]);
      if (!found)
        return FALSE;
    }

  return TRUE;
}

static void
find_time (Guess *self)
{
  gboolean found = FALSE;

  for (guint i = 0; i < self->n; i++)
    {
      const RdgColumnProfile *profile = self->profiles[i];
      guint64 n_dates = MAX (profile->n_day_first, profile->n_month_first);

      if (self->taken[i] || n_dates == 0 || n_dates * 10 < profile->n_filled * 9)
        continue;
      if (found)
        {
          set_role (self, i, RDG_ROLE_IGNORE, _("It is a second column of dates."));
          continue;
        }
      found = TRUE;
      if (profile->n_month_first > profile->n_day_first)
        self->mapping->date_order = RDG_DATE_ORDER_MONTH_FIRST;
      set_role (self, i, RDG_ROLE_TIME, _("It holds dates."));
    }
}

static void
guess_value_column (Guess    *self,
                    guint     i,
                    gboolean  failure_modes_known,
                    gboolean *variant_found)
{
  const RdgColumnProfile *profile = self->profiles[i];
  guint n_distinct = g_hash_table_size (profile->hashes);

  if (profile->n_filled == 0)
    set_role (self, i, RDG_ROLE_IGNORE, _("It is empty in these rows."));
  else if (is_counter (profile))
    set_role (self, i, RDG_ROLE_IGNORE, _("It only counts the rows."));
  else if (tells_the_answer (self, i))
    set_role (self, i, RDG_ROLE_IGNORE,
              is_numeric (profile)
                ? _("It is nonzero almost only where the label is 1: it looks like a part of the "
                    "answer.")
                : _("It says something other almost only where the car failed: it looks like a "
                    "part of the answer."));
  else if (failure_modes_known && find_in (failure_modes, self->folded[i]) >= 0)
    set_role (self, i, RDG_ROLE_IGNORE,
              _("It is one of the five failure modes of this known data set (AI4I 2020): a part of "
                "the answer."));
  else if (is_numeric (profile))
    set_role (self, i, RDG_ROLE_NUMERIC, _("It holds numbers."));
  else if (n_distinct < RDG_PROFILE_MOST_LEVELS &&
           (n_distinct * 2 <= profile->n_filled ||
            (find_in (variant_names, self->folded[i]) >= 0 && !is_unique (profile))))
    {
      g_autofree char *reason = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "It holds %u different text.",
                     "It holds %u different texts.", n_distinct), n_distinct);

      set_role (self, i, RDG_ROLE_CATEGORY, reason);
      if (!*variant_found && find_in (variant_names, self->folded[i]) >= 0)
        {
          ((RdgMappedColumn *) g_ptr_array_index (self->mapping->columns, i))->variant = TRUE;
          *variant_found = TRUE;
        }
    }
  else
    {
      set_role (self, i, RDG_ROLE_IGNORE,
                is_unique (profile) ? _("It is a text that is different in every row.")
                                    : _("It is free text."));
    }
}

/**
 * rdg_column_guess:
 * @names: (array length=n_columns): the header
 *
 * Returns: (transfer full): all columns with a role and a reason
 */
RdgMapping *
rdg_column_guess (const char * const  *names,
                  RdgColumnProfile   **profiles,
                  guint                n_columns,
                  GStrvBuilder        *notes)
{
  Guess self = { names, g_new0 (char *, n_columns + 1), profiles, n_columns,
                 _rdg_mapping_new (RDG_LAYOUT_TABLE), g_new0 (gboolean, n_columns + 1), -1, NULL };
  gboolean variant_found = FALSE;

  for (guint i = 0; i < n_columns; i++)
    {
      g_autofree char *name = NULL;
      g_autofree char *unit = NULL;

      _rdg_split_unit (names[i], &name, &unit);
      self.folded[i] = rdg_text_normalise (name, -1);
      _rdg_mapping_add (self.mapping, names[i], RDG_ROLE_IGNORE, NULL);
    }

  gboolean known = has_failure_modes (&self);

  find_car (&self, notes);
  find_label (&self, notes);
  find_time (&self);
  for (guint i = 0; i < n_columns; i++)
    {
      if (!self.taken[i])
        guess_value_column (&self, i, known, &variant_found);
    }

  g_strfreev (self.folded);
  g_free (self.taken);
  g_free (self.label_of_row);
  return self.mapping;
}
