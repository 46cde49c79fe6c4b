#define _GNU_SOURCE
#include "cscan.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#if defined(__APPLE__)
#include <xlocale.h>
#endif
#if defined(__x86_64__)
#include <immintrin.h>
#endif

static locale_t c_locale(void) {
  static locale_t shared;
  locale_t seen = __atomic_load_n(&shared, __ATOMIC_ACQUIRE);
  if (seen) return seen;
  locale_t made = newlocale(LC_ALL_MASK, "C", (locale_t)0);
  if (__atomic_compare_exchange_n(
          &shared, &seen, made, 0, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    return made;
  freelocale(made);
  return seen;
}

double cscan_strtod(const uint8_t *p, size_t n) {
  char small[128];
  char *text = n < sizeof small ? small : malloc(n + 1);
  if (!text) return 0.0 / 0.0;
  memcpy(text, p, n);
  text[n] = 0;
  double value = strtod_l(text, NULL, c_locale());
  if (text != small) free(text);
  return value;
}

#if defined(__x86_64__)

int cscan_level(void) {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
      && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512cd")
      && __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("bmi2")
      && __builtin_cpu_supports("pclmul"))
    return 3;
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")
                 && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("pclmul")
             ? 2
             : 1;
}

typedef struct {
  uint64_t delimiters, newlines, quotes;
} masks;

// What one word of 64 bytes must know of the word before it.
typedef struct {
  uint64_t inside;      // all ones inside quotes
  uint64_t mayOpen;     // 1 when the last byte ended a field or was a closing quote
  uint64_t closed;      // 1 when the last byte was a closing quote
  uint64_t closedThenReturn;
} carry;

// What a word of 64 bytes at `at` tells where quotes are near: it needs m, the word's masks, and c; sets
// `structure`, clears newlines inside quotes, and finds what is irregular. `valid` has a bit for each byte of
// the text. Behind a closing quote a carriage return may stand, which is rare enough to be looked for only then.
#define FOLLOW_QUOTES(PREFIX_XOR, LOAD_RETURNS, at)                             \
  uint64_t inside = PREFIX_XOR(m.quotes) ^ c.inside;                            \
  uint64_t opening = m.quotes & inside, closing = m.quotes & ~inside;           \
  structure &= ~inside;                                                         \
  m.newlines &= ~inside;                                                        \
  uint64_t mayOpen = structure | closing;                                       \
  uint64_t afterClose = closing << 1 | c.closed;                                \
  uint64_t odd = afterClose & ~(structure | opening) & valid;                   \
  irregular |= opening & ~(mayOpen << 1 | c.mayOpen);                           \
  if (__builtin_expect(odd | c.closedThenReturn, 0)) {                          \
    uint64_t returned = odd & (LOAD_RETURNS(at));                               \
    irregular |= odd & ~returned;                                               \
    irregular |= (returned << 1 | c.closedThenReturn) & ~m.newlines & valid;    \
    c.closedThenReturn = returned >> 63;                                        \
  }                                                                             \
  c.inside = (uint64_t)((int64_t)inside >> 63);                                 \
  c.mayOpen = mayOpen >> 63;                                                    \
  c.closed = closing >> 63;

#define KEEP_VALID                                                                \
  uint64_t valid = i + 64 > n ? ~0ull >> (64 - (n - i)) : ~0ull;                  \
  if (__builtin_expect(valid != ~0ull, 0))                                        \
    m.delimiters &= valid, m.newlines &= valid, m.quotes &= valid;

// Lists quotes that open a field while these are few, and always those that open again what was just closed.
#define LIST_QUOTES                                                             \
  uint64_t listed = opening & (few | afterClose);                               \
  if (__builtin_expect(listed != 0, 0)) {                                       \
    for (; listed; listed &= listed - 1)                                        \
      quotes[listedCount++] = (uint32_t)i + (uint32_t)__builtin_ctzll(listed);  \
    if (listedCount >= CSCAN_FEW_QUOTES) few = 0;                               \
  }

#define SCAN_BODY(LOAD_MASKS, LOAD_RETURNS, PREFIX_XOR, WRITE_OFFSETS)                        \
  size_t k = 0, newlineCount = 0, quoteCount = 0, lastRowEnd = 0, lineCount = 0, lines = 0;   \
  size_t listedCount = 0;                                                                     \
  uint64_t irregular = 0, few = ~0ull;                                                        \
  carry c = {0, 1, 0, 0};                                                                     \
  for (size_t i = 0; i < n; i += 64) {                                                        \
    masks m;                                                                                  \
    LOAD_MASKS(p + i, m);                                                                     \
    KEEP_VALID                                                                                \
    uint64_t structure = m.delimiters | m.newlines, allNewlines = m.newlines;                 \
    if (__builtin_expect((m.quotes | c.inside) != 0 || c.closed || c.closedThenReturn, 0)) {  \
      FOLLOW_QUOTES(PREFIX_XOR, LOAD_RETURNS, p + i)                                          \
      quoteCount += (size_t)__builtin_popcountll(m.quotes);                                   \
      LIST_QUOTES                                                                             \
    } else {                                                                                  \
      c.mayOpen = structure >> 63;                                                            \
    }                                                                                         \
    if (m.newlines) {                                                                         \
      int last = 63 - __builtin_clzll(m.newlines);                                            \
      lastRowEnd = i + (size_t)last + 1;                                                      \
      lines = lineCount + (size_t)__builtin_popcountll(allNewlines << (63 - last));           \
    }                                                                                         \
    lineCount += (size_t)__builtin_popcountll(allNewlines);                                   \
    newlineCount += (size_t)__builtin_popcountll(m.newlines);                                 \
    size_t found = (size_t)__builtin_popcountll(structure);                                   \
    uint32_t *o = out + k, base = (uint32_t)i;                                                \
    WRITE_OFFSETS                                                                             \
    k += found;                                                                               \
  }                                                                                           \
  result->count = k;                                                                          \
  result->newlines = newlineCount;                                                            \
  result->quotes = quoteCount;                                                                \
  result->listed = listedCount;                                                               \
  result->listsAll = few != 0;                                                                \
  result->lines = lines;                                                                      \
  result->lastRowEnd = lastRowEnd;                                                            \
  result->irregular = irregular != 0;                                                         \
  result->openQuote = c.inside != 0;

// Eight at once, most of them wasted, beat a loop whose end cannot be predicted.
#define WRITE_BY_EIGHT                                                \
  for (int z = 0; z < 8; z++) {                                       \
    o[z] = base + (uint32_t)__builtin_ctzll(structure | 1ull << 63);  \
    structure &= structure - 1;                                       \
  }                                                                   \
  for (size_t z = 8; z < found; z++) {                                \
    o[z] = base + (uint32_t)__builtin_ctzll(structure);               \
    structure &= structure - 1;                                       \
  }

// Words without quotes need nothing but to be seen; what the byte before may be is asked of memory behind them.
#define QUOTES_BODY(LOAD_QUOTES, LOAD_MASKS, LOAD_RETURNS, PREFIX_XOR)                         \
  carry c = {state->inside, 0, state->closed, state->closedThenReturn};                        \
  uint64_t irregular = 0;                                                                      \
  size_t i = state->at;                                                                        \
  int skipped = 1;                                                                             \
  for (; i < n; i += 64) {                                                                     \
    if (__builtin_expect(                                                                      \
            (LOAD_QUOTES(p + i)) == 0 && !c.inside && !c.closed && !c.closedThenReturn, 1)) {  \
      skipped = 1;                                                                             \
      continue;                                                                                \
    }                                                                                          \
    masks m;                                                                                   \
    LOAD_MASKS(p + i, m);                                                                      \
    KEEP_VALID                                                                                 \
    uint64_t structure = m.delimiters | m.newlines;                                            \
    if (skipped)                                                                               \
      c.mayOpen =                                                                              \
          !c.inside && (i == 0 || c.closed || p[i - 1] == delimiter || p[i - 1] == '\n');      \
    skipped = 0;                                                                               \
    FOLLOW_QUOTES(PREFIX_XOR, LOAD_RETURNS, p + i)                                             \
  }                                                                                            \
  *state = (cscan_quoting){                                                                    \
      i < n ? i : n, c.inside, c.closed, c.closedThenReturn,                                   \
      state->irregular || irregular != 0};

__attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt,pclmul"))) static void scan_avx2(
    const uint8_t *p, size_t n, uint8_t delimiter, uint32_t *out, uint32_t *quotes,
    cscan_result *result) {
  const __m256i d = _mm256_set1_epi8((char)delimiter), w = _mm256_set1_epi8('\n');
  const __m256i q = _mm256_set1_epi8('"');
#define MASK32(v, x) ((uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(v, x)))
#define LOAD_AVX2(at, m)                                                \
  __m256i v0 = _mm256_loadu_si256((const void *)(at));                  \
  __m256i v1 = _mm256_loadu_si256((const void *)((at) + 32));           \
  m.delimiters = MASK32(v0, d) | MASK32(v1, d) << 32;                   \
  m.newlines = MASK32(v0, w) | MASK32(v1, w) << 32;                     \
  m.quotes = MASK32(v0, q) | MASK32(v1, q) << 32;
#define RETURNS_AVX2(at)                                                               \
  MASK32(_mm256_loadu_si256((const void *)(at)), _mm256_set1_epi8('\r'))               \
      | MASK32(_mm256_loadu_si256((const void *)((at) + 32)), _mm256_set1_epi8('\r')) << 32
#define XOR_CLMUL(x)                              \
  ((uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128( \
      _mm_set_epi64x(0, (long long)(x)), _mm_set1_epi8(-1), 0)))
  SCAN_BODY(LOAD_AVX2, RETURNS_AVX2, XOR_CLMUL, WRITE_BY_EIGHT)
}

__attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt,pclmul"))) static void quotes_avx2(
    const uint8_t *p, size_t n, uint8_t delimiter, cscan_quoting *state) {
  const __m256i d = _mm256_set1_epi8((char)delimiter), w = _mm256_set1_epi8('\n');
  const __m256i q = _mm256_set1_epi8('"');
#define QUOTES_AVX2(at)                                                                  \
  _mm256_movemask_epi8(_mm256_or_si256(                                                  \
      _mm256_cmpeq_epi8(_mm256_loadu_si256((const void *)(at)), q),                      \
      _mm256_cmpeq_epi8(_mm256_loadu_si256((const void *)((at) + 32)), q)))
  QUOTES_BODY(QUOTES_AVX2, LOAD_AVX2, RETURNS_AVX2, XOR_CLMUL)
}

#define AVX512 "avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,bmi2,popcnt,lzcnt,pclmul"

__attribute__((target(AVX512))) static void scan_avx512(
    const uint8_t *p, size_t n, uint8_t delimiter, uint32_t *out, uint32_t *quotes,
    cscan_result *result) {
  const __m512i d = _mm512_set1_epi8((char)delimiter), w = _mm512_set1_epi8('\n');
  const __m512i q = _mm512_set1_epi8('"');
  uint8_t ascending[64];
  for (int z = 0; z < 64; z++) ascending[z] = (uint8_t)z;
  const __m512i places = _mm512_loadu_si512(ascending);
#define LOAD_AVX512(at, m)                        \
  __m512i v = _mm512_loadu_si512(at);             \
  m.delimiters = _mm512_cmpeq_epi8_mask(v, d);    \
  m.newlines = _mm512_cmpeq_epi8_mask(v, w);      \
  m.quotes = _mm512_cmpeq_epi8_mask(v, q);
#define RETURNS_AVX512(at) _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(at), _mm512_set1_epi8('\r'))
#define WRITE_COMPRESSED                                                                   \
  __m512i found64 = _mm512_maskz_compress_epi8(structure, places);                         \
  __m512i start = _mm512_set1_epi32((int)base);                                            \
  _mm512_storeu_si512(                                                                     \
      o, _mm512_add_epi32(start, _mm512_cvtepu8_epi32(_mm512_castsi512_si128(found64))));  \
  if (__builtin_expect(found > 16, 0)) {                                                   \
    for (size_t z = 0; z < 16; z++) structure &= structure - 1;                            \
    for (size_t z = 16; z < found; z++) {                                                  \
      o[z] = base + (uint32_t)__builtin_ctzll(structure);                                  \
      structure &= structure - 1;                                                          \
    }                                                                                      \
  }
  SCAN_BODY(LOAD_AVX512, RETURNS_AVX512, XOR_CLMUL, WRITE_COMPRESSED)
}

