#!/bin/sh
# Types into `kubectl exec -it` through a pseudo-terminal and waits for what the screen shows before each next line.
# The screen is kept in the file $1; the exit code is kubectl's.
screen=$1
: > "$screen"

shows() { until [ "$(grep -acF -- "$2" "$screen")" -ge "$1" ]; do sleep 0.05; done; }

{
  shows 1 '/ # '
  printf 'echo helo\177lo\r'
  shows 1 'hello'
  printf 'while true; do curl http://apps-svc-all;sleep 0.1;done\r'
  shows 4 'c2'
  printf '\003'
  shows 1 '^C'
  printf 'echo back $((40 + 2))\r'
  shows 1 'back 42'
  printf 'exit 3\r'
  while kill -0 "$PPID" 2>/dev/null && ! grep -aqF 'COMMAND_EXIT_CODE' "$screen"; do sleep 0.05; done
} | script -qefc 'kubectl -n nolen exec -it deploy/apps-client -- sh' "$screen"
