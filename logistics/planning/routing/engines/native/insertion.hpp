// Where a request fits best into a route, and what that costs. Every position is judged in constant time per step.
#pragma once

#include "chance.hpp"
#include "route.hpp"

namespace foodshed {

// The best place found so far. Its pickup goes in after position `pickup`, its drop after what was at position `drop`.
struct Fit {
    int64_t extra;
    int route;
    int type;
    int pickup;
    int drop;
};

// A task to be put in, with the legs that lead to its place and those that leave it.
struct Call {
    const Task& task;
    const Leg* to;
    const Leg* from;
};

class Inserter {
public:
    Inserter(const Question& question, Chance& chance) : question_(question), chance_(chance) {}

    // Improves `best` if `request` fits into `route` (number `number`) more cheaply.
    void look(const Route& route, int number, int request, Fit& best) {
        if (!question_.is_allowed(request, route.type)) return;
        van_ = &question_.types[static_cast<size_t>(route.type)];
        route_ = &route;
        number_ = number;
        opening_ = route.size() == 0 ? van_->fixed : 0;
        if (opening_ >= best.extra) return;
        const Request& wanted = question_.requests[static_cast<size_t>(request)];
        if (wanted.pickup == NOBODY || wanted.drop == NOBODY)
            look_alone(wanted, best);
        else
            look_pair(call(wanted.pickup), call(wanted.drop), best);
    }

private:
    const Task& task(int id) const { return question_.tasks[static_cast<size_t>(id)]; }
    Call call(int id) const {
        const Task& one = task(id);
        return {one, question_.to(van_->speed, one.place), question_.from(van_->speed, one.place)};
    }
    const Task& task_at(int position) const { return task(route_->tasks[static_cast<size_t>(position) - 1]); }
    bool is_task(int position) const { return position >= 1 && position <= route_->size(); }
    bool same_visit(const Task& one, int position) const {
        return is_task(position) && task_at(position).group == one.group;
    }
    int32_t place(int position) const { return route_->place[static_cast<size_t>(position)]; }
    bool splits_visit(int position) const {
        return is_task(position) && is_task(position + 1) && task_at(position).group == task_at(position + 1).group;
    }

    // When `next`, reached from `position` and left at `leave_s`, is done; NEVER_S when its window is missed.
    int32_t done_s(const Call& next, int from_place, int32_t leave_s, bool joins) const {
        if (joins) return leave_s + next.task.goods_s;
        const int32_t begin_s = std::max(leave_s + next.to[from_place].seconds, next.task.opens_s);
        return begin_s > next.task.closes_s ? NEVER_S : begin_s + next.task.fixed_s + next.task.goods_s;
    }

    // Whether the rest of the route from position `next` is still kept when `last` is done at `done_s`.
    bool keeps_rest(const Call& last, int32_t done_s, int next) const {
        const auto at = static_cast<size_t>(next);
        if (same_visit(last.task, next)) return done_s <= route_->latest_join_s[at];
        return done_s + last.from[place(next)].seconds <= route_->latest_s[at];
    }

    bool carries(int position, const Task& more) const {
        const int dimensions = question_.dimensions;
        const int32_t* load = &route_->load[static_cast<size_t>(position) * static_cast<size_t>(dimensions)];
        for (int d = 0; d < dimensions; ++d)
            if (load[d] + more.load[d] > van_->capacity[d]) return false;
        return true;
    }

    // The positions after which `one` may go so that the start place is not called at again on the way.
    void bounds(const Task& one, bool is_drop, int& first, int& last) const {
        const int size = route_->size();
        first = route_->leading;
        last = size - route_->trailing;
        if (one.place != van_->start) return;
        if (!is_drop) {
            last = first;
            for (int k = route_->leading; k >= 1; --k)
                if (same_visit(one, k)) {
                    first = last = k;
                    break;
                }
            return;
        }
        if (van_->end != van_->start) {
            first = 1;
            last = 0;
            return;
        }
        first = last;
        for (int k = size; k > size - route_->trailing; --k)
            if (same_visit(one, k)) {
                first = last = k;
                break;
            }
    }

