#pragma once
#include <stddef.h>
#include <stdint.h>

// Finds the bytes that give delimited text its structure, 64 at a time.

typedef struct {
  size_t count;       // offsets written
  size_t newlines;    // newlines outside quotes
  size_t quotes;      // quotes seen
  size_t listed;      // how many of them were listed
  size_t lines;       // newlines up to lastRowEnd, those in quotes too
  size_t lastRowEnd;  // one past the last newline outside quotes; 0 when there is none
  int irregular;      // a quote stands where RFC 4180 allows none
  int openQuote;      // the text ends inside quotes
  int listsAll;       // every quote that opens a field was listed
} cscan_result;

// The best instruction set of this machine: 0 none of these, 1 SSE2, 2 AVX2, 3 AVX-512 with VBMI2.
int cscan_level(void);

// Of no more quotes than about so many in one text is every one listed that opens a field.
enum { CSCAN_FEW_QUOTES = 512 };

// Writes to `out` the offsets of delimiters and newlines outside quotes in p[0 ..< n], which begins
// at the start of a row, and to `quotes` those of quotes that open a field while these are few, and of the
// second one of each doubled quote. Reads up to 63 bytes past n. `out` holds n + 64 offsets, `quotes` n / 2 +
// 64. `level` is at most cscan_level() and not zero.
void cscan_delimited(
    int level, const uint8_t *p, size_t n, uint8_t delimiter, uint32_t *out, uint32_t *quotes,
    cscan_result *result);

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
