// The places in a route for a request that is a pickup and a drop: every pair of positions that could still win.
#pragma once

#include <algorithm>
#include <vector>

#include "taking.hpp"

namespace foodshed {

class Paired : private Taking {
public:
    explicit Paired(const Question& question) : Taking(question) {}

    // Improves `best` if the request fits into the route for less, at other places than the ones overlooked.
    void look(const Route& route, int request, Fit overlooked, Fit& best) {
        if (!begin(route, request, best.extra, overlooked)) return;
        const Request& wanted = question_.requests[static_cast<size_t>(request)];
        const Call pickup = call(wanted.pickup), drop = call(wanted.drop);
        is_clocked_ ? look_everywhere<true>(pickup, drop, best) : look_everywhere<false>(pickup, drop, best);
    }

private:
    template <bool CLOCKED>
    void look_everywhere(const Call& pickup, const Call& drop, Fit& best) {
        int first, last, drop_first, drop_last;
        bounds(pickup.task, false, first, last);
        bounds(drop.task, true, drop_first, drop_last);
        if (drop_first > drop_last) return;
        first = first_in_time(pickup.task, first, last);
        if (first > last) return;
        const int drop_later_last = survey_drops<CLOCKED>(drop, drop_first, drop_last);
        const bool may_reload = van_->reloads > 0;
        for (int i = first; i <= last; ++i) {
            const bool joins = same_visit(pickup.task, i);
            if (!joins && splits_visit(i)) continue;
            if (!joins && stop(i).leave_s > pickup.task.closes_s) break;
            if (comes_too_late(pickup.task, i + 1)) continue;
            const bool at_once = i >= drop_first && i <= drop_last;
            const bool later = i < drop_later_last &&
                               is_worth(detour(pickup, i).metres + least_after(i + 1), best.extra);
            if ((!at_once && !later) || !carries(i, pickup.task)) continue;
            if (may_reload && !loads_after(pickup.task, i)) continue;
            const int32_t leave_s = done_s<CLOCKED>(pickup, place(i), stop(i).leave_s, joins);
            if (leave_s == NEVER_S) continue;
            Stretch so_far{};
            if (is_timed()) so_far = with(route_->until[static_cast<size_t>(i)], pickup, place(i), joins);
            if (at_once && (!may_reload || spare_calls_with(pickup.task, drop.task, i) >= 0))
                drop_at_once<CLOCKED>(pickup, drop, i, leave_s, so_far, best);
            if (later) drop_later<CLOCKED>(pickup, drop, i, leave_s, so_far, drop_later_last, best);
        }
    }

    // What the drop alone would add after each position, and the least of it from there on. Gives the last position
    // after which there is a place for it.
    template <bool CLOCKED>
    int survey_drops(const Call& drop, int first, int last) {
        const int size = route_->size();
        const auto positions = static_cast<size_t>(size) + 2;
        if (drop_metres_.size() < positions) {
            drop_metres_.resize(2 * positions);
            least_after_.resize(2 * positions);
        }
        surveyed_from_ = first_in_time(drop.task, std::max(1, first), std::min(last, size));
        const bool may_reload = van_->reloads > 0;
        int found = 0, j = surveyed_from_;
        for (; j <= std::min(last, size); ++j) {
            const auto at = static_cast<size_t>(j);
            drop_metres_[at] = NO_WAY;
            const bool joins = same_visit(drop.task, j);
            if (!joins && stop(j).leave_s > drop.task.closes_s) break;
            if ((!joins && splits_visit(j)) || comes_too_late(drop.task, j + 1)) continue;
            const int32_t ready_s = done_s<CLOCKED>(drop, place(j), stop(j).leave_s, joins);
            if (ready_s == NEVER_S || !keeps_rest(drop, ready_s, j + 1)) continue;
            if (may_reload && !unloads_after(drop.task, j)) continue;
            drop_metres_[at] = detour(drop, j).metres;
            found = j;
        }
        int64_t least = NO_WAY;
        for (j = found; j >= surveyed_from_; --j) {
            const auto at = static_cast<size_t>(j);
            least_after_[at] = least = std::min(least, drop_metres_[at]);
        }
        return found;
    }

