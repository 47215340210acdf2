/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table in libsvm's sparse format as a source: the label, then one column a feature number
 * up to the largest that the file has, with 0 for what a row does not name, as libsvm has it. Our own
 * first line names the columns; it is line 0, so that all others are the file's.
 *
 * Where our own export tells beside the file what the inputs stand for (rdg-svm-inputs.h), the
 * columns are its features, with their scaling taken back.
 */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-source-private.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "rdg-error.h"
#include "rdg-number.h"
#include "rdg-sparse-line.h"
#include "rdg-svm-inputs.h"

#define CHUNK_SIZE (256 * 1024)
#define SNIFF_SIZE (64 * 1024)
#define LONGEST_LINE (8 * 1024 * 1024)
#define LABEL_NAME "label"

/* Lines of a text, one at a time. */
typedef struct
{
  RdgSource *text;
  char      *chunk;
  gsize      at;
  gsize      end;
  GString   *line;
  gboolean   too_long;   /* what is behind the longest line is left out */
} Lines;

typedef struct
{
  RdgSource      base;
  Lines          lines;
  RdgSvmInputs  *inputs;      /* or NULL */
  guint          n_inputs;
  double        *values;      /* of a row, where there are inputs */
  gboolean       zero_passed; /* the label 0 says passed, and not that nothing is known */
  RdgSparseLine  parsed;
  GString       *out;
  gsize          taken;       /* of out */
  guint64        n_lines;
  GHashTable    *faults;      /* line number to sentence, of lines that were not asked for yet */
} RdgSparseSource;

static void
lines_init (Lines     *self,
            RdgSource *text)
{
  *self = (Lines){ text, g_malloc (CHUNK_SIZE), 0, 0, g_string_new (NULL), FALSE };
}

static void
lines_clear (Lines *self)
{
  g_clear_pointer (&self->text, rdg_source_free);
  g_clear_pointer (&self->chunk, g_free);
  if (self->line != NULL)
    g_string_free (g_steal_pointer (&self->line), TRUE);
}

/* 1, 0 at the end, -1 with an error. */
static int
lines_next (Lines         *self,
            GCancellable  *cancellable,
            GError       **error)
{
  gboolean any = FALSE;

  g_string_truncate (self->line, 0);
  self->too_long = FALSE;
  for (;;)
    {
      if (self->at == self->end)
        {
          gssize n = rdg_source_read (self->text, self->chunk, CHUNK_SIZE, cancellable, error);

          if (n < 0)
            return -1;
          if (n == 0)
            return any ? 1 : 0;
          self->at = 0;
          self->end = (gsize) n;
        }

      const char *start = self->chunk + self->at;
      const char *stop = memchr (start, '\n', self->end - self->at);
      gsize length = stop != NULL ? (gsize) (stop - start) : self->end - self->at;

      any = TRUE;
      if (self->line->len + length <= LONGEST_LINE)
        g_string_append_len (self->line, start, (gssize) length);
      else
        self->too_long = TRUE;
      self->at += length;
      if (stop != NULL)
        {
          self->at++;
          return 1;
        }
    }
}

static void
put_header (RdgSparseSource *self)
{
  g_string_append (self->out, LABEL_NAME);
  for (guint i = 0; self->inputs == NULL && i < self->n_inputs; i++)
    g_string_append_printf (self->out, "%c%u", RDG_SOURCE_DELIMITER, i + 1);

  for (guint f = 0; self->inputs != NULL && f < self->inputs->n_features; f++)
    {
      const RdgSvmInput *feature = &self->inputs->features[f];
      g_autofree char *name = *feature->unit != '\0'
                                ? g_strdup_printf ("%s [%s]", feature->name, feature->unit)
                                : g_strdup (feature->name);

      g_string_append_c (self->out, RDG_SOURCE_DELIMITER);
      _rdg_source_append_cell (self->out, name, strlen (name));
    }
}

