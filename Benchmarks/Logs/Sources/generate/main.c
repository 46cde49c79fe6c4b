// Writes a synthetic log of a rollout, the same bytes for the same arguments: what the benchmarks read.
//
//   generate KIND ROWS USERS [OPTION…] > FILE
//
// KIND is csv or jsonl for the log itself, shadow for what another model answered to the same requests,
// labels for the truths that arrive later, in another order. Every variant of a log has the same rows.
// Options: permuted, quoted, uuid, zoned; first or second for one half of the rows; variants=N;
// columns=N for that many more columns; only=6 for those that rows are judged by alone, only=4 for those without
// score and label; seed=N.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 14, PERIOD_MS = 14 * 24 * 3600 * 1000 };

static const char *const NAMES[COLUMNS] = {
    "timestamp", "request_id", "user_id", "variant",  "model_version", "prediction", "label",
    "latency_ms", "error",     "country", "f_age",    "f_income",      "f_score",    "category"};
// The narrowest log that still has the column; 14 for those that only the whole one has.
static const unsigned NARROWEST[COLUMNS] = {4, 14, 14, 4, 14, 6, 6, 4, 4, 14, 14, 14, 14, 14};
static const int PERMUTED[COLUMNS] = {12, 7, 13, 3, 9, 0, 5, 11, 2, 8, 1, 10, 6, 4};
// 1 for what JSON writes between quotes.
static const int IS_TEXT[COLUMNS] = {1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1};
static const char *const COUNTRIES[] = {
    "US", "DE", "GB", "FR", "IN", "BR", "JP", "CA", "ES", "IT", "MX", "NL"};
static const double COUNTRY_SHARES[] = {
    .30, .12, .10, .08, .08, .07, .06, .06, .04, .04, .03, .02};
static const char *const CATEGORIES[] = {
    "search", "home", "feed", "checkout", "email", "push", "partner", "deals, local", "news",
    "the \"best\" of"};
static const double CATEGORY_SHARES[] = {.30, .20, .15, .10, .08, .06, .04, .03, .03, .01};

typedef struct {
  enum { CSV, JSONL, SHADOW, LABELS } kind;
  uint64_t rows, users, seed, first, last, variants, extra, only;
  int permuted, quoted, uuid, zoned;
} options;

typedef struct {
  char text[COLUMNS][48];
} row;

// SplitMix64 (Steele, Lea and Flood 2014): a stream of its own for each row, so that halves and shuffled
// files can be written without the rows before them.
static uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

static uint64_t state;

static uint64_t draw(void) { return mix(state += 0x9e3779b97f4a7c15ull); }

static double uniform(void) { return ((draw() >> 11) + 0.5) * 0x1p-53; }

static double normal(void) {
  return sqrt(-2 * log(uniform())) * cos(6.283185307179586 * uniform());
}

static int choose(const double *shares, int count, double u) {
  int i = 0;
  while (i < count - 1 && u >= shares[i]) u -= shares[i++];
  return i;
}

static void write_time(char *to, uint64_t ms, int zoned) {
  // The log begins on 1 March 2026; with a zone the same instants are told two hours ahead.
  uint64_t local = ms + (zoned ? 2 * 3600 * 1000 : 0), s = local / 1000;
  sprintf(to, "2026-03-%02dT%02d:%02d:%02d.%03d%s", (int)(1 + s / 86400), (int)(s / 3600 % 24),
          (int)(s / 60 % 60), (int)(s % 60), (int)(local % 1000), zoned ? "+02:00" : "Z");
}

static uint64_t request(const options *o, uint64_t i) { return mix(mix(o->seed + 1) + i); }

static void make(const options *o, uint64_t i, row *r) {
  state = mix(mix(o->seed) ^ i * 0x2545f4914f6cdd1dull);
  int second = i >= o->rows / 2;
  double gap = (double)PERIOD_MS / (double)o->rows;
  write_time(r->text[0], (uint64_t)((double)i * gap + uniform() * gap), o->zoned);
  sprintf(r->text[1], "%016llx", (unsigned long long)request(o, i));
  // A few users send many requests.
  double u = uniform();
  uint64_t user = mix((uint64_t)((double)o->users * u * sqrt(u)) + 0x1234567);
  int arm = (int)(user % o->variants);
  if (o->uuid)
    sprintf(r->text[2], "%08x-%04x-4%03x-8%03x-%012llx", (unsigned)(user >> 32),
            (unsigned)(user >> 16) & 0xffff, (unsigned)(user >> 4) & 0xfff,
            (unsigned)(user >> 8) & 0xfff, (unsigned long long)mix(user) >> 16);
  else
    sprintf(r->text[2], "u%012llx", (unsigned long long)(user >> 16));
  if (arm == 0)
    strcpy(r->text[3], "control");
  else if (arm == 1)
    strcpy(r->text[3], "treatment");
  else
    sprintf(r->text[3], "treatment-%d", arm);
  sprintf(r->text[4], "v2.%d.%d", arm ? 4 : 3, arm ? second : 7);
  double effect = (double)(mix(user) >> 40) / 16777216.0 - 0.5;
  double z = 0.9 * normal() + 1.5 * effect + (arm ? 0.05 : 0) + (second ? 0.08 : 0);
  sprintf(r->text[5], "%.6f", 1 / (1 + exp(-z)));
  int label = uniform() < 1 / (1 + exp(0.1 - 1.3 * z)), hidden = uniform() < 0.08;
  sprintf(r->text[6], "%s", hidden ? "" : label ? "1" : "0");
  double latency = exp(3.9 + 0.55 * normal() + 0.4 * effect - (arm ? 0.03 : 0));
  sprintf(r->text[7], "%.3f", uniform() < 0.002 ? 20 * latency : latency);
  sprintf(r->text[8], "%d", uniform() < (arm ? 0.011 : 0.012));
  strcpy(r->text[9], COUNTRIES[choose(COUNTRY_SHARES, 12, uniform() * (second ? 0.97 : 1))]);
  sprintf(r->text[10], "%.0f", 18 + fabs(normal()) * 18);
  sprintf(r->text[11], "%.2f", exp(10.4 + 0.6 * normal() + (second ? 0.05 : 0)));
  sprintf(r->text[12], "%.4f", normal() * 2.5);
  strcpy(r->text[13], CATEGORIES[choose(CATEGORY_SHARES, 10, uniform())]);
}

