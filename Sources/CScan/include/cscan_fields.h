#pragma once
#include <stddef.h>
#include <stdint.h>

// Columns of fields, many rows at once. The field of row i begins one behind edges[i * stride] and ends at
// edges[i * stride + 1].

// Writes to `out`, two a row, the edges without quotes around a field, and without a carriage return at the end
// of a row's last field. Returns how many fields had either.
size_t cscan_strip(
    const uint8_t *p, const uint32_t *edges, size_t stride, size_t rows, int isLast, uint32_t *out);

// Reads fields that are an optional minus and digits with at most one point among them, eight bytes in all at
// most, and writes their values, correctly rounded. The rows of other fields are listed in `others`; returns
// how many these are. Reads up to eight bytes before a field. `level` is that of cscan_delimited, 0 too.
size_t cscan_short_numbers(
    int level, const uint8_t *p, const uint32_t *edges, size_t stride, size_t rows, double *values,
    uint32_t *others);
