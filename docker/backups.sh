#!/bin/sh
# Makes a backup each day and deletes the oldest ones; what a service of compose.yaml runs.
#   BACKUP_HOUR  the hour of the day, in UTC (2)        BACKUP_KEEP  how many are kept (14)
# A backup that fails is said and tried again after ten minutes. No older one is deleted for it, nor for one that lacks
# captured bytes.
set -u
folder=${BACKUP_FOLDER:-/backups} hour=${BACKUP_HOUR:-2} keep=${BACKUP_KEEP:-14} again=${BACKUP_TRY_AGAIN:-600}
child=

# The shell is what the container is stopped by: it passes the signal on and ends at once.
stop() { [ -z "$child" ] || kill "$child" 2>/dev/null; exit 0; }
trap stop TERM INT

# A trap waits for what runs in the foreground, not for `wait`.
run() { "$@" & child=$!; wait "$child"; status=$?; child=; return "$status"; }

seconds_until_hour() {
    now=$(date -u +%s)
    due=$(( now - now % 86400 + hour * 3600 ))
    [ "$due" -gt "$now" ] || due=$(( due + 86400 ))
    echo $(( due - now ))
}

back_up() {
    name=dateline-$(date -u +%Y%m%dT%H%M%SZ).backup
    # One name for what is being made: what a backup that was killed has left is taken over by the next.
    made=$folder/.dateline.part
    rm -f "$made"
    run dateline backup "$made"
    outcome=$?
    # The file is there when it is whole, and then the outcome says whether captured bytes were missing.
    [ -e "$made" ] || return 1
    mv "$made" "$folder/$name"
    if [ "$outcome" != 0 ]; then
        echo "backups: $name was made, and something is missing in it; until that is mended, older ones are kept." >&2
        return 0
    fi
    # Names sort by their time; the newest ones stay.
    find "$folder" -maxdepth 1 -name 'dateline-*.backup' | sort -r | tail -n "+$(( keep + 1 ))" | while read -r old; do
        rm -f "$old"
    done
}

# Until the first backup there is, the service is well because it has just begun.
touch "${TMPDIR:-/tmp}/began"

[ "${1:-}" != once ] || { back_up && [ "$outcome" = 0 ]; exit; }
while :; do
    run sleep "$(seconds_until_hour)"
    until back_up; do
        echo "backups: the backup has failed; the next attempt is in $again seconds." >&2
        run sleep "$again"
    done
done
