/* gsl_speed FAMILY BLOCKS < ROWS: the median processor time of a lower tail; see speed_table.py. */
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
  double first, second, third, x;
} Question;

static double answer(const char *family, const Question *q) {
  if (!strcmp(family, "normal")) return gsl_cdf_ugaussian_P(q->x);
  if (!strcmp(family, "t")) return gsl_cdf_tdist_P(q->x, q->first);
  if (!strcmp(family, "chi2")) return gsl_cdf_chisq_P(q->x, q->first);
  if (!strcmp(family, "gamma")) return gsl_cdf_gamma_P(q->x, q->first, 1);
  if (!strcmp(family, "beta")) return gsl_cdf_beta_P(q->x, q->first, q->second);
  if (!strcmp(family, "f")) return gsl_cdf_fdist_P(q->x, q->first, q->second);
  if (!strcmp(family, "binomial"))
    return gsl_cdf_binomial_P((unsigned)q->x, q->second, (unsigned)q->first);
  if (!strcmp(family, "poisson")) return gsl_cdf_poisson_P((unsigned)q->x, q->first);
  return gsl_cdf_negative_binomial_P((unsigned)q->x, q->second, q->first);
}

static int ascending(const void *a, const void *b) {
  double left = *(const double *)a, right = *(const double *)b;
  return (left > right) - (left < right);
}

int main(int count, char **words) {
  if (count != 3) return 2;
  int blocks = atoi(words[2]);
  size_t room = 1 << 16, rows = 0, got;
  Question *questions = malloc(room * sizeof *questions);
  while ((got = fread(questions + rows, sizeof *questions, room - rows, stdin)) > 0) {
    rows += got;
    if (rows == room) questions = realloc(questions, (room *= 2) * sizeof *questions);
  }
  gsl_set_error_handler_off();
  double times[64], sum = 0;
  if (blocks < 1 || blocks > 64 || rows == 0) return 2;
  for (int block = 0; block < blocks; block++) {
    clock_t start = clock();
    for (size_t i = 0; i < rows; i++) sum += answer(words[1], questions + i);
    times[block] = (double)(clock() - start) / CLOCKS_PER_SEC / (double)rows * 1e9;
  }
  qsort(times, (size_t)blocks, sizeof *times, ascending);
  printf("%.17g %.17g\n", times[blocks / 2], sum);
}
