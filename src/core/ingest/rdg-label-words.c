/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words for passed and failed. */
#define G_LOG_DOMAIN "rdg-ingest"

#include "rdg-label-words.h"

#include <string.h>

#include "rdg-number.h"
#include "rdg-text.h"

/* What answers "did it fail?"; under a column that asks "did it pass?" the other way round. */
static const char * const yes_words[] = { "yes", "y", "true", "sim", "s", "verdadeiro", NULL };
static const char * const no_words[] = { "no", "n", "false", "não", "nao", "falso", NULL };

static const char * const failed_words[] = {
  "fail", "failed", "failure", "nok", "not ok", "n.ok", "ng", "nio", "bad", "defect", "defective",
  "falha", "falhou", "com falha", "reprovado", "reprovada", "defeito", "ruim", "não conforme",
  "nao conforme", NULL
};
static const char * const passed_words[] = {
  "pass", "passed", "ok", "io", "good", "no failure", "none", "aprovado", "aprovada", "passou",
  "sem falha", "bom", "conforme", NULL
};

static const char * const passed_names[] = {
  "pass", "passed", "ok", "good", "approved", "aprovado", "aprovada", "passou", "conforme", NULL
};

/**
 * rdg_label_name_means_passed:
 * @name: a column's name
 *
 * Returns: whether its 1 or yes means a pass
 */
gboolean
rdg_label_name_means_passed (const char *name)
{
  g_autofree char *folded = rdg_text_normalise (name, -1);

  g_strdelimit (folded, "?", ' ');
  return g_strv_contains (passed_names, g_strchomp (folded));
}

/**
 * rdg_label_parse_word:
 * @text: (array length=length): a cell that is not empty
 * @yes_means_passed: see rdg_label_name_means_passed()
 * @label: (out): what it says
 *
 * Returns: whether it is one of the words
 */
gboolean
rdg_label_parse_word (const char *text,
                      gsize       length,
                      gboolean    yes_means_passed,
                      RdgLabel   *label)
{
  double number;
  int answer = -1;

  if (rdg_number_parse_double (text, length, '.', &number))
    {
      if (number != 0 && number != 1 && number != -1)
        return FALSE;
      answer = number == 1;
    }
  else
    {
      g_autofree char *word = rdg_text_normalise (text, (gssize) length);

      if (g_strv_contains (failed_words, word))
        *label = RDG_LABEL_FAILED;
      else if (g_strv_contains (passed_words, word))
        *label = RDG_LABEL_PASSED;
      else if (g_strv_contains (yes_words, word))
        answer = 1;
      else if (g_strv_contains (no_words, word))
        answer = 0;
      else
        return FALSE;
    }

  if (answer >= 0)
    *label = (answer == 1) != yes_means_passed ? RDG_LABEL_FAILED : RDG_LABEL_PASSED;
  return TRUE;
}
