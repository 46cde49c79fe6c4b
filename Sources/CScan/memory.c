#define _GNU_SOURCE
#include "cscan_memory.h"

#include <stdint.h>
#include <sys/mman.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

enum { PAGE = 1 << 21 };

// No system's ordinary pages are larger than 64 KiB.
static size_t whole_pages(size_t bytes) { return (bytes + 0xFFFF) & ~(size_t)0xFFFF; }

void *cscan_map(size_t bytes, int large) {
  bytes = whole_pages(bytes);
  // Room for a start on a large page; what is left over on both sides is given back.
  size_t wide = bytes + PAGE;
  char *memory = mmap(NULL, wide, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return NULL;
  size_t before = -(uintptr_t)memory % PAGE;
  if (before) munmap(memory, before);
  if (PAGE - before) munmap(memory + before + bytes, PAGE - before);
#if defined(MADV_HUGEPAGE)
  if (large) madvise(memory + before, bytes, MADV_HUGEPAGE);
#else
  (void)large;
#endif
  return memory + before;
}

void cscan_unmap(void *memory, size_t bytes) { munmap(memory, whole_pages(bytes)); }

void cscan_give_back_memory(void) {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}
