import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Checks or writes the format of all Java sources: {@code java Format.java check|write DIR...}.
 *
 * <p>Exit codes: 0 all formatted (or written), 1 some are not (each is named), 2 wrong usage.
 */
final class Format {
  public static void main(String[] args) throws Exception {
    if (args.length < 2 || !List.of("check", "write").contains(args[0])) {
      System.err.println("usage: Format check|write DIR...");
      System.exit(2);
    }
    boolean write = args[0].equals("write");
    List<Path> files = new ArrayList<>();
    for (int i = 1; i < args.length; i++) {
      Path dir = Path.of(args[i]);
      if (Files.isDirectory(dir)) {
        try (var walk = Files.walk(dir)) {
          walk.filter(p -> p.toString().endsWith(".java")).forEach(files::add);
        }
      }
    }
    List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger failed = new AtomicInteger();
    files.parallelStream()
        .forEach(
            file -> {
              try {
                String before = Files.readString(file);
                Formatter formatter = new Formatter(JavaFormatterOptions.builder().build());
                String after =
                    formatter.formatSource(
                        RemoveUnusedImports.removeUnusedImports(
                            ImportOrderer.reorderImports(
                                before, JavaFormatterOptions.Style.GOOGLE)));
                if (!after.equals(before)) {
                  wrong.add(file.toString());
                  if (write) {
                    Files.writeString(file, after);
                  }
                }
              } catch (Exception e) {
                failed.incrementAndGet();
                System.err.println(file + ": " + e.getMessage());
              }
            });
    wrong.stream().sorted().forEach(f -> System.err.println((write ? "formatted " : "not formatted: ") + f));
    System.out.println("format: " + files.size() + " files, " + wrong.size() + (write ? " written" : " to format"));
    if (!write && !wrong.isEmpty()) {
      System.err.println("format them with: mvn -q -N process-sources -Dformat.mode=write");
    }
    System.exit(failed.get() > 0 || (!write && !wrong.isEmpty()) ? 1 : 0);
  }
}
