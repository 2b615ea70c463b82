// The question in numbers, as the caller lays it out: places, tasks, requests and van types.
// Knows nothing of how it is answered. Times are seconds, distances metres; money is the caller's smallest unit.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace foodshed {

constexpr int MAX_DIMENSIONS = 4;
constexpr int MAX_GAPS = 3;
constexpr int NOBODY = -1;
constexpr int NO_GROUP = -1;

// A task: one call at a place, from when its first window opens until its last closes. Tasks of one `group` (same place, windows and fixed part) done in a row share the
// fixed part and the windows, as one visit. `load` is signed: what the van carries more, or less, afterwards.
struct Task {
    int32_t place;
    int32_t opens_s;
    int32_t closes_s;
    int32_t fixed_s;
    int32_t goods_s;
    int32_t group;
    int32_t request;
    int32_t load[MAX_DIMENSIONS];
};

// Where a group's tasks have several windows: what lies between them, in order. Service may not begin after one
// window closes and before the next opens. What is not used is 0.
struct Gaps {
    int32_t closes_s[MAX_GAPS];
    int32_t opens_s[MAX_GAPS];
};

// What the moment costs at which a task begins: each second behind `due_s`, and each second before or behind `known_s`.
struct Prices {
    int32_t due_s;
    int32_t known_s;
    int64_t late_second;
    int64_t shifted_second;
};

// A request: pick up and drop, or one task alone (`pickup` or `drop` is NOBODY). A lone drop was loaded at the start,
// a lone pickup is unloaded at the end; so a van that may reload is allowed for none of them.
struct Request {
    int32_t pickup;
    int32_t drop;
    int64_t price;  // what leaving it behind costs
};

// Vans that are alike in everything.
struct VanType {
    int32_t start;
    int32_t end;
    int32_t earliest_s;
    int32_t latest_s;
    int32_t driving_limit_s;
    int32_t speed;  // row of the travel matrices
    int32_t count;
    int32_t reloads;  // how often it may call at its start place again before the route ends
    int32_t rest_s;         // so long a rest before more than `rest_after_s` is driven in one go; 0 where drivers need none
    int32_t rest_after_s;
    int32_t capacity[MAX_DIMENSIONS];
    int64_t fixed;
    int64_t per_metre;
    int64_t per_second;
};

// From one place to another.
struct Leg {
    int32_t metres;
    int32_t seconds;
};

struct Question {
    int places;
    int dimensions;
    std::vector<Task> tasks;
    std::vector<Request> requests;
    std::vector<VanType> types;
    const uint8_t* allowed;  // requests x types
    bool any_alone = false;  // whether a request is one task alone
    const int64_t* moved;    // requests x types: what the request costs in a van other than the known one; or nothing
    const Gaps* gaps = nullptr;  // by group; nothing where no task has several windows
    const Prices* prices = nullptr;  // by task; nothing where no moment has a price
    std::vector<Leg> legs;   // speeds x from x to
    std::vector<Leg> back;   // speeds x to x from: the same legs, so that all that lead to a place lie side by side;
                             // empty where every way is as long as the way back

    // Lays the caller's matrices (places x places; travel once per speed) out as legs. Places are numbered anew, so
    // that what lies near each other lies near each other in memory too.
    void lay_out(const int32_t* distance_m, const int32_t* travel_s, int speeds) {
        for (const Request& request : requests) any_alone |= request.pickup == NOBODY || request.drop == NOBODY;
        const std::vector<int32_t> old = chained(distance_m);
        renumber(old);
        const auto count = static_cast<size_t>(places);
        legs.resize(static_cast<size_t>(speeds) * count * count);
        bool is_even = true;
        for (int speed = 0; speed < speeds; ++speed) {
            const int32_t* seconds = travel_s + static_cast<size_t>(speed) * count * count;
            for (int from_place = 0; from_place < places; ++from_place)
                for (int to_place = 0; to_place < places; ++to_place) {
                    const size_t at = static_cast<size_t>(old[static_cast<size_t>(from_place)]) * count +
                                      static_cast<size_t>(old[static_cast<size_t>(to_place)]);
                    const Leg leg{distance_m[at], seconds[at]};
                    legs[row(speed, from_place) + static_cast<size_t>(to_place)] = leg;
                    if (to_place >= from_place) continue;
                    const Leg& turned = from(speed, to_place)[from_place];
                    is_even = is_even && turned.metres == leg.metres && turned.seconds == leg.seconds;
                }
        }
        if (is_even) return;
        back.resize(legs.size());
        for (int speed = 0; speed < speeds; ++speed)
            for (int place = 0; place < places; ++place)
                for (int other = 0; other < places; ++other)
                    back[row(speed, place) + static_cast<size_t>(other)] = from(speed, other)[place];
    }