/* The shortest that is the same single-precision number, which is what a model was given. */
static void
put_single (GString *out,
            double   value)
{
  static const char * const formats[] = { "%.6g", "%.7g", "%.8g", "%.9g" };
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (buffer, sizeof buffer, formats[i], (float) value);
      if ((float) g_ascii_strtod (buffer, NULL) == (float) value)
        break;
    }
  g_string_append (out, buffer);
}

/* From what a machine saw back to what was measured. */
static void
put_feature (RdgSparseSource   *self,
             const RdgSvmInput *feature,
             const double      *values)
{
  g_string_append_c (self->out, RDG_SOURCE_DELIMITER);
  if (feature->levels != NULL)
    {
      for (guint l = 0; feature->levels[l] != NULL; l++)
        if (values[l] > 0.5)
          {
            _rdg_source_append_cell (self->out, feature->levels[l], strlen (feature->levels[l]));
            return;
          }
      return;
    }

  if (feature->gaps && values[1] > 0.5)
    return;
  put_single (self->out, feature->factor > 0.0 ? values[0] / feature->factor + feature->mean
                                               : feature->mean);
}

static void
put_values (RdgSparseSource *self)
{
  const GArray *pairs = self->parsed.pairs;
  guint next = 1, first = 0;

  if (self->inputs != NULL)
    {
      memset (self->values, 0, self->n_inputs * sizeof *self->values);
      for (guint i = 0; i < pairs->len; i++)
        self->values[g_array_index (pairs, RdgSparsePair, i).index - 1] =
          g_array_index (pairs, RdgSparsePair, i).value;
      for (guint f = 0; f < self->inputs->n_features; f++)
        {
          put_feature (self, &self->inputs->features[f], self->values + first);
          first += rdg_svm_input_get_width (&self->inputs->features[f]);
        }
      return;
    }

  for (guint i = 0; i < pairs->len; i++)
    {
      const RdgSparsePair *pair = &g_array_index (pairs, RdgSparsePair, i);

      for (; next < pair->index; next++)
        g_string_append_len (self->out, "\t0", 2);
      g_string_append_c (self->out, RDG_SOURCE_DELIMITER);
      g_string_append_len (self->out, pair->text, (gssize) pair->length);
      next++;
    }
  for (; next <= self->n_inputs; next++)
    g_string_append_len (self->out, "\t0", 2);
}

/* A bad line becomes a row of one cell: whoever reads it asks what is wrong. */
static void
put_bad (RdgSparseSource *self,
         char            *fault)
{
  guint64 *line = g_new (guint64, 1);

  *line = self->n_lines;
  g_hash_table_insert (self->faults, line, fault);
  g_string_append_c (self->out, '?');
}

static void
put_line (RdgSparseSource *self)
{
  const GString *line = self->lines.line;
  RdgSparseLineKind kind;

  self->n_lines++;
  if (self->lines.too_long)
    {
      put_bad (self, g_strdup_printf (_("The line is longer than %d MiB."),
                                      LONGEST_LINE / 1024 / 1024));
      return;
    }

  kind = _rdg_sparse_line_parse (&self->parsed, line->str, line->len);
  if (kind == RDG_SPARSE_LINE_BLANK)
    return;

  guint last = self->parsed.pairs->len > 0
                 ? g_array_index (self->parsed.pairs, RdgSparsePair,
                                  self->parsed.pairs->len - 1).index : 0;

  if (kind == RDG_SPARSE_LINE_BAD)
    {
      put_bad (self, g_steal_pointer (&self->parsed.fault));
      return;
    }
  if (last > self->n_inputs)
    {
      put_bad (self, g_strdup_printf (_("Feature %u is not among the %u inputs that the file beside "
                                        "this one names."), last, self->n_inputs));
      return;
    }

  if (self->parsed.label != 0.0 || self->zero_passed)
    g_string_append (self->out, self->parsed.label > 0.0 ? "1" : "0");
  put_values (self);
}

