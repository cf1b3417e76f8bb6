#define _GNU_SOURCE
#include "CGatewaySystem.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>

int gg_open_named_directory(const char *path) { return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC); }

int gg_open_directory(int directory, const char *name) {
    return openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

int gg_make_directory(int directory, const char *name) { return mkdirat(directory, name, 0700); }

int gg_is_private(int directory) {
    struct stat found;
    if (fstat(directory, &found) != 0) return 0;
    return found.st_uid == geteuid() && (found.st_mode & 022) == 0;
}

// O_NONBLOCK: to open a FIFO would wait for a writer.
int gg_open_entry(int directory, const char *name) {
    return openat(directory, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
}

int gg_create_entry(int directory, const char *name) {
    return openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

int gg_rename_entry(int directory, const char *from, const char *to) {
    return renameat(directory, from, directory, to);
}

int gg_remove_entry(int directory, const char *name) { return unlinkat(directory, name, 0); }

int64_t gg_regular_size(int fd) {
    struct stat found;
    if (fstat(fd, &found) != 0 || !S_ISREG(found.st_mode)) return -1;
    return (int64_t)found.st_size;
}

int gg_lock_file(int fd) { return flock(fd, LOCK_EX | LOCK_NB); }

void *gg_list_open(int directory) {
    // A descriptor of its own: a duplicate would share the position.
    int own = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (own < 0) return NULL;
    DIR *list = fdopendir(own);
    if (list == NULL) close(own);
    return list;
}

const char *gg_list_next(void *list) {
    struct dirent *entry = readdir((DIR *)list);
    return entry == NULL ? NULL : entry->d_name;
}

void gg_list_close(void *list) { closedir((DIR *)list); }
