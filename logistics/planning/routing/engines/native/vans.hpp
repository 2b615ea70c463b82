// Which vans there are for a route: the empty ones, and the same order of tasks in a van of another type.
// Knows nothing of where a request goes.
#pragma once

#include <vector>

#include "chance.hpp"
#include "solution.hpp"

namespace foodshed {

class Vans {
public:
    // A route as it would be in a van of another type; it stands for the version of the route that it was made of.
    struct Other {
        uint64_t of_version = 0;
        bool is_drivable = false;
        Route route;
    };

    Vans(const Question& question, Chance& chance, Solution& solution)
        : question_(question), chance_(chance), solution_(solution), siblings_(question.types.size()) {
        const auto count = static_cast<int>(question.types.size());
        for (int type = 0; type < count; ++type) {
            empty_.emplace_back();
            empty_.back().type = type;
            refresh(question, empty_.back());
            empty_.back().version = solution.next_version();
            for (int other = 0; other < count; ++other)
                if (other != type && start_and_end(other) == start_and_end(type))
                    siblings_[static_cast<size_t>(type)].push_back(other);
        }
    }

    bool has_one(int type) const { return solution_.used(type) < question_.types[static_cast<size_t>(type)].count; }
    const Route& empty(int type) const { return empty_[static_cast<size_t>(type)]; }
    // The other types with the same start and end.
    const std::vector<int>& siblings(int type) const { return siblings_[static_cast<size_t>(type)]; }

    const Other& in_another(const Route& route, int number, int type) {
        const size_t at = static_cast<size_t>(number) * question_.types.size() + static_cast<size_t>(type);
        if (others_.size() <= at) others_.resize(at + 1);
        Other& other = others_[at];
        if (other.of_version == route.version) return other;
        other.of_version = route.version;
        other.route.type = type;
        other.route.tasks = route.tasks;
        refresh(question_, other.route);
        other.route.version = solution_.next_version();
        other.is_drivable = can_drive(other.route);
        return other;
    }

    // Gives each changed route the cheapest kind of van that can drive it.
    void retype() {
        if (question_.types.size() < 2) return;
        for (int number : std::vector<int>(solution_.touched())) {
            if (number >= static_cast<int>(solution_.routes().size())) continue;
            const Route& route = solution_.routes()[static_cast<size_t>(number)];
            if (route.size() == 0) continue;
            int cheapest = route.type;
            int64_t cost = route.cost;
            std::vector<int> others = siblings(route.type);
            others.push_back(chance_.below(static_cast<int>(question_.types.size())));
            for (int type : others) {
                if (type == route.type || !has_one(type)) continue;
                trial_.type = type;
                trial_.tasks = route.tasks;
                refresh(question_, trial_);
                if (trial_.cost < cost && can_drive(trial_)) {
                    cost = trial_.cost;
                    cheapest = type;
                }
            }
            if (cheapest != route.type) solution_.change_type(number, cheapest);
        }
    }

    // Whether one van could drive this order of tasks.
    bool can_drive(int type, const std::vector<int32_t>& tasks) {
        trial_.type = type;
        trial_.tasks = tasks;
        refresh(question_, trial_);
        return can_drive(trial_);
    }

private:
    std::pair<int32_t, int32_t> start_and_end(int type) const {
        const VanType& van = question_.types[static_cast<size_t>(type)];
        return {van.start, van.end};
    }

    int request_at(const Route& route, int index) const {
        return question_.tasks[static_cast<size_t>(route.tasks[static_cast<size_t>(index)])].request;
    }

    // Whether a window opens so late that the rest cannot be kept: on time from the start on is not enough then.
    static bool waits_too_long(const Route& route) {
        for (size_t k = 1; k <= route.tasks.size(); ++k) {
            const Stop& stop = route.stops[k];
            const bool joins = k > 1 && stop.group == route.stops[k - 1].group;
            if (!joins && stop.opens_s > stop.latest_s) return true;
        }
        return false;
    }

    bool can_drive(const Route& route) const {
        const VanType& van = question_.types[static_cast<size_t>(route.type)];
        if (route.stops[0].latest_s < van.earliest_s || route.driving_s > van.driving_limit_s) return false;
        if (!route.is_in_time || waits_too_long(route)) return false;
        for (int k = 0; k < route.size(); ++k)
            if (!question_.is_allowed(request_at(route, k), route.type)) return false;
        const auto dimensions = static_cast<size_t>(question_.dimensions);
        for (size_t k = 0; k < route.load.size(); ++k)
            if (route.load[k] > van.capacity[k % dimensions]) return false;
        if (van.reloads > 0) return route.calls <= most_calls(van);
        int calls = 0;
        for (int k = route.leading; k < route.size() - route.trailing; ++k)
            calls += question_.tasks[static_cast<size_t>(route.tasks[static_cast<size_t>(k)])].place == van.start;
        return calls == 0;
    }

    const Question& question_;
    Chance& chance_;
    Solution& solution_;
    std::vector<Route> empty_;
    std::vector<std::vector<int>> siblings_;  // by type
    std::vector<Other> others_;               // by route number and type
    Route trial_;
};

}  // namespace foodshed
