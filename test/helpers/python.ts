/** The Python 3 of this machine, where there is one. */
import { execFileSync } from "node:child_process";

export const python = ["python3", "python"].find((command) => {
  try {
    return execFileSync(command, ["-c", "import sys; print(sys.version_info[0])"], { stdio: "pipe" }).toString().trim() === "3";
  } catch {
    return false;
  }
});

/**
 * Runs a file with the module names of Python 2.7 as well. Python's `print` writes word by word, between which other threads
 * write theirs; here each thread's line is written as a whole.
 */
const runner = `
import sys, runpy, threading, _thread, queue
class WholeLines:
    def __init__(self, stream):
        self.stream, self.own = stream, threading.local()
    def write(self, text):
        whole, newline, self.own.text = (getattr(self.own, 'text', '') + text).rpartition('\\n')
        if newline:
            self.stream.write(whole + newline)
        return len(text)
    def flush(self):
        self.stream.write(getattr(self.own, 'text', ''))
        self.own.text = ''
        self.stream.flush()
    def __getattr__(self, name):
        return getattr(self.stream, name)
sys.modules['thread'], sys.modules['Queue'] = _thread, queue
sys.stdout.reconfigure(line_buffering=True)
sys.stdout = WholeLines(sys.stdout)
sys.argv.pop(0)
runpy.run_path(sys.argv[0], run_name='__main__')
sys.stdout.flush()
`;

/** Arguments for Python that run the file. */
export const toRun = (file: string): string[] => ["-c", runner, file];
