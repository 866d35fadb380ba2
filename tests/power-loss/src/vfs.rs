//! Stands between SQLite and the system's files and writes down what passes. The only unsafe code of the project; tests
//! alone link it.
//!
//! SQLite reaches files through a table of functions (<https://www.sqlite.org/vfs.html>). [`install`] puts a table of ours
//! before the system's own and makes it the default, so the real store is recorded without knowing it. A file of ours is
//! a [`Shim`] with the system's file behind it in the same block of memory, as SQLite lays it out; every call is handed on
//! to that one. Only files in a watched folder (see [`crate::disk`]) are written down.

#![allow(unsafe_code)]
#![allow(non_snake_case, reason = "SQLite's own names")]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::mem::size_of;
use std::path::Path;
use std::ptr;
use std::sync::OnceLock;

use libsqlite3_sys::{
    SQLITE_CANTOPEN, SQLITE_FULL, SQLITE_IOERR_FSYNC, SQLITE_IOERR_WRITE, SQLITE_OK, SQLITE_OPEN_CREATE,
    SQLITE_OPEN_MAIN_JOURNAL, SQLITE_OPEN_WAL, sqlite3_file, sqlite3_int64, sqlite3_io_methods, sqlite3_vfs,
    sqlite3_vfs_find, sqlite3_vfs_register,
};

use crate::disk::{Failure, Watched};

/// A file as SQLite sees it. The system's own file lies behind it.
#[repr(C)]
struct Shim {
    base: sqlite3_file,
    /// From `Box::into_raw`; null for a file that is not written down.
    watched: *mut Watched,
}

/// The two tables. Filled once and never changed, so every thread may read them.
struct Tables {
    system: *mut sqlite3_vfs,
    methods: sqlite3_io_methods,
}

// SAFETY: both are only read after `install` filled them; `system` is SQLite's own table, which lives for ever.
unsafe impl Send for Tables {}
// SAFETY: as above.
unsafe impl Sync for Tables {}

static TABLES: OnceLock<Tables> = OnceLock::new();

/// Records from now on every file in a watched folder, whoever opens it in this process.
///
/// # Panics
/// Where SQLite has no file system of its own.
pub(crate) fn install() {
    TABLES.get_or_init(|| {
        // SAFETY: SQLite's default table exists for the life of the process; it is copied field by field, with the
        // functions that open and delete replaced. The functions that are not replaced do not look at the table they are
        // reached through. The copy is never freed, as SQLite demands of a registered table.
        unsafe {
            let system = sqlite3_vfs_find(ptr::null());
            assert!(!system.is_null(), "SQLite has no file system");
            let ours = sqlite3_vfs {
                szOsFile: (*system).szOsFile + size_of::<Shim>() as c_int,
                zName: c"power-loss".as_ptr(),
                pNext: ptr::null_mut(),
                xOpen: Some(open),
                xDelete: Some(delete),
                ..*system
            };
            assert_eq!(sqlite3_vfs_register(Box::into_raw(Box::new(ours)), 1), SQLITE_OK);
            Tables { system, methods: methods() }
        }
    });
}

/// Version 2: with a write-ahead log, without reading files as memory, which could not be written down.
fn methods() -> sqlite3_io_methods {
    sqlite3_io_methods {
        iVersion: 2,
        xClose: Some(close),
        xRead: Some(read),
        xWrite: Some(write),
        xTruncate: Some(truncate),
        xSync: Some(sync),
        xFileSize: Some(file_size),
        xLock: Some(lock),
        xUnlock: Some(unlock),
        xCheckReservedLock: Some(check_reserved_lock),
        xFileControl: Some(file_control),
        xSectorSize: Some(sector_size),
        xDeviceCharacteristics: Some(device_characteristics),
        xShmMap: Some(shm_map),
        xShmLock: Some(shm_lock),
        xShmBarrier: Some(shm_barrier),
        xShmUnmap: Some(shm_unmap),
        xFetch: None,
        xUnfetch: None,
    }
}