static gssize
sparse_source_read (RdgSource     *source,
                    char          *buffer,
                    gsize          size,
                    GCancellable  *cancellable,
                    GError       **error)
{
  RdgSparseSource *self = (RdgSparseSource *) source;
  gsize n = 0;

  while (n < size)
    {
      if (self->taken == self->out->len)
        {
          int more = lines_next (&self->lines, cancellable, error);

          if (more < 0)
            return -1;
          if (more == 0)
            break;
          g_string_truncate (self->out, 0);
          self->taken = 0;
          put_line (self);
          g_string_append_c (self->out, '\n');
        }

      gsize part = MIN (size - n, self->out->len - self->taken);

      memcpy (buffer + n, self->out->str + self->taken, part);
      self->taken += part;
      n += part;
    }

  return (gssize) n;
}

static void
sparse_source_read_ahead (RdgSource    *source,
                          GCancellable *cancellable)
{
  rdg_source_read_ahead (((RdgSparseSource *) source)->lines.text, cancellable);
}

static guint64
sparse_source_get_position (RdgSource *source)
{
  return rdg_source_get_position (((RdgSparseSource *) source)->lines.text);
}

static gboolean
sparse_source_finish_hash (RdgSource     *source,
                           guint8         hash[RDG_SOURCE_HASH_SIZE],
                           GCancellable  *cancellable,
                           GError       **error)
{
  return rdg_source_finish_hash (((RdgSparseSource *) source)->lines.text, hash, cancellable, error);
}

static char *
sparse_source_take_fault (RdgSource *source,
                          guint64    line)
{
  RdgSparseSource *self = (RdgSparseSource *) source;
  gpointer key, fault;

  if (!g_hash_table_steal_extended (self->faults, &line, &key, &fault))
    return NULL;

  g_free (key);
  return fault;
}

static void
sparse_source_free (RdgSource *source)
{
  RdgSparseSource *self = (RdgSparseSource *) source;

  lines_clear (&self->lines);
  rdg_svm_inputs_free (self->inputs);
  g_free (self->values);
  _rdg_sparse_line_clear (&self->parsed);
  g_string_free (self->out, TRUE);
  g_hash_table_unref (self->faults);
  g_free (self);
}

static const RdgSourceClass sparse_source_class = {
  .kind = RDG_SOURCE_SPARSE,
  .read = sparse_source_read,
  .read_ahead = sparse_source_read_ahead,
  .get_position = sparse_source_get_position,
  .finish_hash = sparse_source_finish_hash,
  .take_fault = sparse_source_take_fault,
  .free = sparse_source_free,
};

static gboolean
check_label (const char  *name,
             guint64      line,
             double       label,
             GError     **error)
{
  char buffer[RDG_NUMBER_BUFFER_SIZE];

  if (isnan (label) || label == 1.0 || label == 0.0 || label == -1.0)
    return TRUE;

  g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_LABEL,
               _("“%s”, line %" PRIu64 ": the label is %s, but a car has either failed or passed. Write "
                 "1 for failed and -1 or 0 for passed."), name, line,
               rdg_number_format (label, buffer));
  return FALSE;
}

/* Goes through all lines, for what has to be known before the first: how many columns there are, and
 * what the labels mean. */
static gboolean
measure (RdgSparseSource  *self,
         GCancellable     *cancellable,
         GError          **error)
{
  RdgSource *text = _rdg_text_source_open (self->base.path, NULL, cancellable, error);
  gboolean zero = FALSE, minus = FALSE, good = TRUE;
  guint64 line = 0, zero_line = 0;
  Lines lines;
  int more = 0;

  if (text == NULL)
    return FALSE;

  lines_init (&lines, text);
  while (good && (more = lines_next (&lines, cancellable, error)) > 0)
    {
      double label;
      guint last;

      line++;
      if (lines.too_long ||
          _rdg_sparse_line_measure (lines.line->str, lines.line->len, &label, &last) ==
            RDG_SPARSE_LINE_BLANK)
        continue;
      good = check_label (self->base.name, line, label, error);
      if (label == 0.0 && !zero)
        zero_line = line;
      zero |= label == 0.0;
      minus |= label == -1.0;
      if (self->inputs == NULL)
        self->n_inputs = MAX (self->n_inputs, last);
    }
  lines_clear (&lines);
  if (more < 0 || !good)
    return FALSE;

  /* Our own export writes 0 for a car whose outcome is not known. */
  self->zero_passed = self->inputs == NULL;
  if (!zero || !minus || self->inputs != NULL)
    return TRUE;

  g_set_error (error, RDG_IMPORT_ERROR, RDG_IMPORT_ERROR_BAD_LABEL,
               _("“%s”, line %" PRIu64 ": the label is 0, and others are 1 and -1: three classes, but a "
                 "car has either failed or passed. Write 1 for failed and -1 for passed."),
               self->base.name, zero_line);
  return FALSE;
}