    int64_t paid(int64_t metres, Stretch whole) const {
        int64_t extra = opening_ + van_->per_metre * metres;
        if (van_->per_second != 0) extra += van_->per_second * (static_cast<int64_t>(whole.lasts_s) - route_->lasts_s);
        return extra;
    }

    Stretch with(Stretch before, const Call& next, int from_place, bool joins) const {
        return joins ? joined(before, 0, as_joining(next.task))
                     : joined(before, next.to[from_place].seconds, as_first(next.task));
    }
    Stretch closed(Stretch before, const Call& last, int next) const {
        const auto at = static_cast<size_t>(next);
        return same_visit(last.task, next) ? joined(before, 0, route_->from_join[at])
                                           : joined(before, last.from[place(next)].seconds, route_->from[at]);
    }
    bool is_timed() const { return van_->per_second != 0; }
    bool drives_too_long(int32_t more_s) const {
        const int32_t base_s = route_->size() == 0 ? 0 : route_->driving_s;
        return base_s + more_s > van_->driving_limit_s;
    }
    const Leg& gap(int position) const { return route_->gap[static_cast<size_t>(position)]; }
    // What it adds to call there between a position and the next.
    Leg detour(const Call& one, int position) const {
        const Leg &there = one.to[place(position)], &on = one.from[place(position + 1)], &straight = gap(position);
        return {there.metres + on.metres - straight.metres, there.seconds + on.seconds - straight.seconds};
    }

    void take(Fit& best, int64_t extra, int pickup, int drop) const {
        best = {extra, number_, route_->type, pickup, drop};
    }

    void look_alone(const Request& wanted, Fit& best) {
        const bool is_drop = wanted.pickup == NOBODY;
        const Call one = call(is_drop ? wanted.drop : wanted.pickup);
        int first, last;
        bounds(one.task, is_drop, first, last);
        narrow_by_load(one.task, is_drop, first, last);
        for (int i = first; i <= last; ++i) {
            const auto at = static_cast<size_t>(i);
            const bool joins = same_visit(one.task, i);
            if (!joins && splits_visit(i)) continue;
            if (!joins && route_->leave_s[at] > one.task.closes_s) break;
            const Leg more = detour(one, i);
            if (opening_ + van_->per_metre * more.metres >= best.extra) continue;
            const int32_t ready_s = done_s(one, place(i), route_->leave_s[at], joins);
            if (ready_s == NEVER_S || !keeps_rest(one, ready_s, i + 1) || drives_too_long(more.seconds)) continue;
            Stretch whole{};
            if (is_timed()) whole = closed(with(route_->until[at], one, place(i), joins), one, i + 1);
            const int64_t extra = paid(more.metres, whole);
            if (extra < best.extra && !chance_.blinks()) take(best, extra, i, i);
        }
    }

    // A lone drop is on board from the start to its position, a lone pickup from its position to the end.
    void narrow_by_load(const Task& one, bool is_drop, int& first, int& last) const {
        const int dimensions = question_.dimensions;
        for (int d = 0; d < dimensions; ++d) {
            const int32_t more = is_drop ? -one.load[d] : one.load[d];
            const auto load = [&](int k) {
                return route_->load[static_cast<size_t>(k) * static_cast<size_t>(dimensions) + static_cast<size_t>(d)];
            };
            if (is_drop) {
                int k = 0;
                while (k <= last && load(k) + more <= van_->capacity[d]) ++k;
                last = std::min(last, k - 1);
            } else {
                int k = route_->size();
                while (k >= first && load(k) + more <= van_->capacity[d]) --k;
                first = std::max(first, k + 1);
            }
        }
    }

