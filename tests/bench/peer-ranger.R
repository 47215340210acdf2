# SPDX-License-Identifier: GPL-3.0-or-later
# Trains ranger on a table of bench-data; bench-peers calls it:
#   Rscript peer-ranger.R TABLE N_TREES THREADS SEED SCORES
# Prints a JSON object as bench-forest does. ranger 0.14 takes no missing values: they become the
# column's median, before the clock starts.
suppressMessages(library(ranger))
arguments <- commandArgs(TRUE)
file <- file(arguments[1], "rb")
invisible(readBin(file, "raw", 8))
size <- readBin(file, "integer", 4, size = 4)
n <- size[1]
train <- seq_len(size[2])
failed <- as.integer(readBin(file, "raw", n))
columns <- vector("list", size[3])
for (i in seq_len(size[3])) {
  x <- readBin(file, "numeric", n, size = 4)
  gap <- is.nan(x)
  if (any(gap)) x[gap] <- median(x[train][!gap[train]])
  columns[[i]] <- x
}
close(file)
table <- as.data.frame(columns, col.names = paste0("x", seq_along(columns)))
rm(columns)
outcome <- factor(failed[train], levels = c(0, 1))
clock <- proc.time()
forest <- ranger(x = table[train, , drop = FALSE], y = outcome, num.trees = as.integer(arguments[2]),
                 num.threads = as.integer(arguments[3]), seed = as.integer(arguments[4]),
                 probability = TRUE, min.node.size = 10, importance = "impurity", verbose = FALSE)
trained <- proc.time() - clock
clock <- proc.time()
score <- predict(forest, table[-train, , drop = FALSE], num.threads = as.integer(arguments[3]),
                 verbose = FALSE)$predictions[, "1"]
scored <- proc.time() - clock
writeBin(as.double(score), arguments[5])
cat(sprintf('{"version": "%s", "train_wall": %f, "train_cpu": %f, "score_wall": %f}\n',
            packageVersion("ranger"), trained[["elapsed"]],
            trained[["user.self"]] + trained[["sys.self"]], scored[["elapsed"]]))