/// The system's file behind ours.
///
/// # Safety
/// `file` was made by [`open`], in a block of `szOsFile` bytes.
unsafe fn behind(file: *mut sqlite3_file) -> *mut sqlite3_file {
    // SAFETY: the block is as large as both together; `Shim` is as strictly aligned as any file of SQLite's.
    unsafe { file.cast::<Shim>().add(1).cast() }
}

/// What is written down about a file, if anything.
///
/// # Safety
/// `file` was made by [`open`] and is not closed.
unsafe fn watched<'a>(file: *mut sqlite3_file) -> Option<&'a Watched> {
    // SAFETY: null, or from `Box::into_raw` and freed by `close` alone.
    unsafe { (*file.cast::<Shim>()).watched.as_ref() }
}

/// Hands a call on to the system's file. A method the system does not have answers `$missing`.
macro_rules! hand_on {
    ($file:ident, $method:ident ( $($argument:expr),* ), $missing:expr) => {{
        // SAFETY: SQLite hands in a file that `open` made; the system's file behind it was opened then, so its methods
        // are there. The arguments are SQLite's own.
        unsafe {
            let real = behind($file);
            match (*(*real).pMethods).$method {
                Some(method) => method(real $(, $argument)*),
                None => $missing,
            }
        }
    }};
}

unsafe extern "C" fn open(
    _vfs: *mut sqlite3_vfs,
    name: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    let Some(tables) = TABLES.get() else { return SQLITE_CANTOPEN };
    // SAFETY: `name` is null or a path that SQLite ended with a zero.
    let path = (!name.is_null()).then(|| unsafe { CStr::from_ptr(name) }.to_string_lossy().into_owned());
    let existed = path.as_deref().is_some_and(|path| Path::new(path).exists());
    // SAFETY: SQLite hands in a block of `szOsFile` bytes, of which the system's part follows ours; the name goes on as it
    // came, with the parameters that SQLite keeps behind it. Should the system fail half-way, its file is closed, as
    // SQLite would do with one that has methods.
    unsafe {
        let real = behind(file);
        (*real).pMethods = ptr::null();
        (*file).pMethods = ptr::null();
        let Some(system_open) = (*tables.system).xOpen else { return SQLITE_CANTOPEN };
        let opened = system_open(tables.system, name, real, flags, out_flags);
        if opened != SQLITE_OK {
            if let Some(methods) = (*real).pMethods.as_ref()
                && let Some(close) = methods.xClose
            {
                close(real);
            }
            return opened;
        }
        let created = flags & SQLITE_OPEN_CREATE != 0 && !existed;
        // Such a file's first sync also syncs its folder, on every Unix.
        let log = flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL) != 0;
        let watched = path.and_then(|path| Watched::of(Path::new(&path), created, created && log));
        let watched = watched.map_or(ptr::null_mut(), |watched| Box::into_raw(Box::new(watched)));
        file.cast::<Shim>()
            .write(Shim { base: sqlite3_file { pMethods: &raw const tables.methods }, watched });
    }
    SQLITE_OK
}

unsafe extern "C" fn delete(_vfs: *mut sqlite3_vfs, name: *const c_char, sync_folder: c_int) -> c_int {
    let Some(tables) = TABLES.get() else { return SQLITE_CANTOPEN };
    // SAFETY: the name is SQLite's; the call goes on to the system's own table.
    unsafe {
        let Some(system_delete) = (*tables.system).xDelete else { return SQLITE_CANTOPEN };
        let deleted = system_delete(tables.system, name, sync_folder);
        if deleted == SQLITE_OK {
            let path = CStr::from_ptr(name).to_string_lossy();
            crate::disk::deleted(Path::new(path.as_ref()), sync_folder != 0);
        }
        deleted
    }
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: `watched` came from `Box::into_raw` and nobody uses the file after this.
    unsafe {
        let watched = std::mem::replace(&mut (*file.cast::<Shim>()).watched, ptr::null_mut());
        if !watched.is_null() {
            drop(Box::from_raw(watched));
        }
    }
    hand_on!(file, xClose(), SQLITE_OK)
}

