#include "cscan_fields.h"

#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

size_t cscan_strip(
    const uint8_t *p, const uint32_t *edges, size_t stride, size_t rows, int isLast, uint32_t *out) {
  size_t stripped = 0;
  for (size_t i = 0; i < rows; i++, edges += stride, out += 2) {
    uint32_t start = edges[0] + 1, end = edges[1];
    uint32_t returned = isLast && end > start && p[end - 1] == '\r';
    end -= returned;
    // The byte at the end of an empty field is no quote: it ends the field.
    uint32_t quoted = p[start] == '"';
    out[0] = start + quoted - 1;
    out[1] = end - quoted;
    stripped += quoted | returned;
  }
  return stripped;
}

static size_t list_all(size_t from, size_t rows, uint32_t *others) {
  size_t count = 0;
  for (size_t i = from; i < rows; i++) others[count++] = (uint32_t)i;
  return count;
}

#if defined(__x86_64__)

enum { LANES = 8, STAGE = 64 };

// Eight numbers from the eight bytes before their ends and their lengths; a bit for each that is one.
__attribute__((target("avx512f,avx512bw,avx512dq,avx512cd,avx512vl"))) static inline __mmask8
read_eight(const uint64_t *words, const uint64_t *lengths, double *values) {
#define BYTES(x) _mm512_set1_epi64((long long)(x))
  const __m512i high = BYTES(0x8080808080808080), low7 = BYTES(0x7F7F7F7F7F7F7F7F);
  const __m512i one = BYTES(1);
  // Powers of ten, by how many digits stand behind the point.
  const __m512d powers = _mm512_setr_pd(1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7);
  __m512i word = _mm512_loadu_si512(words), length = _mm512_loadu_si512(lengths);
  // What stands before the field is shifted out, and becomes digits of zero.
  __m512i drop = _mm512_sub_epi64(BYTES(64), _mm512_slli_epi64(length, 3));
  __mmask8 isShort = _mm512_cmplt_epu64_mask(_mm512_sub_epi64(length, one), BYTES(8));
  __m512i first = _mm512_and_si512(_mm512_srlv_epi64(word, drop), BYTES(0xFF));
  __mmask8 isNegative = _mm512_cmpeq_epi64_mask(first, BYTES('-'));
  __m512i x = _mm512_xor_si512(word, BYTES(0x3030303030303030));
  x = _mm512_sllv_epi64(_mm512_srlv_epi64(x, drop), drop);
  x = _mm512_mask_xor_epi64(x, isNegative, x, _mm512_sllv_epi64(BYTES('-' ^ '0'), drop));
  // The first point, exactly; a second one is left, and is no digit.
  __m512i t = _mm512_xor_si512(x, BYTES(0x1E1E1E1E1E1E1E1E));
  t = _mm512_or_si512(_mm512_add_epi64(_mm512_and_si512(t, low7), low7), t);
  __m512i points = _mm512_andnot_si512(t, high);
  __mmask8 hasPoint = _mm512_test_epi64_mask(points, points);
  __m512i point = _mm512_and_si512(points, _mm512_sub_epi64(_mm512_setzero_si512(), points));
  // Eight digits behind the point would be one too many: without a point the count is taken for none.
  __m512i behind = _mm512_srli_epi64(_mm512_lzcnt_epi64(point), 3);
  // The gap that the point leaves is closed.
  __m512i bit = _mm512_srli_epi64(point, 7);
  __m512i before = _mm512_and_si512(x, _mm512_sub_epi64(bit, one));
  __m512i after = _mm512_andnot_si512(_mm512_sub_epi64(_mm512_slli_epi64(bit, 8), one), x);
  x = _mm512_mask_or_epi64(x, hasPoint, after, _mm512_slli_epi64(before, 8));
  __m512i beyond = _mm512_or_si512(_mm512_add_epi64(x, BYTES(0x7676767676767676)), x);
  __mmask8 hasOthers = _mm512_test_epi64_mask(beyond, high);
  // Pairs of digits, pairs of these, and the two halves.
  x = _mm512_maddubs_epi16(x, _mm512_set1_epi16(0x010A));
  x = _mm512_madd_epi16(x, _mm512_set1_epi32(0x00010064));
  x = _mm512_add_epi64(_mm512_mul_epu32(x, BYTES(10000)), _mm512_srli_epi64(x, 32));
  __m512d value = _mm512_div_pd(_mm512_cvtepu64_pd(x), _mm512_permutexvar_pd(behind, powers));
  value = _mm512_mask_xor_pd(value, isNegative, value, _mm512_set1_pd(-0.0));
  _mm512_storeu_pd(values, value);
  // A minus or a point alone is no number.
  __m512i digits = _mm512_mask_sub_epi64(length, isNegative, length, one);
  digits = _mm512_mask_sub_epi64(digits, hasPoint, digits, one);
  return isShort & (__mmask8)~hasOthers & _mm512_test_epi64_mask(digits, digits);
#undef BYTES
}

__attribute__((target("avx512f,avx512bw,avx512dq,avx512cd,avx512vl"))) static size_t
short_numbers_avx512(
    const uint8_t *p, const uint32_t *edges, size_t stride, size_t rows, double *values,
    uint32_t *others) {
  uint64_t words[STAGE], lengths[STAGE];
  size_t count = 0, done = 0;
  for (; done + LANES <= rows;) {
    size_t stage = rows - done < STAGE ? (rows - done) / LANES * LANES : STAGE;
    for (size_t i = 0; i < stage; i++, edges += stride) {
      memcpy(&words[i], p + edges[1] - 8, 8);
      lengths[i] = (uint64_t)edges[1] - (edges[0] + 1);
    }
    for (size_t i = 0; i < stage; i += LANES) {
      unsigned left = 0xFFu & ~(unsigned)read_eight(words + i, lengths + i, values + done + i);
      for (; left; left &= left - 1)
        others[count++] = (uint32_t)(done + i) + (uint32_t)__builtin_ctz(left);
    }
    done += stage;
  }
  return count + list_all(done, rows, others + count);
}

size_t cscan_short_numbers(
    int level, const uint8_t *p, const uint32_t *edges, size_t stride, size_t rows, double *values,
    uint32_t *others) {
  if (level >= 3) return short_numbers_avx512(p, edges, stride, rows, values, others);
  return list_all(0, rows, others);
}

#else

size_t cscan_short_numbers(
    int level, const uint8_t *p, const uint32_t *edges, size_t stride, size_t rows, double *values,
    uint32_t *others) {
  (void)level, (void)p, (void)edges, (void)stride, (void)values;
  return list_all(0, rows, others);
}

#endif
