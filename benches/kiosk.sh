#!/usr/bin/env bash
# What the kiosk costs: start → first frame, memory, idle processor time, tap → page changed. The real program under Xvfb,
# whose picture is a file in memory, looked at every half millisecond. Beside each figure stands how it was taken.
# FRONT_DESK names the program; a debug build tells nothing about release, and the head line says which one it was.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/kiosk-bed

# Where the first page's tile and the way back are, from a run of its own: telling the places costs time.
open_kiosk --places "$bed/places"
until_true "the first page" rests 取号办事
read -ra tile < <(place 取号办事)
tap 取号办事
until_true "the way back" rests 回首页
read -ra back < <(place 回首页)
kill_kiosk

echo "program: $program"
python3 - "$bed" "$program" "${tile[@]}" "${back[@]}" <<'P'
import ctypes, mmap, os, signal, statistics, struct, subprocess, sys, time
bed, program, (x, y, back_x, back_y) = sys.argv[1], sys.argv[2], map(int, sys.argv[3:])
WIDTH, HEIGHT, HEAD, FOOT = 1080, 1920, 130, 200
file = open(f"{bed}/Xvfb_screen0", "r+b")
frame = mmap.mmap(file.fileno(), 0)
header = struct.unpack(">25I", frame[:100])
start, line = header[0] + header[19] * 12, header[12]
# One pixel of a grid over the page, without the header's clock and the foot.
SPOTS = [start + row * line + column * 4 for row in range(HEAD, HEIGHT - FOOT, 24) for column in range(12, WIDTH, 24)]
look = lambda: b"".join(frame[at:at + 3] for at in SPOTS)

def until(fits, what, patience=30):
    end = time.perf_counter() + patience
    while not fits():
        if time.perf_counter() > end:
            sys.exit(f"waited {patience} s for {what}")
        time.sleep(0.0005)
    return time.perf_counter()

def launch():
    args = [program, "--config", f"{bed}/config", "--data", f"{bed}/data", "--face", "kiosk"]
    begun = time.perf_counter()
    log = open(f"{bed}/program.log", "ab")
    return begun, subprocess.Popen(args, stdout=log, stderr=log)

def end(child):
    child.send_signal(signal.SIGKILL)
    child.wait()
    until(lambda: not any(look()), "an empty screen")

def settled():
    until(lambda: (a := look()) and (time.sleep(0.1), a == look())[1], "a page at rest")

x11, xtst = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
display = ctypes.c_void_p(x11.XOpenDisplay(None))
def button(down):
    xtst.XTestFakeButtonEvent(display, 1, down, 0)
    x11.XFlush(display)
def move(x, y):
    xtst.XTestFakeMotionEvent(display, -1, x, y, 0)
    x11.XFlush(display)

starts = []
for _ in range(6):
    begun, child = launch()
    starts.append(until(lambda: sum(map(bool, look())) > len(SPOTS), "a frame") - begun)
    settled()
    end(child)
print(f"start → first frame   {statistics.median(starts[1:]) * 1000:6.0f} ms   median of 5 after one to warm; from exec to pixels in the frame buffer")

_, child = launch()
until(lambda: any(look()), "a frame")
settled()
rollup = dict(l.split(":", 1) for l in open(f"/proc/{child.pid}/smaps_rollup").read().splitlines()[1:])
print(f"PSS on the first page {int(rollup['Pss'].split()[0]) / 1024:6.1f} MB   /proc/PID/smaps_rollup")
ran = lambda: sum(int(open(f"/proc/{child.pid}/task/{task}/schedstat").read().split()[0]) for task in os.listdir(f"/proc/{child.pid}/task"))
before, seconds = ran(), 30
time.sleep(seconds)
used = (ran() - before) / 1e9 / seconds * 100
print(f"idle processor        {used:6.2f} %    of one core, all threads over {seconds} s on the first page, two changes of its news in it")

changes, at_once = [], 0
for _ in range(20):
    home = look()
    move(x, y)
    button(True)
    until(lambda: look() != home, "the pressed tile", 5)
    settled()
    pressed = look()
    released = time.perf_counter()
    button(False)
    different = lambda: sum(a != b for a, b in zip(look(), pressed)) > len(pressed) // 50
    # The toolkit paints at most sixty pictures a second: what follows the first change within 10 ms is the same picture.
    first = until(lambda: look() != pressed, "a change", 5)
    changes.append(until(different, "another page") - released)
    at_once += released + changes[-1] - first < 0.01
    settled()
    move(back_x, back_y)
    button(True)
    button(False)
    until(lambda: look() != pressed and sum(a != b for a, b in zip(look(), home)) < len(home) // 50, "the first page", 5)
    settled()
print(f"tap → page changed    {statistics.median(changes) * 1000:6.1f} ms   median of 20; from the finger's lifting to new pixels (worst {max(changes) * 1000:.1f})")
print(f"                      {at_once:3} of 20 in the first picture painted after that")
child.kill()
P