__attribute__((target(AVX512))) static void quotes_avx512(
    const uint8_t *p, size_t n, uint8_t delimiter, cscan_quoting *state) {
  const __m512i d = _mm512_set1_epi8((char)delimiter), w = _mm512_set1_epi8('\n');
  const __m512i q = _mm512_set1_epi8('"');
#define QUOTES_AVX512(at) _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(at), q)
  QUOTES_BODY(QUOTES_AVX512, LOAD_AVX512, RETURNS_AVX512, XOR_CLMUL)
}

static inline uint64_t prefix_xor(uint64_t x) {
  for (int s = 1; s < 64; s <<= 1) x ^= x << s;
  return x;
}

static void scan_sse2(
    const uint8_t *p, size_t n, uint8_t delimiter, uint32_t *out, uint32_t *quotes,
    cscan_result *result) {
  const __m128i d = _mm_set1_epi8((char)delimiter), w = _mm_set1_epi8('\n');
  const __m128i q = _mm_set1_epi8('"');
#define MASK16(v, x) ((uint64_t)(uint16_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, x)))
#define MASK64(x) \
  (MASK16(v[0], x) | MASK16(v[1], x) << 16 | MASK16(v[2], x) << 32 | MASK16(v[3], x) << 48)
#define LOAD_SSE2(at, m)                                                             \
  __m128i v[4];                                                                      \
  for (int z = 0; z < 4; z++) v[z] = _mm_loadu_si128((const void *)((at) + 16 * z)); \
  m.delimiters = MASK64(d);                                                          \
  m.newlines = MASK64(w);                                                            \
  m.quotes = MASK64(q);
#define RETURN_SSE2(at, z)                                                               \
  (uint64_t)(uint16_t)_mm_movemask_epi8(                                                 \
      _mm_cmpeq_epi8(_mm_loadu_si128((const void *)((at) + 16 * z)), _mm_set1_epi8('\r'))) \
      << 16 * z
#define RETURNS_SSE2(at) \
  RETURN_SSE2(at, 0) | RETURN_SSE2(at, 1) | RETURN_SSE2(at, 2) | RETURN_SSE2(at, 3)
  SCAN_BODY(LOAD_SSE2, RETURNS_SSE2, prefix_xor, WRITE_BY_EIGHT)
}

