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

// How many decimal digits p begins with; something else follows them. Reads up to 15 bytes past them.
static inline size_t cscan_digit_count(const uint8_t *p) {
#if defined(__SSE2__)
  typedef uint8_t bytes __attribute__((vector_size(16)));
  for (size_t i = 0;; i += 16) {
    bytes v;
    __builtin_memcpy(&v, p + i, 16);
    typedef char flags __attribute__((vector_size(16)));
    int digits = __builtin_ia32_pmovmskb128((flags)(v - '0' <= 9));
    if (digits != 0xFFFF) return i + (size_t)__builtin_ctz(~(unsigned)digits);
  }
#else
  size_t i = 0;
  while ((uint8_t)(p[i] - '0') <= 9) i++;
  return i;
#endif
}
