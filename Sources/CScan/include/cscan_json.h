#pragma once
#include <stddef.h>
#include <stdint.h>

// Rows of JSON Lines that differ in nothing but their values.

// A value of a row and the bytes before it; the last step of a shape has only these, and they end the row.
typedef struct {
  uint32_t literal;   // where the bytes before the value are kept
  uint32_t length;    // how many they are
  int32_t slot;       // where the value is wanted, or -1
  uint16_t depth;     // in how many objects the value stands
  uint16_t isScalar;  // else it is an array
} cscan_json_step;

// Reads rows of one shape as long as they lie before p[count] and are plain: strings without escapes, numbers
// without exponent, words. Returns how many these are, at most `rows`, and where the next row begins in `next`.
//
// The edges of row i go to edges[i * stride]: one before its start, then for each of the slots one before the
// value's start and its end; null is empty. Those of a row that is not read may be written, too. The text ends with
// a newline. Reads up to 63 bytes past it, and past `literals`.
size_t cscan_json_rows(
    int level, const uint8_t *p, size_t start, size_t count, const cscan_json_step *steps,
    size_t values, const uint8_t *literals, uint32_t *edges, size_t stride, size_t slots,
    size_t rows, size_t *next);

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