    void look_pair(const Call& pickup, const Call& drop, Fit& best) {
        int first, last, drop_first, drop_last;
        bounds(pickup.task, false, first, last);
        bounds(drop.task, true, drop_first, drop_last);
        if (drop_first > drop_last) return;
        for (int i = first; i <= last; ++i) {
            const auto at = static_cast<size_t>(i);
            const bool joins = same_visit(pickup.task, i);
            if (!joins && splits_visit(i)) continue;
            if (!joins && route_->leave_s[at] > pickup.task.closes_s) break;
            if (!carries(i, pickup.task)) continue;
            const int32_t leave_s = done_s(pickup, place(i), route_->leave_s[at], joins);
            if (leave_s == NEVER_S) continue;
            if (chance_.blinks()) continue;
            Stretch so_far{};
            if (is_timed()) so_far = with(route_->until[at], pickup, place(i), joins);
            if (i >= drop_first && i <= drop_last) drop_at_once(pickup, drop, i, leave_s, so_far, best);
            if (i < route_->size()) drop_later(pickup, drop, i, leave_s, so_far, drop_first, drop_last, best);
        }
    }

    void drop_at_once(const Call& pickup, const Call& drop, int i, int32_t leave_s, Stretch so_far, Fit& best) {
        if (same_visit(pickup.task, i + 1)) return;
        const Leg &there = pickup.to[place(i)], &between = pickup.from[drop.task.place], &on = drop.from[place(i + 1)];
        const int64_t metres = static_cast<int64_t>(there.metres) + between.metres + on.metres - gap(i).metres;
        if (opening_ + van_->per_metre * metres >= best.extra) return;
        const int32_t ready_s = done_s(drop, pickup.task.place, leave_s, false);
        if (ready_s == NEVER_S || !keeps_rest(drop, ready_s, i + 1)) return;
        if (drives_too_long(there.seconds + between.seconds + on.seconds - gap(i).seconds)) return;
        Stretch whole{};
        if (is_timed()) whole = closed(with(so_far, drop, pickup.task.place, false), drop, i + 1);
        const int64_t extra = paid(metres, whole);
        if (extra < best.extra) take(best, extra, i, i);
    }

    void drop_later(const Call& pickup, const Call& drop, int i, int32_t leave_s, Stretch so_far, int drop_first,
                    int drop_last, Fit& best) {
        const Leg there = detour(pickup, i);
        if (opening_ + van_->per_metre * there.metres >= best.extra) return;
        int32_t clock_s = leave_s, travel_s = pickup.from[place(i + 1)].seconds;
        bool joins = same_visit(pickup.task, i + 1);
        for (int j = i + 1; j <= std::min(drop_last, route_->size()); ++j) {
            const auto at = static_cast<size_t>(j);
            const Task& passed = task_at(j);
            if (!joins) {
                clock_s = std::max(clock_s + travel_s, passed.opens_s);
                if (clock_s > route_->latest_s[at]) return;
                clock_s += passed.fixed_s;
            } else if (clock_s > route_->latest_join_s[at]) {
                return;
            }
            clock_s += passed.goods_s;
            if (!carries(j, pickup.task)) return;
            if (is_timed())
                so_far = joins ? joined(so_far, 0, as_joining(passed)) : joined(so_far, travel_s, as_first(passed));
            travel_s = gap(j).seconds;
            joins = splits_visit(j);
            const bool drop_joins = passed.group == drop.task.group;
            if (j < drop_first || (joins && !drop_joins)) continue;
            if (!drop_joins && clock_s > drop.task.closes_s) return;
            const Leg here = detour(drop, j);
            const int64_t metres = static_cast<int64_t>(there.metres) + here.metres;
            if (opening_ + van_->per_metre * metres >= best.extra) continue;
            const int32_t ready_s = done_s(drop, passed.place, clock_s, drop_joins);
            if (ready_s == NEVER_S || !keeps_rest(drop, ready_s, j + 1)) continue;
            if (drives_too_long(there.seconds + here.seconds)) continue;
            Stretch whole{};
            if (is_timed()) whole = closed(with(so_far, drop, passed.place, drop_joins), drop, j + 1);
            const int64_t extra = paid(metres, whole);
            if (extra < best.extra && !chance_.blinks()) take(best, extra, i, j);
        }
    }

    const Question& question_;
    Chance& chance_;
    const VanType* van_ = nullptr;
    const Route* route_ = nullptr;
    int number_ = 0;
    int64_t opening_ = 0;
};

}  // namespace foodshed