    bool is_allowed(int request, int type) const {
        return allowed[static_cast<size_t>(request) * types.size() + static_cast<size_t>(type)] != 0;
    }
    int64_t moved_to(int request, int type) const {
        if (moved == nullptr) return 0;
        return moved[static_cast<size_t>(request) * types.size() + static_cast<size_t>(type)];
    }
    // The first moment from `moment_s` on that lies in no gap between the group's windows, and the last up to it.
    int32_t not_before(int group, int32_t moment_s) const {
        return gaps == nullptr ? moment_s : out_of_gaps(gaps[group].opens_s, group, moment_s);
    }
    int32_t not_after(int group, int32_t moment_s) const {
        return gaps == nullptr ? moment_s : out_of_gaps(gaps[group].closes_s, group, moment_s);
    }
    // Whether a day of such a van costs what only a clock can tell.
    bool needs_clock(const VanType& van) const { return gaps != nullptr || prices != nullptr || van.rest_s != 0; }
    // The legs from a place by where they lead, and those to it by where they begin.
    const Leg* from(int speed, int place) const { return &legs[row(speed, place)]; }
    const Leg* to(int speed, int place) const { return &(back.empty() ? legs : back)[row(speed, place)]; }
    // Asks the memory for the legs of a place, which will be read soon.
    void fetch(int place) const {
        fetch(from(0, place));
        if (!back.empty()) fetch(to(0, place));
    }

    int32_t metres(int from_place, int to_place) const { return from(0, from_place)[to_place].metres; }
    int32_t seconds(int speed, int from_place, int to_place) const { return from(speed, from_place)[to_place].seconds; }

private:
    [[gnu::noinline]] int32_t out_of_gaps(const int32_t* way_out_s, int group, int32_t moment_s) const {
        for (int k = 0; k < MAX_GAPS; ++k)
            if (moment_s > gaps[group].closes_s[k] && moment_s < gaps[group].opens_s[k]) return way_out_s[k];
        return moment_s;
    }

    void fetch(const Leg* row) const {
        const auto* end = reinterpret_cast<const char*>(row + std::min(places, MOST_FETCHED));
        for (const auto* line = reinterpret_cast<const char*>(row); line < end; line += CACHE_LINE)
            __builtin_prefetch(line);
    }

    static constexpr int MOST_FETCHED = 2'048;
    static constexpr int CACHE_LINE = 64;

    // All places, each followed by the nearest that is not yet in the chain.
    std::vector<int32_t> chained(const int32_t* distance_m) const {
        std::vector<int32_t> left, chain;
        for (int32_t place = 0; place < places; ++place) left.push_back(place);
        for (size_t next = 0; !left.empty();) {
            chain.push_back(left[next]);
            left[next] = left.back();
            left.pop_back();
            const int32_t* metres = distance_m + static_cast<size_t>(chain.back()) * static_cast<size_t>(places);
            next = 0;
            for (size_t k = 1; k < left.size(); ++k)
                if (metres[left[k]] < metres[left[next]]) next = k;
        }
        return chain;
    }

    void renumber(const std::vector<int32_t>& old) {
        std::vector<int32_t> number(old.size());
        for (size_t k = 0; k < old.size(); ++k) number[static_cast<size_t>(old[k])] = static_cast<int32_t>(k);
        for (Task& task : tasks) task.place = number[static_cast<size_t>(task.place)];
        for (VanType& van : types) {
            van.start = number[static_cast<size_t>(van.start)];
            van.end = number[static_cast<size_t>(van.end)];
        }
    }

    size_t row(int speed, int place) const {
        return (static_cast<size_t>(speed) * static_cast<size_t>(places) + static_cast<size_t>(place)) *
               static_cast<size_t>(places);
    }
};

}  // namespace foodshed
