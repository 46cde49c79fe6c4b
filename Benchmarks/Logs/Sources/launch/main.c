// Runs a command and writes to a file what it cost: its wait status, seconds, seconds of processor, and the most
// memory it held, in bytes.
//
//   launch FILE COMMAND [ARGUMENT…]
//
// A process begins with the peak of the one that started it: a Python would hide what a small program holds.
#include <stdio.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double seconds(struct timeval t) { return (double)t.tv_sec + (double)t.tv_usec * 1e-6; }

int main(int count, char **words) {
  if (count < 3) {
    fputs("usage: launch FILE COMMAND [ARGUMENT…]\n", stderr);
    return 64;
  }
  double start = now();
  pid_t child = fork();
  if (child == 0) {
    execvp(words[2], words + 2);
    perror(words[2]);
    _exit(127);
  }
  int status;
  struct rusage usage;
  if (child < 0 || wait4(child, &status, 0, &usage) < 0) {
    perror("launch");
    return 71;
  }
  double wall = now() - start;
#ifdef __APPLE__
  long unit = 1;
#else
  long unit = 1024;
#endif
  FILE *file = fopen(words[1], "w");
  if (!file) {
    perror(words[1]);
    return 73;
  }
  fprintf(file, "%d %.6f %.6f %ld\n", status, wall, seconds(usage.ru_utime) + seconds(usage.ru_stime),
          usage.ru_maxrss * unit);
  return fclose(file) ? 74 : 0;
}
