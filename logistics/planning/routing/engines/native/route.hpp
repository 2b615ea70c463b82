// One van's order of tasks, with everything that lets an insertion be judged in constant time.
#pragma once

#include <algorithm>
#include <vector>

#include "question.hpp"

namespace foodshed {

// A stretch of a route as a whole (T. Vidal et al., Computers & Operations Research 40(1), 2013, without time warp):
// how long it takes, and between which moments it can begin without waiting more than that.
struct Stretch {
    int32_t lasts_s;
    int32_t earliest_s;
    int32_t latest_s;
};

inline Stretch joined(Stretch before, int32_t travel_s, Stretch after) {
    const int32_t ahead_s = before.lasts_s + travel_s;
    const int32_t wait_s = std::max(0, after.earliest_s - ahead_s - before.latest_s);
    return {ahead_s + wait_s + after.lasts_s, std::max(after.earliest_s - ahead_s, before.earliest_s) - wait_s,
            std::min(after.latest_s - ahead_s, before.latest_s)};
}

constexpr int32_t LONG_AGO_S = -1'000'000'000;
constexpr int32_t NEVER_S = 1'000'000'000;

// The task alone, as the first of its visit or as one that joins a visit under way.
inline Stretch as_first(const Task& task) { return {task.fixed_s + task.goods_s, task.opens_s, task.closes_s}; }
inline Stretch as_joining(const Task& task) { return {task.goods_s, LONG_AGO_S, NEVER_S}; }

// Position 0 is the start place, 1..size() are tasks, size() + 1 is the end place.
struct Route {
    int type = 0;
    std::vector<int32_t> tasks;
    std::vector<int32_t> place;
    std::vector<Leg> gap;                // from the position to the next; nothing while the route is empty
    std::vector<int32_t> leave_s;        // earliest departure
    std::vector<int32_t> latest_s;       // latest beginning that keeps the rest, as the task stands now
    std::vector<int32_t> latest_join_s;  // the same, were it to join a visit under way
    std::vector<int32_t> load;           // positions x dimensions, on board when leaving
    std::vector<Stretch> until;          // from the start to the position, only where time costs money
    std::vector<Stretch> from;           // from the position to the end
    std::vector<Stretch> from_join;      // the same, were the position to join a visit under way
    int leading = 0;                     // tasks at the start place before the first elsewhere
    int trailing = 0;                    // tasks at the end place after the last elsewhere, if it is the start place
    int64_t metres = 0;
    int32_t driving_s = 0;
    int32_t lasts_s = 0;
    int64_t cost = 0;

