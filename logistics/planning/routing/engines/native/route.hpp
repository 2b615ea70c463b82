// One van's order of tasks, with everything that lets an insertion be judged in constant time.
#pragma once

#include <algorithm>
#include <vector>

#include "clock.hpp"
#include "yard.hpp"

namespace foodshed {

// What an insertion reads of one position, side by side.
struct Stop {
    int32_t place;
    int32_t group;          // NO_GROUP at the start and the end
    int32_t leave_s;        // earliest departure
    int32_t latest_s;       // latest beginning that keeps the rest, as the task stands now
    int32_t latest_join_s;  // the same, were it to join a visit under way
    int32_t opens_s;
    int32_t fixed_s;
    int32_t goods_s;
    Leg gap;                // to the next; nothing while the route is empty
};

// Position 0 is the start place, 1..size() are tasks, size() + 1 is the end place.
struct Route {
    int type = 0;
    uint64_t version = 0;            // no other order of tasks has it
    std::vector<int32_t> tasks;
    std::vector<Stop> stops;
    std::vector<int32_t> load;       // positions x dimensions, on board when leaving
    std::vector<int32_t> most_before;  // the most on board up to the position, only where requests go alone
    std::vector<int32_t> most_after;   // the most from the position on
    std::vector<Stretch> until;      // from the start to the position, only where time costs money; a stretch may take
                                     // longer than it says, and cost more, where the van needs a clock
    std::vector<Stretch> from;       // from the position to the end
    std::vector<Stretch> from_join;  // the same, were the position to join a visit under way
    int leading = 0;                 // tasks at the start place before the first elsewhere
    int trailing = 0;                // tasks at the end place after the last elsewhere, if it is the start place
    int calls = 0;                   // at the start place, leaving and ending there included; only where the van may reload
    int64_t metres = 0;
    int32_t driving_s = 0;
    int64_t hours = 0;               // wages from the start to the end, and what the moments cost at which tasks begin
    int64_t cost = 0;
    bool is_in_time = true;          // false only where the van needs a clock, and that finds no day for the tasks

    int size() const { return static_cast<int>(tasks.size()); }
};

// How long the driver rests before a leg, so that no more is driven in one go than may be.
inline int32_t rest_before(const VanType& van, const Leg& leg, int32_t& unrested_s) {
    const bool rests = unrested_s + leg.seconds > van.rest_after_s;
    unrested_s = rests ? leg.seconds : unrested_s + leg.seconds;
    return rests ? van.rest_s : 0;
}

// Recomputes everything from `route.type` and `route.tasks`.
inline void refresh(const Question& question, Route& route) {
    const VanType& van = question.types[static_cast<size_t>(route.type)];
    const int size = route.size(), dimensions = question.dimensions;
    const bool timed = van.per_second != 0;
    const auto positions = static_cast<size_t>(size) + 2;
    route.stops.resize(positions);
    route.load.resize(positions * static_cast<size_t>(dimensions));
    Stop* stops = route.stops.data();
    const auto task_at = [&](int position) -> const Task& {
        return question.tasks[static_cast<size_t>(route.tasks[static_cast<size_t>(position) - 1])];
    };
    const auto joins = [&](int position) {
        return stops[position].group == stops[position - 1].group && position > 1;
    };

    int32_t unrested_s = 0;
    stops[0] = {van.start, NO_GROUP, van.earliest_s, 0, 0, van.earliest_s, 0, 0, {0, 0}};
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
        Stop &before = stops[k - 1], &here = stops[k];
        here = {task.place, task.group, 0, 0, 0, task.opens_s, task.fixed_s, task.goods_s, {0, 0}};
        if (joins(k)) {
            before.gap = {0, 0};
            here.leave_s = before.leave_s + task.goods_s;
        } else {
            before.gap = question.from(van.speed, before.place)[task.place];
            route.metres += before.gap.metres;
            route.driving_s += before.gap.seconds;
            int32_t arrive_s = before.leave_s + before.gap.seconds;
            if (van.rest_s != 0) arrive_s += rest_before(van, before.gap, unrested_s);
            const int32_t begin_s = question.not_before(task.group, std::max(arrive_s, task.opens_s));
            if (van.rest_s != 0 && begin_s - arrive_s >= van.rest_s) unrested_s = 0;
            here.leave_s = begin_s + task.fixed_s + task.goods_s;
        }
        for (int d = 0; d < dimensions; ++d) {
            const auto here = static_cast<size_t>(k) * static_cast<size_t>(dimensions) + static_cast<size_t>(d);
            route.load[here] = route.load[here - static_cast<size_t>(dimensions)] + task.load[d];
        }
    }
    const auto last = static_cast<size_t>(size) + 1;
    const Leg home = question.from(van.speed, stops[size].place)[van.end];
    stops[size].gap = size == 0 ? Leg{0, 0} : home;
    route.metres += home.metres;
    route.driving_s += home.seconds;
    stops[last] = {van.end, NO_GROUP, stops[size].leave_s + home.seconds, van.latest_s, van.latest_s, 0, 0, 0, {0, 0}};
    for (int d = 0; d < dimensions; ++d) {
        const auto here = last * static_cast<size_t>(dimensions) + static_cast<size_t>(d);
        route.load[here] = route.load[here - static_cast<size_t>(dimensions)];
    }
    if (question.any_alone) {
        const auto across = static_cast<size_t>(dimensions);
        route.most_before = route.most_after = route.load;
        for (size_t k = across; k < route.load.size(); ++k)
            route.most_before[k] = std::max(route.most_before[k], route.most_before[k - across]);
        for (size_t k = route.load.size() - across; k-- > 0;)
            route.most_after[k] = std::max(route.most_after[k], route.most_after[k + across]);
    }