/**
 * _rdg_sparse_source_matches:
 * @path: a text file, which may be compressed
 *
 * Returns: whether it begins as libsvm's format does; %FALSE also where it cannot be read
 */
gboolean
_rdg_sparse_source_matches (const char   *path,
                            GCancellable *cancellable)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GInputStream) stream = G_INPUT_STREAM (g_file_read (file, cancellable, NULL));
  g_autofree char *sample = g_malloc (SNIFF_SIZE);
  gsize n = 0;

  if (stream == NULL || !g_input_stream_read_all (stream, sample, SNIFF_SIZE, &n, cancellable, NULL))
    return FALSE;

  if (n >= 2 && (guint8) sample[0] == 0x1f && (guint8) sample[1] == 0x8b)
    {
      g_autoptr (GZlibDecompressor) gunzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
      g_autoptr (GInputStream) packed =
        g_memory_input_stream_new_from_data (g_memdup2 (sample, n), (gssize) n, g_free);
      g_autoptr (GInputStream) unpacked =
        g_converter_input_stream_new (packed, G_CONVERTER (gunzip));

      /* It ends in the middle: what came before that is there all the same. */
      n = 0;
      g_input_stream_read_all (unpacked, sample, SNIFF_SIZE, &n, cancellable, NULL);
    }

  return _rdg_sparse_line_matches (sample, n);
}

/**
 * _rdg_sparse_source_open:
 * @path: a file that _rdg_sparse_source_matches()
 *
 * Returns: (transfer full) (nullable): its rows as a table, or %NULL with @error set
 */
RdgSource *
_rdg_sparse_source_open (const char    *path,
                         GCancellable  *cancellable,
                         GError       **error)
{
  RdgSparseSource *self = g_new0 (RdgSparseSource, 1);
  g_autoptr (RdgSource) source = &self->base;
  GError *local_error = NULL;
  RdgSource *text;

  _rdg_source_init (source, &sparse_source_class, path, 0);
  source->delimiter = RDG_SOURCE_DELIMITER;
  source->header_lines = 1;
  self->out = g_string_new (NULL);
  self->faults = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  _rdg_sparse_line_init (&self->parsed);

  self->inputs = rdg_svm_inputs_read_beside (path, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return NULL;
    }
  if (self->inputs != NULL)
    {
      self->n_inputs = rdg_svm_inputs_get_width (self->inputs);
      self->values = g_new (double, MAX (self->n_inputs, 1));
    }
  if (!measure (self, cancellable, error))
    return NULL;

  text = _rdg_text_source_open (path, NULL, cancellable, error);
  if (text == NULL)
    return NULL;

  lines_init (&self->lines, text);
  source->size = rdg_source_get_size (text);
  source->charset = rdg_source_get_charset (text);
  source->bom = rdg_source_has_bom (text);
  source->gzip = rdg_source_is_gzip (text);
  source->note = g_strdup (
    self->inputs != NULL
      ? _("This is libsvm's sparse format, and the file beside it names the inputs: the values are "
          "those before scaling, and a car is named by its line.")
      : _("This is libsvm's sparse format: what a row does not name is 0, and a car is named by its "
          "line."));
  put_header (self);
  g_string_append_c (self->out, '\n');

  return g_steal_pointer (&source);
}