    int size() const { return static_cast<int>(tasks.size()); }
};

// Recomputes everything from `route.type` and `route.tasks`.
inline void refresh(const Question& question, Route& route) {
    const VanType& van = question.types[static_cast<size_t>(route.type)];
    const int size = route.size(), dimensions = question.dimensions;
    const bool timed = van.per_second != 0;
    const auto positions = static_cast<size_t>(size) + 2;
    route.place.resize(positions);
    route.gap.resize(positions - 1);
    route.leave_s.resize(positions);
    route.latest_s.resize(positions);
    route.latest_join_s.resize(positions);
    route.load.resize(positions * static_cast<size_t>(dimensions));
    const auto task_at = [&](int position) -> const Task& {
        return question.tasks[static_cast<size_t>(route.tasks[static_cast<size_t>(position) - 1])];
    };
    const auto joins = [&](int position) {
        return position > 1 && position <= size && task_at(position).group == task_at(position - 1).group;
    };

    route.place[0] = van.start;
    route.leave_s[0] = van.earliest_s;
    for (int d = 0; d < dimensions; ++d) {
        int32_t loaded = 0;
        for (int32_t id : route.tasks) {
            const Task& task = question.tasks[static_cast<size_t>(id)];
            if (question.requests[static_cast<size_t>(task.request)].pickup == NOBODY) loaded -= task.load[d];
        }
        route.load[static_cast<size_t>(d)] = loaded;
    }
    route.metres = 0;
    route.driving_s = 0;
    for (int k = 1; k <= size; ++k) {
        const Task& task = task_at(k);
        const auto at = static_cast<size_t>(k);
        route.place[at] = task.place;
        if (joins(k)) {
            route.gap[at - 1] = {0, 0};
            route.leave_s[at] = route.leave_s[at - 1] + task.goods_s;
        } else {
            const Leg leg = question.from(van.speed, route.place[at - 1])[task.place];
            route.gap[at - 1] = leg;
            route.metres += leg.metres;
            route.driving_s += leg.seconds;
            route.leave_s[at] =
                std::max(route.leave_s[at - 1] + leg.seconds, task.opens_s) + task.fixed_s + task.goods_s;
        }
        for (int d = 0; d < dimensions; ++d) {
            const auto here = at * static_cast<size_t>(dimensions) + static_cast<size_t>(d);
            route.load[here] = route.load[here - static_cast<size_t>(dimensions)] + task.load[d];
        }
    }
    const auto last = static_cast<size_t>(size) + 1;
    route.place[last] = van.end;
    const Leg home = question.from(van.speed, route.place[last - 1])[van.end];
    route.gap[last - 1] = size == 0 ? Leg{0, 0} : home;
    route.metres += home.metres;
    route.driving_s += home.seconds;
    route.leave_s[last] = route.leave_s[last - 1] + home.seconds;
    for (int d = 0; d < dimensions; ++d) {
        const auto here = last * static_cast<size_t>(dimensions) + static_cast<size_t>(d);
        route.load[here] = route.load[here - static_cast<size_t>(dimensions)];
    }

    route.latest_s[last] = route.latest_join_s[last] = van.latest_s;
    for (int k = size; k >= 1; --k) {
        const Task& task = task_at(k);
        const auto at = static_cast<size_t>(k);
        const int32_t end_s = joins(k + 1) ? route.latest_join_s[at + 1]
                                           : route.latest_s[at + 1] - route.gap[at].seconds;
        route.latest_join_s[at] = end_s - task.goods_s;
        route.latest_s[at] = std::min(task.closes_s, end_s - task.goods_s - task.fixed_s);
    }
    route.latest_s[0] = route.latest_s[1] - question.seconds(van.speed, van.start, route.place[1]);

    route.leading = 0;
    while (route.leading < size && task_at(route.leading + 1).place == van.start) ++route.leading;
    route.trailing = 0;
    if (van.end == van.start && route.leading < size) {
        while (task_at(size - route.trailing).place == van.end) ++route.trailing;
    }

    route.lasts_s = 0;
    if (timed) {
        route.until.resize(positions);
        route.from.resize(positions);
        route.from_join.resize(positions);
        const Stretch shift{0, van.earliest_s, van.latest_s};
        route.until[0] = shift;
        for (int k = 1; k <= size; ++k) {
            const auto at = static_cast<size_t>(k);
            const Task& task = task_at(k);
            route.until[at] =
                joins(k) ? joined(route.until[at - 1], 0, as_joining(task))
                         : joined(route.until[at - 1], route.gap[at - 1].seconds, as_first(task));
        }
        route.from[last] = route.from_join[last] = shift;
        for (int k = size; k >= 1; --k) {
            const auto at = static_cast<size_t>(k);
            const Task& task = task_at(k);
            const bool next_joins = joins(k + 1);
            const int32_t travel_s = next_joins ? 0 : route.gap[at].seconds;
            const Stretch rest = next_joins ? route.from_join[at + 1] : route.from[at + 1];
            route.from[at] = joined(as_first(task), travel_s, rest);
            route.from_join[at] = joined(as_joining(task), travel_s, rest);
        }
        route.lasts_s = joined(shift, question.seconds(van.speed, van.start, route.place[1]), route.from[1]).lasts_s;
    }
    if (size == 0) route.lasts_s = 0;
    route.cost = size == 0 ? 0
                           : van.fixed + van.per_metre * route.metres +
                                 van.per_second * static_cast<int64_t>(route.lasts_s);
}

}  // namespace foodshed
