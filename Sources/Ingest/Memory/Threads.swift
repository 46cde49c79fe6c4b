#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A lock with a condition to wait on.
@safe
final class Monitor: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>

  init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe condition = .allocate(capacity: 1)
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(condition, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  /// Runs `body` with the lock held.
  func locked<R>(_ body: () -> R) -> R {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return body()
  }

  /// Runs `body` with the lock held, or returns `nil` at once when somebody else holds it.
  func lockedIfFree<R>(_ body: () -> R) -> R? {
    guard unsafe pthread_mutex_trylock(mutex) == 0 else { return nil }
    defer { unsafe pthread_mutex_unlock(mutex) }
    return body()
  }

  /// Gives the lock up until somebody signals; call only inside `locked`.
  func wait() { unsafe pthread_cond_wait(condition, mutex) }

  /// Wakes everybody who waits.
  func signal() { unsafe pthread_cond_broadcast(condition) }
}

/// Threads that work on one thing together.
enum Threads {
  private final class Start {
    let index: Int
    let body: @Sendable (Int) -> Void
    init(_ index: Int, _ body: @escaping @Sendable (Int) -> Void) {
      (self.index, self.body) = (index, body)
    }
  }

  /// How many processors there are.
  static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Runs `body` with 0 ..< count, each in a thread of its own, and waits for all.
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    var others: [pthread_t] = []
    for index in 1..<max(count, 1) {
      let start = unsafe Unmanaged.passRetained(Start(index, body))
      #if canImport(Darwin)
        var thread: pthread_t?
        let status = unsafe pthread_create(
          &thread, nil,
          { argument in
            let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
            start.body(start.index)
            return nil
          }, start.toOpaque())
        if status == 0, let thread { others.append(thread) }
      #else
        var thread = pthread_t()
        let status = unsafe pthread_create(
          &thread, nil,
          { argument in
            guard let argument = unsafe argument else { return nil }
            let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
            start.body(start.index)
            return nil
          }, start.toOpaque())
        if status == 0 { others.append(thread) }
      #endif
      // Fewer threads than asked for do the same work, only later.
      if status != 0 { unsafe start.release() }
    }
    body(0)
    for thread in others { pthread_join(thread, nil) }
  }
}
