package tieout.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The best build we know of on the JVM: two threads, each with a consumer, a share of the lanes and one connection; open transactions in the heap;
 * one database transaction a batch, COPY in binary for all of it.
 */
public final class JdbcPeer {
  private JdbcPeer() {}

  /** Runs until it is asked to end. */
  public static void main(String[] args) throws InterruptedException {
    AtomicBoolean stopped = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    for (int number = 0; number < Settings.THREADS; number++) {
      Thread thread = new Thread(() -> new JdbcWorker(stopped).run(), "worker-" + number);
      thread.setUncaughtExceptionHandler(
          (failed, error) -> {
            error.printStackTrace();
            Runtime.getRuntime().halt(1);
          });
      thread.start();
      threads.add(thread);
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stopped.set(true);
                  for (Thread thread : threads) join(thread);
                }));
    for (Thread thread : threads) thread.join();
  }

  private static void join(Thread thread) {
    try {
      thread.join(5_000);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
