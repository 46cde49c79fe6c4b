#pragma once
#include <stddef.h>

// Zeroed memory that begins on a multiple of two MiB: where `large`, in large pages if the system has them. NULL
// where there is no memory.
void *cscan_map(size_t bytes, int large);

// Gives it back.
void cscan_unmap(void *memory, size_t bytes);

// Gives memory that was freed back to the system: what one thread freed, another might not use.
void cscan_give_back_memory(void);