static void write_quoted(const char *text, char escape) {
  putchar('"');
  for (; *text; text++) {
    if (*text == '"') putchar(escape);
    putchar(*text);
  }
  putchar('"');
}

static int leaves_out(const options *o, int c) { return o->only && o->only < NARROWEST[c]; }

static void write_csv(const options *o, const row *r) {
  int written = 0;
  for (int k = 0; k < COLUMNS; k++) {
    int c = o->permuted ? PERMUTED[k] : k;
    const char *text = r->text[c];
    if (leaves_out(o, c)) continue;
    if (written++) putchar(',');
    if (o->quoted || strpbrk(text, ",\""))
      write_quoted(text, '"');
    else
      fputs(text, stdout);
  }
  for (uint64_t k = 0; k < o->extra; k++) printf(",%d", (int)(draw() % 1000));
  putchar('\n');
}

static void write_json(const options *o, const row *r) {
  for (int k = 0; k < COLUMNS; k++) {
    int c = o->permuted ? PERMUTED[k] : k;
    printf("%c\"%s\":", k ? ',' : '{', NAMES[c]);
    if (IS_TEXT[c])
      write_quoted(r->text[c], '\\');
    else
      fputs(*r->text[c] ? r->text[c] : "null", stdout);
  }
  for (uint64_t k = 0; k < o->extra; k++)
    printf(",\"extra_%d\":%d", (int)k, (int)(draw() % 1000));
  fputs("}\n", stdout);
}

static void write_header(const options *o) {
  if (o->kind == SHADOW) puts("request_id,prediction,latency_ms");
  if (o->kind == LABELS) puts("request_id,label");
  if (o->kind != CSV) return;
  int written = 0;
  for (int k = 0; k < COLUMNS; k++) {
    int c = o->permuted ? PERMUTED[k] : k;
    if (leaves_out(o, c)) continue;
    printf("%s%s", written++ ? "," : "", NAMES[c]);
  }
  for (uint64_t k = 0; k < o->extra; k++) printf(",extra_%d", (int)k);
  putchar('\n');
}

static void write_row(const options *o, uint64_t i) {
  row r;
  // Labels come in an order of their own: an odd stride visits every row of a power of two.
  if (o->kind == LABELS) {
    uint64_t size = 1;
    while (size < o->rows) size *= 2;
    i = i * 0x9e3779b1ull % size;
    if (i >= o->rows) return;
  }
  make(o, i, &r);
  switch (o->kind) {
    case CSV: write_csv(o, &r); break;
    case JSONL: write_json(o, &r); break;
    case SHADOW: {
      double score = atof(r.text[5]);
      printf("%s,%.6f,%.3f\n", r.text[1], 0.97 * score + 0.03 * uniform(),
             atof(r.text[7]) * (0.8 + 0.3 * uniform()));
      break;
    }
    case LABELS:
      if (i % 2 && *r.text[6]) printf("%s,%s\n", r.text[1], r.text[6]);
      break;
  }
}

static int starts(const char *text, const char *name, uint64_t *value) {
  size_t length = strlen(name);
  if (strncmp(text, name, length) || text[length] != '=') return 0;
  *value = strtoull(text + length + 1, NULL, 10);
  return 1;
}

int main(int count, char **words) {
  static char buffer[1 << 20];
  static const char *const kinds[] = {"csv", "jsonl", "shadow", "labels"};
  options o = {.seed = 42, .variants = 2};
  int kind = 0;
  while (count > 3 && kind < 4 && strcmp(words[1], kinds[kind])) kind++;
  if (count < 4 || kind == 4) {
    fputs("usage: generate csv|jsonl|shadow|labels ROWS USERS [OPTION…]\n", stderr);
    return 64;
  }
  o.kind = kind;
  o.rows = strtoull(words[2], NULL, 10), o.users = strtoull(words[3], NULL, 10);
  o.last = o.rows;
  for (int i = 4; i < count; i++) {
    const char *word = words[i];
    if (!strcmp(word, "permuted")) o.permuted = 1;
    else if (!strcmp(word, "quoted")) o.quoted = 1;
    else if (!strcmp(word, "uuid")) o.uuid = 1;
    else if (!strcmp(word, "zoned")) o.zoned = 1;
    else if (!strcmp(word, "first")) o.last = o.rows / 2;
    else if (!strcmp(word, "second")) o.first = o.rows / 2;
    else if (!starts(word, "variants", &o.variants) && !starts(word, "columns", &o.extra)
             && !starts(word, "only", &o.only)
             && !starts(word, "seed", &o.seed)) {
      fprintf(stderr, "generate: what is %s?\n", word);
      return 64;
    }
  }
  setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
  write_header(&o);
  uint64_t last = o.last;
  if (o.kind == LABELS)
    for (last = 1; last < o.rows;) last *= 2;
  for (uint64_t i = o.first; i < last; i++) write_row(&o, i);
  return fflush(stdout) || ferror(stdout) ? 74 : 0;
}
