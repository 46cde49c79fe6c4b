#include "cscan_json.h"

#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// What is asked of the 64 bytes at hand: a bit for each byte.
//
//   SAME(a, b)   where two texts have the same byte
//   STOPS(a)     quotes, backslashes and newlines
//   DIGITS(a)    and
//   POINTS(a)
//   EQUAL(a, byte)

enum { GROUP = 16 };

// Values are looked for in many rows before the next ones are: where one value ends says where the next begins,
// and rows need not wait for each other. A literal and the value behind it mostly lie within 64 bytes, so that
// these are loaded once. `at` is where each row of a group goes on, `whole` how many are read so far.
#define JSON_ROWS_BODY(SAME, STOPS, DIGITS, POINTS, EQUAL)                                        \
  size_t read = 0, i = start;                                                                     \
  while (read < rows && i < count) {                                                              \
    size_t at[GROUP], ends[GROUP], group = 0;                                                     \
    size_t most = rows - read < GROUP ? rows - read : GROUP;                                      \
    for (size_t from = i; group < most && from < count; group++) {                                \
      at[group] = from;                                                                           \
      uint32_t *row = edges + group * stride;                                                     \
      row[0] = (uint32_t)from - 1;                                                                \
      for (size_t s = 0; s < slots; s++) row[1 + 2 * s] = ~0u, row[2 + 2 * s] = 0;                \
      uint64_t newlines;                                                                          \
      /* The rows behind these are asked for: what is read first of them has to wait. */          \
      for (; !(newlines = EQUAL(p + from, '\n')); from += 64) __builtin_prefetch(p + from + 1024); \
      __builtin_prefetch(p + from + 1024);                                                        \
      from += (size_t)__builtin_ctzll(newlines);                                                  \
      ends[group] = from++;                                                                       \
    }                                                                                             \
    size_t whole = group;                                                                         \
    for (size_t k = 0; k < values; k++) {                                                         \
      const cscan_json_step step = steps[k];                                                      \
      const uint8_t *literal = literals + step.literal;                                           \
      const size_t length = step.length;                                                          \
      if (length > 48 || !step.isScalar) return *next = i, read;                                  \
      const uint64_t literalBits = (1ull << length) - 1;                                          \
      for (size_t r = 0; r < whole; r++) {                                                        \
        const uint8_t *window = p + at[r], *value = window + length;                              \
        size_t from = at[r] + length, to;                                                         \
        uint8_t first = *value;                                                                   \
        if (~(SAME(window, literal)) & literalBits) {                                             \
          whole = r;                                                                              \
        } else if (first == '"') {                                                                \
          uint64_t stops = (STOPS(window)) >> (length + 1);                                       \
          to = ++from;                                                                            \
          if (__builtin_expect(stops != 0, 1))                                                    \
            to += (size_t)__builtin_ctzll(stops);                                                 \
          else                                                                                    \
            to += cscan_plain_length(p + from);                                                   \
          at[r] = to + 1;                                                                         \
          if (p[to] != '"') whole = r;                                                            \
        } else if ((uint8_t)(first - '0') <= 9 || first == '-') {                                 \
          size_t sign = first == '-';                                                             \
          uint64_t digits = (DIGITS(window)) >> (length + sign);                                  \
          uint64_t points = (POINTS(window)) >> (length + sign);                                  \
          /* The bytes behind the window are none, so that there is a first one. */               \
          size_t size = (size_t)__builtin_ctzll(~(digits | points));                              \
          points &= (1ull << size) - 1;                                                           \
          at[r] = to = from + sign + size;                                                        \
          /* A point, if any, stands between digits; a zero comes before no other digit. */       \
          if (length + sign + size >= 64 || !(digits & 1) || points & (points - 1)                \
              || points >> (size - 1) || (value[sign] == '0' && digits >> 1 & 1))                 \
            whole = r;                                                                            \
        } else if (first == 'n' && !memcmp(value, "null", 4)) {                                   \
          at[r] = from + 4;                                                                       \
          from = to = 0;                                                                          \
        } else if (first == 't' && !memcmp(value, "true", 4)) {                                   \
          at[r] = to = from + 4;                                                                  \
        } else if (first == 'f' && !memcmp(value, "false", 5)) {                                  \
          at[r] = to = from + 5;                                                                  \
        } else {                                                                                  \
          whole = r;                                                                              \
        }                                                                                         \
        if (step.slot >= 0) {                                                                     \
          uint32_t *edge = edges + r * stride + 1 + 2 * step.slot;                                \
          edge[0] = (uint32_t)from - 1;                                                           \
          edge[1] = (uint32_t)to;                                                                 \
        }                                                                                         \
      }                                                                                           \
    }                                                                                             \
    const cscan_json_step last = steps[values];                                                   \
    for (size_t r = 0; r < whole; r++)                                                            \
      if (at[r] + last.length != ends[r]                                                          \
          || !cscan_same(p + at[r], literals + last.literal, last.length))                        \
        whole = r;                                                                                \
    if (whole > 0) i = ends[whole - 1] + 1;                                                       \
    read += whole;                                                                                \
    edges += whole * stride;                                                                      \
    if (whole < group) break;                                                                     \
  }                                                                                               \
  *next = i;                                                                                      \
  return read;

