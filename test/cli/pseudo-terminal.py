# Runs a program on a pseudo terminal: argv is COLUMNS ROWS PROGRAM... What the terminal shows goes to standard
# output. Standard input is a line for each thing to do: `type HEX`, `resize COLUMNS ROWS`, `signal NUMBER`.
# At the end the last line of standard error is the exit code, or - and the signal.
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios


def resize(terminal, columns, rows):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


columns, rows, *program = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    os.read(0, 1)
    os.execvp(program[0], program)
resize(terminal, int(columns), int(rows))
os.write(terminal, b"\n")
orders = b""
inputs = [terminal, 0]
while terminal in inputs:
    for ready in select.select(inputs, [], [])[0]:
        try:
            data = os.read(ready, 65536)
        except OSError:
            data = b""
        if not data:
            inputs.remove(ready)
            if ready == 0:
                os.kill(child, signal.SIGKILL)
        elif ready == terminal:
            os.write(1, data)
        else:
            orders += data
            *lines, orders = orders.split(b"\n")
            for line in lines:
                order, *values = line.decode().split()
                if order == "type":
                    os.write(terminal, bytes.fromhex(values[0]))
                elif order == "resize":
                    resize(terminal, *map(int, values))
                    os.kill(child, signal.SIGWINCH)
                else:
                    os.kill(child, int(values[0]))
status = os.waitpid(child, 0)[1]
code = os.waitstatus_to_exitcode(status)
sys.stderr.write(f"{code}\n")
