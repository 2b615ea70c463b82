// The question in numbers, as the caller lays it out: places, tasks, requests and van types.
// Knows nothing of how it is answered. Times are seconds, distances metres; money is the caller's smallest unit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace foodshed {

constexpr int MAX_DIMENSIONS = 4;
constexpr int NOBODY = -1;

// A task: one call at a place. Tasks of one `group` (same place, window and fixed part) done in a row share the
// fixed part and the window, as one visit. `load` is signed: what the van carries more, or less, afterwards.
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

// A request: pick up and drop, or one task alone (`pickup` or `drop` is NOBODY). A lone drop was loaded at the start,
// a lone pickup is unloaded at the end.
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
    std::vector<Leg> legs;   // speeds x from x to
    std::vector<Leg> back;   // speeds x to x from: the same legs, so that all that lead to a place lie side by side

    // Lays the caller's matrices (places x places; travel once per speed) out as legs.
    void lay_out(const int32_t* distance_m, const int32_t* travel_s, int speeds) {
        const auto count = static_cast<size_t>(places);
        legs.resize(static_cast<size_t>(speeds) * count * count);
        back.resize(legs.size());
        for (size_t speed = 0; speed < static_cast<size_t>(speeds); ++speed)
            for (size_t from = 0; from < count; ++from)
                for (size_t to = 0; to < count; ++to) {
                    const Leg leg{distance_m[from * count + to], travel_s[(speed * count + from) * count + to]};
                    legs[(speed * count + from) * count + to] = leg;
                    back[(speed * count + to) * count + from] = leg;
                }
    }

    bool is_allowed(int request, int type) const {
        return allowed[static_cast<size_t>(request) * types.size() + static_cast<size_t>(type)] != 0;
    }
    // The legs from a place by where they lead, and those to it by where they begin.
    const Leg* from(int speed, int place) const { return &legs[row(speed, place)]; }
    const Leg* to(int speed, int place) const { return &back[row(speed, place)]; }
    int32_t metres(int from_place, int to_place) const { return from(0, from_place)[to_place].metres; }
    int32_t seconds(int speed, int from_place, int to_place) const { return from(speed, from_place)[to_place].seconds; }

private:
    size_t row(int speed, int place) const {
        return (static_cast<size_t>(speed) * static_cast<size_t>(places) + static_cast<size_t>(place)) *
               static_cast<size_t>(places);
    }
};

}  // namespace foodshed
