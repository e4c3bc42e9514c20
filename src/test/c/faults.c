/*
 * Loaded into a process by LD_PRELOAD: counts what it changes below one folder, and at one of these
 * calls does something to the process, or has the call fail. What the process changes elsewhere is
 * left alone. All of it is configured by the environment:
 *
 *   FAULTS_FOLDER  the folder, a path without symbolic links
 *   FAULTS_LOG     a file outside of it, to which one line per counted call is appended:
 *                  "number call path", and " !" once the fault has happened
 *   FAULTS_CALLS   the calls that are counted, separated by commas; all of them when unset:
 *                  create write truncate sync rename link unlink
 *   FAULTS_AT      the number of the call that the fault comes with, from 1; none when unset
 *   FAULTS_WHEN    "before" the call is made, or "after" it; before when unset
 *   FAULTS_ACTION  KILL, STOP or TERM: the signal that the process gets; EIO, ENOSPC or another of
 *                  the numbers below: what the call fails with
 *   FAULTS_LASTS   when set, all counted calls from that one on fail, as on a disk that stays full
 *
 * The calls go to the kernel directly, so it does not matter when this library is loaded.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define NAME(fault) {#fault, fault}

static const struct {
    const char *name;
    int number;
} ERRORS[] = {NAME(EIO), NAME(ENOSPC), NAME(EDQUOT), NAME(EROFS), NAME(EINVAL), NAME(EACCES)};

static const struct {
    const char *name;
    int number;
} SIGNALS[] = {{"KILL", SIGKILL}, {"STOP", SIGSTOP}, {"TERM", SIGTERM}};

static long counted;

/* Below FAULTS_FOLDER, or it itself. */
static int is_ours(const char *path) {
    const char *folder = getenv("FAULTS_FOLDER");
    if (folder == NULL || path[0] != '/') {
        return 0;
    }
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

static void path_of(int fd, char *path) {
    char link[40];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = '\0';
}

static void path_at(int folder, const char *name, char *path) {
    if (name[0] == '/') {
        snprintf(path, PATH_MAX, "%s", name);
        return;
    }
    if (folder == AT_FDCWD) {
        if (getcwd(path, PATH_MAX) == NULL) {
            path[0] = '\0';
        }
    } else {
        path_of(folder, path);
    }
    size_t length = strlen(path);
    snprintf(path + length, PATH_MAX - length, "/%s", name);
}

static int is_counted(const char *call) {
    const char *calls = getenv("FAULTS_CALLS");
    if (calls == NULL) {
        return 1;
    }
    size_t length = strlen(call);
    for (const char *at = strstr(calls, call); at != NULL; at = strstr(at + 1, call)) {
        if ((at == calls || at[-1] == ',') && (at[length] == ',' || at[length] == '\0')) {
            return 1;
        }
    }
    return 0;
}

static void tell(long number, const char *call, const char *path, const char *fault) {
    const char *log = getenv("FAULTS_LOG");
    if (log == NULL) {
        return;
    }
    long fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd >= 0) {
        char line[PATH_MAX + 64];
        int length = snprintf(line, sizeof line, "%ld %s %s%s\n", number, call, path, fault);
        syscall(SYS_write, (int) fd, line, (size_t) length);
        syscall(SYS_close, (int) fd);
    }
}

/* Whoever handles the signal has done so when this returns; what is killed does not return. */
static void raise_signal(int number) {
    struct timespec moment = {0, 300 * 1000 * 1000};
    kill(getpid(), number);
    if (number == SIGKILL) {
        pause();
    } else if (number == SIGTERM) {
        nanosleep(&moment, NULL);
    }
}

/* Does what FAULTS_ACTION says; returns what the call has to fail with, 0 if it need not. */
static int act(long number, const char *call, const char *path) {
    const char *action = getenv("FAULTS_ACTION");
    tell(number, call, path, " !");
    for (size_t i = 0; action != NULL && i < sizeof SIGNALS / sizeof SIGNALS[0]; i++) {
        if (strcmp(action, SIGNALS[i].name) == 0) {
            raise_signal(SIGNALS[i].number);
            return 0;
        }
    }
    for (size_t i = 0; action != NULL && i < sizeof ERRORS / sizeof ERRORS[0]; i++) {
        if (strcmp(action, ERRORS[i].name) == 0) {
            return ERRORS[i].number;
        }
    }
    return 0;
}

/* A call between its two moments. */
struct call {
    const char *name;
    const char *path;
    long number;
};

static int is_now(const struct call *call, int after) {
    const char *at = getenv("FAULTS_AT");
    const char *when = getenv("FAULTS_WHEN");
    if (call->number == 0 || at == NULL || after != (when != NULL && strcmp(when, "after") == 0)) {
        return 0;
    }
    return call->number == atol(at) || (getenv("FAULTS_LASTS") != NULL && call->number > atol(at));
}