    for (int k = size; k >= 1; --k) {
        Stop& here = stops[k];
        const int32_t end_s =
            k < size && joins(k + 1) ? stops[k + 1].latest_join_s : stops[k + 1].latest_s - here.gap.seconds;
        here.latest_join_s = end_s - here.goods_s;
        here.latest_s =
            question.not_after(here.group, std::min(task_at(k).closes_s, here.latest_join_s - here.fixed_s));
    }
    stops[0].latest_s = stops[1].latest_s - question.seconds(van.speed, van.start, stops[1].place);

    route.leading = 0;
    while (route.leading < size && task_at(route.leading + 1).place == van.start) ++route.leading;
    route.trailing = 0;
    if (van.end == van.start && route.leading < size) {
        while (task_at(size - route.trailing).place == van.end) ++route.trailing;
    }

    route.calls = 1;
    if (van.reloads > 0)
        for (size_t k = 1; k <= last; ++k) route.calls += begins_call(van, stops[k - 1].place, stops[k].place);

    route.hours = 0;
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
                         : joined(route.until[at - 1], stops[k - 1].gap.seconds, as_first(task));
        }
        route.from[last] = route.from_join[last] = shift;
        for (int k = size; k >= 1; --k) {
            const auto at = static_cast<size_t>(k);
            const Task& task = task_at(k);
            const bool next_joins = k < size && joins(k + 1);
            const int32_t travel_s = next_joins ? 0 : stops[k].gap.seconds;
            const Stretch rest = next_joins ? route.from_join[at + 1] : route.from[at + 1];
            route.from[at] = joined(as_first(task), travel_s, rest);
            route.from_join[at] = joined(as_joining(task), travel_s, rest);
        }
        const int32_t way_s = question.seconds(van.speed, van.start, stops[1].place);
        route.hours = van.per_second * joined(shift, way_s, route.from[1]).lasts_s;
    }
    route.is_in_time = true;
    if (question.needs_clock(van) && size > 0) {
        const int64_t hours = least_day(question, van, route.tasks);
        route.is_in_time = hours < NO_DAY;
        if (route.is_in_time) route.hours = hours;
    }
    if (size == 0) route.hours = 0;
    route.cost = size == 0 ? 0 : van.fixed + van.per_metre * route.metres + route.hours;
    if (question.moved == nullptr) return;
    for (int32_t id : route.tasks) {
        const int32_t request = question.tasks[static_cast<size_t>(id)].request;
        const Request& wanted = question.requests[static_cast<size_t>(request)];
        if (id == (wanted.drop == NOBODY ? wanted.pickup : wanted.drop))
            route.cost += question.moved_to(request, route.type);
    }
}

}  // namespace foodshed
