/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an option of a training is called, and what is said of it. Any thread. */
#pragma once

#include "rdg-training-options.h"

G_BEGIN_DECLS

const char *rdg_training_option_text_peek_choice  (const char              *key);
const char *rdg_training_option_text_peek_example (const RdgTrainingOption *option);
char       *rdg_training_option_text_dup_title    (const RdgTrainingOption *option);
char       *rdg_training_option_text_dup_help     (const RdgTrainingOption *option);

G_END_DECLS