unsafe extern "C" fn read(
    file: *mut sqlite3_file,
    into: *mut c_void,
    amount: c_int,
    offset: sqlite3_int64,
) -> c_int {
    hand_on!(file, xRead(into, amount, offset), SQLITE_CANTOPEN)
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    data: *const c_void,
    amount: c_int,
    offset: sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite hands in `amount` bytes at `data`, and a file of ours.
    let (watched, bytes) = unsafe {
        let length = usize::try_from(amount).unwrap_or_default();
        (watched(file), std::slice::from_raw_parts(data.cast::<u8>(), length))
    };
    if let Some(watched) = watched {
        match watched.write(offset.unsigned_abs(), bytes) {
            Ok(()) => {}
            Err(Failure::Full) => return SQLITE_FULL,
            Err(Failure::Broken) => return SQLITE_IOERR_WRITE,
        }
    }
    hand_on!(file, xWrite(data, amount, offset), SQLITE_IOERR_WRITE)
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: sqlite3_int64) -> c_int {
    // SAFETY: a file of ours.
    if let Some(watched) = unsafe { watched(file) } {
        watched.truncate(size.unsigned_abs());
    }
    hand_on!(file, xTruncate(size), SQLITE_OK)
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: a file of ours.
    if let Some(watched) = unsafe { watched(file) } {
        // What a sync would make durable is what is written down; the real disk need not be waited for.
        return if watched.sync().is_ok() { SQLITE_OK } else { SQLITE_IOERR_FSYNC };
    }
    hand_on!(file, xSync(flags), SQLITE_OK)
}

unsafe extern "C" fn file_size(file: *mut sqlite3_file, size: *mut sqlite3_int64) -> c_int {
    hand_on!(file, xFileSize(size), SQLITE_CANTOPEN)
}

unsafe extern "C" fn lock(file: *mut sqlite3_file, level: c_int) -> c_int {
    hand_on!(file, xLock(level), SQLITE_OK)
}

unsafe extern "C" fn unlock(file: *mut sqlite3_file, level: c_int) -> c_int {
    hand_on!(file, xUnlock(level), SQLITE_OK)
}

unsafe extern "C" fn check_reserved_lock(file: *mut sqlite3_file, held: *mut c_int) -> c_int {
    hand_on!(file, xCheckReservedLock(held), SQLITE_OK)
}

unsafe extern "C" fn file_control(file: *mut sqlite3_file, what: c_int, argument: *mut c_void) -> c_int {
    hand_on!(file, xFileControl(what, argument), libsqlite3_sys::SQLITE_NOTFOUND)
}

unsafe extern "C" fn sector_size(file: *mut sqlite3_file) -> c_int {
    hand_on!(file, xSectorSize(), 0)
}

unsafe extern "C" fn device_characteristics(file: *mut sqlite3_file) -> c_int {
    hand_on!(file, xDeviceCharacteristics(), 0)
}

unsafe extern "C" fn shm_map(
    file: *mut sqlite3_file,
    page: c_int,
    size: c_int,
    extend: c_int,
    at: *mut *mut c_void,
) -> c_int {
    hand_on!(file, xShmMap(page, size, extend, at), SQLITE_CANTOPEN)
}

unsafe extern "C" fn shm_lock(file: *mut sqlite3_file, offset: c_int, count: c_int, flags: c_int) -> c_int {
    hand_on!(file, xShmLock(offset, count, flags), SQLITE_CANTOPEN)
}

unsafe extern "C" fn shm_barrier(file: *mut sqlite3_file) {
    hand_on!(file, xShmBarrier(), ());
}

unsafe extern "C" fn shm_unmap(file: *mut sqlite3_file, delete: c_int) -> c_int {
    hand_on!(file, xShmUnmap(delete), SQLITE_OK)
}
