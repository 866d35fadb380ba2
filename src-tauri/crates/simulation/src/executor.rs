//! Runs futures on simulated time: one thread, one order, the same for the same seed.

use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

/// A point in simulated time, since the beginning of the run.
pub(crate) type Moment = Duration;

type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Where a task lives, and what ends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home {
    /// The world outside: people. Nothing ends it.
    World,
    /// The till's process. A crash drops it wherever it stands.
    Till,
}

/// Simulated time and what is due on it. Shared by everything that waits.
#[derive(Debug, Default)]
pub(crate) struct Timeline(Mutex<Schedule>);

#[derive(Debug, Default)]
struct Schedule {
    now: Moment,
    sequence: u64,
    due: BTreeMap<(Moment, u64), Waker>,
}

impl Timeline {
    pub(crate) fn now(&self) -> Moment {
        self.schedule().now
    }

    /// Waits until simulated time has reached `moment`.
    pub(crate) fn until(self: &Arc<Self>, moment: Moment) -> Sleep {
        Sleep { timeline: self.clone(), moment, asked: false }
    }

    fn schedule(&self) -> MutexGuard<'_, Schedule> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Goes on to what is due next. `None`: nothing is due any more.
    fn advance(&self, limit: Moment) -> Option<Waker> {
        let mut schedule = self.schedule();
        let (&(moment, _), _) = schedule.due.first_key_value()?;
        if moment > limit {
            return None;
        }
        let ((moment, _), waker) = schedule.due.pop_first()?;
        schedule.now = schedule.now.max(moment);
        Some(waker)
    }
}

/// A wait for a point in simulated time.
pub(crate) struct Sleep {
    timeline: Arc<Timeline>,
    moment: Moment,
    asked: bool,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut schedule = self.timeline.schedule();
        if schedule.now >= self.moment {
            return Poll::Ready(());
        }
        if !self.asked {
            schedule.sequence += 1;
            let key = (self.moment, schedule.sequence);
            schedule.due.insert(key, context.waker().clone());
            drop(schedule);
            self.asked = true;
        }
        Poll::Pending
    }
}

#[derive(Debug, Default)]
struct Ready(Mutex<VecDeque<usize>>);

struct TaskWaker {
    task: usize,
    ready: Arc<Ready>,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.ready.0.lock().unwrap_or_else(PoisonError::into_inner).push_back(self.task);
    }
}

/// Tasks that were handed over while others ran.
#[derive(Default)]
pub(crate) struct Spawner(Mutex<Vec<(Home, Task)>>);

impl Spawner {
    pub(crate) fn spawn(&self, home: Home, task: impl Future<Output = ()> + Send + 'static) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push((home, Box::pin(task)));
    }
}

/// The tasks of a run.
pub(crate) struct Executor {
    timeline: Arc<Timeline>,
    spawner: Arc<Spawner>,
    ready: Arc<Ready>,
    tasks: BTreeMap<usize, (Home, Task, Waker)>,
    next: usize,
}

/// What the world wants after a task has run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum After {
    /// On.
    GoOn,
    /// The till's process ends here and now.
    Crash,
}

impl Executor {
    pub(crate) fn new(timeline: Arc<Timeline>, spawner: Arc<Spawner>) -> Self {
        Self { timeline, spawner, ready: Arc::default(), tasks: BTreeMap::new(), next: 0 }
    }

    /// Runs until nothing is left to do before `limit`. `after` is asked after each step of a task of that home.
    pub(crate) fn run(&mut self, limit: Moment, mut after: impl FnMut(Home) -> After) {
        loop {
            self.adopt();
            let next = self.ready.0.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            let Some(id) = next else {
                match self.timeline.advance(limit) {
                    Some(waker) => waker.wake(),
                    None => return,
                }
                continue;
            };
            let Some((home, task, waker)) = self.tasks.get_mut(&id) else { continue };
            let home = *home;
            if task.as_mut().poll(&mut Context::from_waker(waker)).is_ready() {
                self.tasks.remove(&id);
            }
            if after(home) == After::Crash {
                self.adopt();
                self.tasks.retain(|_, (home, ..)| *home == Home::World);
            }
        }
    }

    fn adopt(&mut self) {
        let fresh = std::mem::take(&mut *self.spawner.0.lock().unwrap_or_else(PoisonError::into_inner));
        for (home, task) in fresh {
            let id = self.next;
            self.next += 1;
            let waker = Waker::from(Arc::new(TaskWaker { task: id, ready: self.ready.clone() }));
            waker.wake_by_ref();
            self.tasks.insert(id, (home, task, waker));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sleepers_wake_in_the_order_of_time_and_a_crash_ends_the_till_alone() {
        let (timeline, spawner) = (Arc::<Timeline>::default(), Arc::<Spawner>::default());
        let seen = Arc::new(Mutex::new(Vec::new()));
        for (home, seconds) in [(Home::World, 3), (Home::Till, 1), (Home::Till, 2)] {
            let (timeline, seen) = (timeline.clone(), seen.clone());
            spawner.spawn(home, async move {
                timeline.until(Duration::from_secs(seconds)).await;
                seen.lock().expect("no panic").push((home, seconds));
            });
        }
        let mut executor = Executor::new(timeline.clone(), spawner);
        let mut crashed = false;
        executor.run(Duration::from_secs(60), |home| {
            let crash = home == Home::Till && timeline.now() == Duration::from_secs(1) && !crashed;
            crashed |= crash;
            if crash { After::Crash } else { After::GoOn }
        });
        assert_eq!(*seen.lock().expect("no panic"), [(Home::Till, 1), (Home::World, 3)]);
    }
}