    // The least that the drop alone would add at `position` or later.
    int64_t least_after(int position) const {
        return least_after_[static_cast<size_t>(std::max(position, surveyed_from_))];
    }

    template <bool CLOCKED>
    void drop_at_once(const Call& pickup, const Call& drop, int i, int32_t leave_s, Stretch so_far, Fit& best) {
        if (same_visit(pickup.task, i + 1)) return;
        const Leg &there = pickup.to[place(i)], &between = pickup.from[drop.task.place], &on = drop.from[place(i + 1)];
        const int64_t metres = static_cast<int64_t>(there.metres) + between.metres + on.metres - gap(i).metres;
        if (!is_worth(metres, best.extra)) return;
        const int32_t ready_s = done_s<CLOCKED>(drop, pickup.task.place, leave_s, false);
        if (ready_s == NEVER_S || !keeps_rest(drop, ready_s, i + 1)) return;
        if (drives_too_long(there.seconds + between.seconds + on.seconds - gap(i).seconds)) return;
        Stretch whole{};
        if (is_timed()) whole = closed(with(so_far, drop, pickup.task.place, false), drop, i + 1);
        take<CLOCKED>(best, request_of(drop), metres, whole, i, i);
    }

    template <bool CLOCKED>
    void drop_later(const Call& pickup, const Call& drop, int i, int32_t leave_s, Stretch so_far, int last, Fit& best) {
        const Leg there = detour(pickup, i);
        int32_t clock_s = leave_s, travel_s = pickup.from[place(i + 1)].seconds;
        bool joins = same_visit(pickup.task, i + 1);
        const int calls = van_->reloads > 0 ? spare_calls_ - spare_calls_with(pickup.task, i) : 0;
        for (int j = i + 1; j <= last; ++j) {
            const auto at = static_cast<size_t>(j);
            const Stop& passed = stop(j);
            if (!joins) {
                clock_s = std::max(clock_s + travel_s, passed.opens_s);
                if constexpr (CLOCKED) clock_s = question_.not_before(passed.group, clock_s);
                if (clock_s > passed.latest_s) return;
                clock_s += passed.fixed_s;
            } else if (clock_s > passed.latest_join_s) {
                return;
            }
            clock_s += passed.goods_s;
            if (!carries(j, pickup.task) || !is_worth(there.metres + least_after(j), best.extra)) return;
            if (is_timed())
                so_far = joins ? joined(so_far, 0, as_joining(task_at(j))) : joined(so_far, travel_s, as_first(task_at(j)));
            travel_s = gap(j).seconds;
            joins = splits_visit(j);
            if (j < surveyed_from_) continue;
            const int64_t metres = there.metres + drop_metres_[at];
            if (drop_metres_[at] == NO_WAY || !is_worth(metres, best.extra)) continue;
            if (calls > 0 && spare_calls_with(drop.task, j) < calls) continue;
            const bool drop_joins = passed.group == drop.task.group;
            if (!drop_joins && clock_s > drop.task.closes_s) return;
            const int32_t ready_s = done_s<CLOCKED>(drop, passed.place, clock_s, drop_joins);
            if (ready_s == NEVER_S || !keeps_rest(drop, ready_s, j + 1)) continue;
            if (drives_too_long(there.seconds + detour(drop, j).seconds)) continue;
            Stretch whole{};
            if (is_timed()) whole = closed(with(so_far, drop, passed.place, drop_joins), drop, j + 1);
            take<CLOCKED>(best, request_of(drop), metres, whole, i, j);
        }
    }

    static constexpr int64_t NO_WAY = 1LL << 33;

    int surveyed_from_ = 1;
    std::vector<int64_t> drop_metres_, least_after_;
};

}  // namespace foodshed
