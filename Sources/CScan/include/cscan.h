#pragma once
#include <stddef.h>
#include <stdint.h>

// Finds the bytes that give delimited text its structure, 64 at a time.

typedef struct {
  size_t count;       // offsets written
  size_t newlines;    // newlines outside quotes
  size_t quotes;      // quotes seen
  size_t lines;       // newlines up to lastRowEnd, those in quotes too
  size_t lastRowEnd;  // one past the last newline outside quotes; 0 when there is none
  int irregular;      // a quote stands where RFC 4180 allows none
  int openQuote;      // the text ends inside quotes
} cscan_result;

// The best instruction set of this machine: 0 none of these, 1 SSE2, 2 AVX2, 3 AVX-512 with VBMI2.
int cscan_level(void);

// Writes to `out` the offsets of delimiters and newlines outside quotes in p[0 ..< n], which begins
// at the start of a row. Reads up to 63 bytes past n. `out` holds n + 64 offsets. `level` is at most
// cscan_level() and not zero.
void cscan_delimited(
    int level, const uint8_t *p, size_t n, uint8_t delimiter, uint32_t *out, cscan_result *result);

// How far quotes have been followed, and what is known there; all zero at the start of a row.
typedef struct {
  size_t at;
  uint64_t inside;            // all ones inside quotes
  uint64_t closed;            // 1 when the byte before was a closing quote
  uint64_t closedThenReturn;  // 1 when it was a carriage return behind one
  int irregular;              // a quote stands where RFC 4180 allows none
} cscan_quoting;

// Follows quotes on to p[n]; the text began with a row. What ends at a multiple of 64 can be continued.
void cscan_follow_quotes(
    int level, const uint8_t *p, size_t n, uint8_t delimiter, cscan_quoting *state);

// The double nearest to a decimal number, in the C locale. The text has been checked to be a number.
double cscan_strtod(const uint8_t *p, size_t n);

// Asks the processor for the cache line at `p`, which need not be valid.
static inline void cscan_prefetch(const void *p) { __builtin_prefetch(p); }

// Sets a bit of words that several threads set bits of at the same time.
static inline void cscan_set_bit(uint64_t *words, ptrdiff_t bit) {
  uint64_t mask = (uint64_t)1 << (bit & 63);
  if (!(__atomic_load_n(&words[bit >> 6], __ATOMIC_RELAXED) & mask))
    __atomic_fetch_or(&words[bit >> 6], mask, __ATOMIC_RELAXED);
}

// Gives memory that was freed back to the system: what one thread freed, another might not use.
void cscan_give_back_memory(void);

// How many bytes of p come before the first quote, backslash or newline; there is one of these. Reads up to
// 15 bytes past it.
static inline size_t cscan_plain_length(const uint8_t *p) {
#if defined(__SSE2__)
  typedef char bytes __attribute__((vector_size(16)));
  for (size_t i = 0;; i += 16) {
    bytes v;
    __builtin_memcpy(&v, p + i, 16);
    int found = __builtin_ia32_pmovmskb128((bytes)((v == '"') | (v == '\\') | (v == '\n')));
    if (found) return i + (size_t)__builtin_ctz((unsigned)found);
  }
#else
  size_t i = 0;
  while (p[i] != '"' && p[i] != '\\' && p[i] != '\n') i++;
  return i;
#endif
}

// Whether a and b have the same first n bytes. Reads up to 15 bytes past them.
static inline int cscan_same(const uint8_t *a, const uint8_t *b, size_t n) {
#if defined(__SSE2__)
  typedef char bytes __attribute__((vector_size(16)));
  for (;; a += 16, b += 16, n -= 16) {
    bytes v, w;
    __builtin_memcpy(&v, a, 16);
    __builtin_memcpy(&w, b, 16);
    unsigned same = (unsigned)__builtin_ia32_pmovmskb128((bytes)(v == w));
    if (n <= 16) return ((same | ~0u << n) & 0xFFFF) == 0xFFFF;
    if (same != 0xFFFF) return 0;
  }
#else
  return __builtin_memcmp(a, b, n) == 0;
#endif
}

// How long the number is that p begins with, if it is as JSON has it, has no sign and no exponent, and is
// shorter than 16 bytes; else 0. Reads 16 bytes.
static inline size_t cscan_decimal_length(const uint8_t *p) {
  unsigned digits = 0, points = 0;
#if defined(__SSE2__)
  typedef uint8_t bytes __attribute__((vector_size(16)));
  typedef char flags __attribute__((vector_size(16)));
  bytes v;
  __builtin_memcpy(&v, p, 16);
  digits = (unsigned)__builtin_ia32_pmovmskb128((flags)(v - '0' <= 9));
  points = (unsigned)__builtin_ia32_pmovmskb128((flags)(v == '.'));
#else
  for (unsigned i = 0; i < 16; i++) {
    digits |= (unsigned)((uint8_t)(p[i] - '0') <= 9) << i;
    points |= (unsigned)(p[i] == '.') << i;
  }
#endif
  unsigned length = (unsigned)__builtin_ctz(~(digits | points));
  unsigned inside = (1u << length) - 1;
  points &= inside;
  // At most one point, digits at both ends, and no zero before another digit of the whole part.
  if (length == 0 || length > 15 || points & (points - 1) || points & 1 || points >> (length - 1))
    return 0;
  if (p[0] == '0' && digits >> 1 & 1 && length > 1) return 0;
  return (p[length] | 0x20) == 'e' ? 0 : length;
}