static int before(struct call *call) {
    int error = errno;
    call->number = 0;
    if (is_ours(call->path) && is_counted(call->name)) {
        call->number = __atomic_add_fetch(&counted, 1, __ATOMIC_SEQ_CST);
        tell(call->number, call->name, call->path, "");
    }
    int fault = is_now(call, 0) ? act(call->number, call->name, call->path) : 0;
    errno = fault != 0 ? fault : error;
    return fault;
}

static long after(struct call *call, long result) {
    int error = errno;
    int fault = is_now(call, 1) ? act(call->number, call->name, call->path) : 0;
    errno = fault != 0 ? fault : error;
    return fault != 0 ? -1 : result;
}

#define AROUND(call, kernel) (before(&(call)) != 0 ? -1 : after(&(call), (kernel)))

static int open_at(int folder, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX] = "";
    if ((flags & O_CREAT) != 0) {
        path_at(folder, name, path);
    }
    struct call call = {"create", path, 0};
    return (int) AROUND(call, syscall(SYS_openat, folder, name, flags, mode));
}

/* __OPEN_NEEDS_MODE is a macro of the C library's own headers. */
#define MODE(flags)                           \
    mode_t mode = 0;                          \
    if (__OPEN_NEEDS_MODE(flags)) {           \
        va_list rest;                         \
        va_start(rest, flags);                \
        mode = (mode_t) va_arg(rest, int);    \
        va_end(rest);                         \
    }

int open(const char *name, int flags, ...) {
    MODE(flags)
    return open_at(AT_FDCWD, name, flags, mode);
}

int open64(const char *name, int flags, ...) {
    MODE(flags)
    return open_at(AT_FDCWD, name, flags, mode);
}

int openat(int folder, const char *name, int flags, ...) {
    MODE(flags)
    return open_at(folder, name, flags, mode);
}

int openat64(int folder, const char *name, int flags, ...) {
    MODE(flags)
    return open_at(folder, name, flags, mode);
}

int creat(const char *name, mode_t mode) {
    return open_at(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int creat64(const char *name, mode_t mode) {
    return creat(name, mode);
}

#define ON_DESCRIPTOR(word, fd, kernel)   \
    char path[PATH_MAX];                  \
    path_of(fd, path);                    \
    struct call call = {word, path, 0};   \
    return AROUND(call, kernel)

ssize_t write(int fd, const void *bytes, size_t length) {
    ON_DESCRIPTOR("write", fd, syscall(SYS_write, fd, bytes, length));
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) {
    ON_DESCRIPTOR("write", fd, syscall(SYS_pwrite64, fd, bytes, length, at));
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
    ON_DESCRIPTOR("write", fd, syscall(SYS_pwrite64, fd, bytes, length, at));
}

ssize_t writev(int fd, const struct iovec *pieces, int count) {
    ON_DESCRIPTOR("write", fd, syscall(SYS_writev, fd, pieces, count));
}

int fsync(int fd) {
    ON_DESCRIPTOR("sync", fd, (int) syscall(SYS_fsync, fd));
}

int fdatasync(int fd) {
    ON_DESCRIPTOR("sync", fd, (int) syscall(SYS_fdatasync, fd));
}

int ftruncate(int fd, off_t length) {
    ON_DESCRIPTOR("truncate", fd, (int) syscall(SYS_ftruncate, fd, length));
}

int ftruncate64(int fd, off64_t length) {
    ON_DESCRIPTOR("truncate", fd, (int) syscall(SYS_ftruncate, fd, length));
}

int renameat2(int from, const char *old, int to, const char *name, unsigned int flags) {
    char path[PATH_MAX];
    path_at(to, name, path);
    struct call call = {"rename", path, 0};
    return (int) AROUND(call, syscall(SYS_renameat2, from, old, to, name, flags));
}

int renameat(int from, const char *old, int to, const char *name) {
    return renameat2(from, old, to, name, 0);
}

int rename(const char *old, const char *name) {
    return renameat2(AT_FDCWD, old, AT_FDCWD, name, 0);
}

int linkat(int from, const char *old, int to, const char *name, int flags) {
    char path[PATH_MAX];
    path_at(to, name, path);
    struct call call = {"link", path, 0};
    return (int) AROUND(call, syscall(SYS_linkat, from, old, to, name, flags));
}

int link(const char *old, const char *name) {
    return linkat(AT_FDCWD, old, AT_FDCWD, name, 0);
}

int unlinkat(int folder, const char *name, int flags) {
    char path[PATH_MAX];
    path_at(folder, name, path);
    struct call call = {"unlink", path, 0};
    return (int) AROUND(call, syscall(SYS_unlinkat, folder, name, flags));
}

int unlink(const char *name) {
    return unlinkat(AT_FDCWD, name, 0);
}
