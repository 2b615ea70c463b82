// One route, asked about one position at a time: whether a task can go there, and what that adds. Constant time each.
// Knows nothing of which positions are worth asking about.
#pragma once

#include <algorithm>

#include "route.hpp"

namespace foodshed {

// A task to be put in, with the legs that lead to its place and those that leave it.
struct Call {
    const Task& task;
    const Leg* to;
    const Leg* from;
};

class Probe {
protected:
    explicit Probe(const Question& question) : question_(question) {}

    // The route that every question is about from here on.
    void turn_to(const Route& route) {
        van_ = &question_.types[static_cast<size_t>(route.type)];
        route_ = &route;
        opening_ = route.size() == 0 ? van_->fixed : 0;
        is_clocked_ = question_.needs_clock(*van_);
        spare_calls_ = most_calls(*van_) - route.calls;
    }

    // Whether so many metres more could still cost less than `bound`.
    bool is_worth(int64_t metres, int64_t bound) const { return opening_ + van_->per_metre * metres < bound; }

    const Task& task(int id) const { return question_.tasks[static_cast<size_t>(id)]; }
    Call call(int id) const {
        const Task& one = task(id);
        return {one, question_.to(van_->speed, one.place), question_.from(van_->speed, one.place)};
    }
    const Task& task_at(int position) const { return task(route_->tasks[static_cast<size_t>(position) - 1]); }
    const Stop& stop(int position) const { return route_->stops[static_cast<size_t>(position)]; }
    bool same_visit(const Task& one, int position) const { return stop(position).group == one.group; }
    int32_t place(int position) const { return stop(position).place; }
    bool splits_visit(int position) const {
        return stop(position).group == stop(position + 1).group && stop(position).group != NO_GROUP;
    }

    // When `next`, reached from `position` and left at `leave_s`, is done; NEVER_S when its window is missed.
    template <bool CLOCKED>
    int32_t done_s(const Call& next, int from_place, int32_t leave_s, bool joins) const {
        if (joins) return leave_s + next.task.goods_s;
        int32_t begin_s = std::max(leave_s + next.to[from_place].seconds, next.task.opens_s);
        if constexpr (CLOCKED) begin_s = question_.not_before(next.task.group, begin_s);
        return begin_s > next.task.closes_s ? NEVER_S : begin_s + next.task.fixed_s + next.task.goods_s;
    }

    // Whether the rest of the route from position `next` is still kept when `last` is done at `done_s`.
    bool keeps_rest(const Call& last, int32_t done_s, int next) const {
        if (same_visit(last.task, next)) return done_s <= stop(next).latest_join_s;
        return done_s + last.from[place(next)].seconds <= stop(next).latest_s;
    }

    // Whether the task, however early, would keep position `next` from beginning in time.
    bool comes_too_late(const Task& one, int next) const {
        return stop(next).latest_s < one.opens_s + one.fixed_s + one.goods_s && !same_visit(one, next);
    }

    // The first position from `first` on after which the route could still wait for the task to open. Along a route
    // the latest beginnings only rise.
    int first_in_time(const Task& one, int first, int last) const {
        while (first <= last) {
            const int middle = (first + last) / 2;
            if (stop(middle + 1).latest_s < one.opens_s)
                first = middle + 1;
            else
                last = middle - 1;
        }
        return first;
    }

    bool carries(int position, const Task& more) const {
        const int dimensions = question_.dimensions;
        const int32_t* load = &route_->load[static_cast<size_t>(position) * static_cast<size_t>(dimensions)];
        for (int d = 0; d < dimensions; ++d)
            if (load[d] + more.load[d] > van_->capacity[d]) return false;
        return true;
    }

    // Where a van may reload: how many calls at the start place are to spare when `one` goes after a position.
    int spare_calls_with(const Task& one, int position) const { return spare_calls_with(one, one, position); }

    // The same when `one` and `other` go there, one right after the other.
    int spare_calls_with(const Task& one, const Task& other, int position) const {
        const int32_t here = place(position), next = place(position + 1);
        return spare_calls_ + begins_call(*van_, here, next) - begins_call(*van_, here, one.place) -
               begins_call(*van_, one.place, other.place) - begins_call(*van_, other.place, next);
    }

    // Whether a van that may reload can take the pickup, or the drop, after a position with the calls it has to spare.
    // Within a visit at the yard one place is as good as another, but the last pickup and the first drop leave most
    // room: these alone are tried.
    bool loads_after(const Task& pickup, int i) const {
        return spare_calls_with(pickup, i) >= 0 && !(pickup.place == van_->start && same_visit(pickup, i + 1));
    }
    bool unloads_after(const Task& drop, int j) const {
        return spare_calls_with(drop, j) >= 0 && !(drop.place == van_->start && same_visit(drop, j));
    }

    // The positions after which `one` may go. Where a van may not reload they are those that leave the start place
    // without another call on the way.
    void bounds(const Task& one, bool is_drop, int& first, int& last) const {
        const int size = route_->size();
        if (van_->reloads > 0) {
            first = 0;
            last = size;
            return;
        }
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
        if (van_->per_second != 0) extra += van_->per_second * whole.lasts_s - route_->hours;
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
    const Leg& gap(int position) const { return stop(position).gap; }
    // What it adds to call there between a position and the next.
    Leg detour(const Call& one, int position) const {
        const Leg &there = one.to[place(position)], &on = one.from[place(position + 1)], &straight = gap(position);
        return {there.metres + on.metres - straight.metres, there.seconds + on.seconds - straight.seconds};
    }

    const Question& question_;
    const VanType* van_ = nullptr;
    const Route* route_ = nullptr;
    int64_t opening_ = 0;
    bool is_clocked_ = false;
    int spare_calls_ = 0;  // at the start place; only where the van may reload
};

}  // namespace foodshed
