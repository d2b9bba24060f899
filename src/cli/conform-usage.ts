// The help of `raw-mtproto conform`.

export const CONFORM_USAGE = `usage: raw-mtproto conform client --exec 'COMMAND' [OPTIONS]
       raw-mtproto conform client --attach [OPTIONS]
       raw-mtproto conform server --dc ID=HOST:PORT --dc-key FILE.pem [OPTIONS]
       raw-mtproto conform report FILE... [--html DIR [--pages LIST]]

Plays the cases of docs/cases.md against a program in another process and tells what it did about each. The exit
code is 0 when no case failed, 1 when one did or could not be decided, 2 when none could be played or the harness
itself failed.

client: plays a data centre on loopback that gets one thing wrong at a time. docs/writing-a-shim.md says what
COMMAND has to be.
  --exec COMMAND     a command for the shell, started once for each run with what it has to do in its environment;
                     exit code 0: the scenario succeeded, 1: it failed, 89: it is not implemented
  --attach           wait for a client that somebody else starts, one run at a time, and ask how it went
  --transport LIST   what may be asked for, the first being what is spoken where a case does not care:
                     intermediate, abridged, padded, full, obfuscated, http, websocket, mtproxy (default: all)
  --port N           listen on this port and those that follow it, one case at a time
  --key-form FORM    the public key as pkcs1 (PEM), spki (PEM) or hex (modulus and exponent, a line each)
                     (default: pkcs1)

server: dials an address and gets one thing wrong at a time. Nothing but the address and the key is needed; what
needs more of a server, such as a method of the API or a transport, is played where the server shows that it has it.
  --dc ID=HOST:PORT  the data centre; repeatable: a second one is for cases that go from one to another
  --dc-key FILE.pem  its RSA public key
  --session FILE     a session that is logged in there, for the cases of logins; repeatable: one at home on the first
                     data centre, one on another, one with a password
  --password-file F  the password of the account that has one: the first line of F
  --passphrase-file F  the passphrase of sealed sessions: the first line of F

client and server:
  --only ID[,ID…]    the cases of these groups or rules, or single ones: HS, HS-21, HS-21/slug
  --seed TEXT        what chance of the harness follows from (default: conform; for a server, which remembers
                     nonces, another one each time)
  --deadline S       seconds that a run may take; cases that wait for timers take longer (default: 20;
                     with --attach 300)
  --jobs N           cases at a time (default: four for each processor; for a server 8)
  --repeat N         play each case N times; verdicts that differ make it flaky
  --name NAME        what the report calls the program
  --json FILE        write the report as JSON
  --junit FILE       write it as JUnit XML
  --html DIR         write it as pages
  --record FILE      every byte of every run, into the new FILE; see raw-mtproto trace (best with --only)
  --record-secrets   with the keys that open it
  --expect FILE      a list of known findings with reasons (docs/known-findings.md): the exit code is 0 when every
                     case is as it says, 1 when one is not, be it worse or better
  --update           bring FILE up to date with this run instead

report: reads the JSON files of earlier runs.
  --html DIR         write all of them as pages with one matrix, instead of printing them; DIR is missing, empty,
                     or holds the pages of a report alone
  --pages LIST       a page of its own only for cases of these verdicts, such as fail,non-strict: much smaller
`