static void quotes_sse2(
    const uint8_t *p, size_t n, uint8_t delimiter, cscan_quoting *state) {
  const __m128i d = _mm_set1_epi8((char)delimiter), w = _mm_set1_epi8('\n');
  const __m128i q = _mm_set1_epi8('"');
#define EQUAL_QUOTE(at) _mm_cmpeq_epi8(_mm_loadu_si128((const void *)(at)), q)
#define QUOTES_SSE2(at)                                                    \
  _mm_movemask_epi8(_mm_or_si128(                                          \
      _mm_or_si128(EQUAL_QUOTE(at), EQUAL_QUOTE((at) + 16)),               \
      _mm_or_si128(EQUAL_QUOTE((at) + 32), EQUAL_QUOTE((at) + 48))))
  QUOTES_BODY(QUOTES_SSE2, LOAD_SSE2, RETURNS_SSE2, prefix_xor)
}

void cscan_delimited(
    int level, const uint8_t *p, size_t n, uint8_t delimiter, uint32_t *out, uint32_t *quotes,
    cscan_result *result) {
  if (level >= 3)
    scan_avx512(p, n, delimiter, out, quotes, result);
  else if (level == 2)
    scan_avx2(p, n, delimiter, out, quotes, result);
  else
    scan_sse2(p, n, delimiter, out, quotes, result);
}

void cscan_follow_quotes(
    int level, const uint8_t *p, size_t n, uint8_t delimiter, cscan_quoting *state) {
  if (level >= 3)
    quotes_avx512(p, n, delimiter, state);
  else if (level == 2)
    quotes_avx2(p, n, delimiter, state);
  else
    quotes_sse2(p, n, delimiter, state);
}

#else

int cscan_level(void) { return 0; }

void cscan_delimited(
    int level, const uint8_t *p, size_t n, uint8_t delimiter, uint32_t *out, uint32_t *quotes,
    cscan_result *result) {
  (void)level, (void)p, (void)n, (void)delimiter, (void)out, (void)quotes;
  memset(result, 0, sizeof *result);
}

void cscan_follow_quotes(
    int level, const uint8_t *p, size_t n, uint8_t delimiter, cscan_quoting *state) {
  (void)level, (void)p, (void)delimiter;
  state->at = n;
}

#endif