#define JSON_ROWS_PARAMETERS                                                                 \
  const uint8_t *p, size_t start, size_t count, const cscan_json_step *steps, size_t values, \
      const uint8_t *literals, uint32_t *edges, size_t stride, size_t slots, size_t rows,    \
      size_t *next
#define JSON_ROWS_ARGUMENTS \
  p, start, count, steps, values, literals, edges, stride, slots, rows, next

#if defined(__x86_64__)

__attribute__((target("avx512f,avx512bw,avx512vl,bmi,bmi2,popcnt,lzcnt"))) static size_t
json_rows_avx512(JSON_ROWS_PARAMETERS) {
#define LOAD512(a) _mm512_loadu_si512(a)
#define EQUAL512(a, byte) _mm512_cmpeq_epi8_mask(LOAD512(a), _mm512_set1_epi8(byte))
#define SAME512(a, b) _mm512_cmpeq_epi8_mask(LOAD512(a), LOAD512(b))
#define STOPS512(a) EQUAL512(a, '"') | EQUAL512(a, '\\') | EQUAL512(a, '\n')
#define DIGITS512(a)                                                                    \
  _mm512_cmple_epu8_mask(_mm512_sub_epi8(LOAD512(a), _mm512_set1_epi8('0')), _mm512_set1_epi8(9))
#define POINTS512(a) EQUAL512(a, '.')
  JSON_ROWS_BODY(SAME512, STOPS512, DIGITS512, POINTS512, EQUAL512)
}

__attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt"))) static size_t json_rows_avx2(
    JSON_ROWS_PARAMETERS) {
#define LOAD256(a, z) _mm256_loadu_si256((const void *)((a) + 32 * z))
#define MASK256(v, z) ((uint64_t)(uint32_t)_mm256_movemask_epi8(v) << 32 * z)
#define BYTES256(byte) _mm256_set1_epi8(byte)
#define EQUAL256(a, byte)                                             \
  (MASK256(_mm256_cmpeq_epi8(LOAD256(a, 0), BYTES256(byte)), 0)       \
   | MASK256(_mm256_cmpeq_epi8(LOAD256(a, 1), BYTES256(byte)), 1))
#define SAME256(a, b)                                                 \
  (MASK256(_mm256_cmpeq_epi8(LOAD256(a, 0), LOAD256(b, 0)), 0)        \
   | MASK256(_mm256_cmpeq_epi8(LOAD256(a, 1), LOAD256(b, 1)), 1))
#define STOPS256(a) EQUAL256(a, '"') | EQUAL256(a, '\\') | EQUAL256(a, '\n')
#define DIGITS256_AT(a, z)                                            \
  MASK256(                                                            \
      _mm256_cmpeq_epi8(                                              \
          _mm256_min_epu8(_mm256_sub_epi8(LOAD256(a, z), BYTES256('0')), BYTES256(9)), \
          _mm256_sub_epi8(LOAD256(a, z), BYTES256('0'))),             \
      z)
#define DIGITS256(a) (DIGITS256_AT(a, 0) | DIGITS256_AT(a, 1))
#define POINTS256(a) EQUAL256(a, '.')
  JSON_ROWS_BODY(SAME256, STOPS256, DIGITS256, POINTS256, EQUAL256)
}

#endif

size_t cscan_json_rows(int level, JSON_ROWS_PARAMETERS) {
#if defined(__x86_64__)
  if (level >= 3) return json_rows_avx512(JSON_ROWS_ARGUMENTS);
  if (level == 2) return json_rows_avx2(JSON_ROWS_ARGUMENTS);
#endif
  // One by one is as good where there are no wide words.
  (void)level, (void)p, (void)count, (void)steps, (void)values, (void)literals, (void)edges;
  (void)stride, (void)slots, (void)rows;
  *next = start;
  return 0;
}
