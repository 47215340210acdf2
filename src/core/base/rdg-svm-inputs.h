/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * RdgSvmInputs: what the numbered inputs of libsvm's files stand for. The files themselves
 * have no names and hold what a machine saw, scaled; this lies beside them, as FILE.inputs, a
 * key file with one group a feature, so that a table or a model that was written for libsvm can be
 * read back as what it was.
 *
 * A number takes one input, (value - mean) x factor, and where it had gaps another one
 * that is 1 where it is missing; a category takes one input a level. A formula's number has its
 * expression, too, as its user wrote it: who reads a model checks and binds it. Any thread.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RDG_SVM_MOST_INPUTS 65535

typedef struct
{
  char     *name;
  char     *unit;       /* "" where there is none */
  char     *expression; /* of a formula, unchecked; NULL: it was measured */
  GStrv     levels;     /* of a category; NULL: a number */
  guint     usual;      /* the level that most cars had */
  gboolean  gaps;
  gboolean  as_is;      /* not scaled, and taken however far out it is */
  double    mean;
  double    factor;     /* 0: it was the same for all */
} RdgSvmInput;

typedef struct
{
  guint        n_features;
  RdgSvmInput *features;
} RdgSvmInputs;

RdgSvmInputs *rdg_svm_inputs_new         (guint                n_features);
void          rdg_svm_inputs_free        (RdgSvmInputs        *self);
/* How many inputs a feature takes. */
guint         rdg_svm_input_get_width    (const RdgSvmInput   *self);
guint         rdg_svm_inputs_get_width   (const RdgSvmInputs  *self);
char         *rdg_svm_inputs_to_text     (const RdgSvmInputs  *self);
RdgSvmInputs *rdg_svm_inputs_parse       (const char          *text,
                                          gsize                length,
                                          GError             **error);
/* Of a table or a model of libsvm. */
char         *rdg_svm_inputs_get_path    (const char          *path);
/* NULL without an error: there is none. */
RdgSvmInputs *rdg_svm_inputs_read_beside (const char          *path,
                                          GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RdgSvmInputs, rdg_svm_inputs_free)

G_END_DECLS
