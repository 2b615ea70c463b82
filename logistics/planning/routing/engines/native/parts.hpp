// Which routes are searched together next, on a question too large to be searched as a whole: a route that had its
// turn longest ago and those around it. Nearness is read from the ways alone, for nobody tells where a place lies.
#pragma once

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "chance.hpp"
#include "neighbours.hpp"
#include "part.hpp"

namespace foodshed {

class Parts {
public:
    // `size`: tasks that stand alone, in a part; 0 to have `tune` say.
    Parts(const Question& question, const Neighbours& neighbours, int size, Chance& chance)
        : question_(question),
          neighbours_(neighbours),
          size_(size),
          chance_(chance),
          turns_(question.tasks.size(), 0),
          is_seed_(question.tasks.size(), 0) {
        for (int task : neighbours.seeds()) is_seed_[static_cast<size_t>(task)] = 1;
    }

    // From here on the routes are about as long as now: in a part there are as many as an insertion looks at. The two
    // ends of a pair lie apart, so every part would cut off some of its ways: pairs are searched as a whole.
    void tune(const Solution& solution) {
        if (size_ > 0) return;
        const auto tasks = static_cast<int>(neighbours_.seeds().size());
        const int routes = std::max(1, static_cast<int>(solution.routes().size()));
        const auto is_pair = [](const Request& one) { return one.pickup != NOBODY && one.drop != NOBODY; };
        const bool has_pairs = std::any_of(question_.requests.begin(), question_.requests.end(), is_pair);
        size_ = has_pairs ? tasks : std::max(USUAL_SIZE, USUAL_ROUTES * tasks / routes);
    }

    // Whether the question is large enough for parts.
    bool pay() const { return static_cast<int>(neighbours_.seeds().size()) >= 2 * size_; }

    int size() const { return size_; }

    // Whole routes, neighbours of each other, and the absent requests nearest to them; nothing if all are absent.
    std::unique_ptr<Part> next(const Solution& solution) {
        const int middle = middle_route(solution);
        if (middle == NOBODY) return nullptr;
        rank(solution, middle);
        std::vector<int> routes;
        std::vector<char> is_taken(solution.routes().size(), 0);
        int taken = 0;
        for (const auto& [apart, number] : ranked_) {
            const Route& route = solution.routes()[static_cast<size_t>(number)];
            int seeds = 0;
            for (int32_t task : route.tasks) seeds += is_seed_[static_cast<size_t>(task)];
            if (!routes.empty() && taken + seeds > size_ + size_ / 8) continue;
            taken += seeds;
            routes.push_back(number);
            is_taken[static_cast<size_t>(number)] = 1;
            for (int32_t task : route.tasks) ++turns_[static_cast<size_t>(task)];
            if (taken >= size_) break;
        }
        std::vector<int> absent;
        for (int request : solution.absent()) {
            const int number = nearest_route(solution, request);
            if (number == NOBODY || is_taken[static_cast<size_t>(number)]) absent.push_back(request);
        }
        return std::make_unique<Part>(question_, solution, std::move(routes), std::move(absent));
    }

private:
    static constexpr int DRAWN = 30;
    static constexpr int USUAL_SIZE = 300;
    static constexpr int USUAL_ROUTES = 20;

    // The route of that one of some tasks, drawn by chance, that had the fewest turns.
    int middle_route(const Solution& solution) {
        const auto& seeds = neighbours_.seeds();
        int chosen = NOBODY;
        for (int time = 0; time < DRAWN; ++time) {
            const int task = seeds[static_cast<size_t>(chance_.below(static_cast<int>(seeds.size())))];
            if (solution.route_of(task) == NOBODY) continue;
            const auto turns = [this](int one) { return turns_[static_cast<size_t>(one)]; };
            if (chosen == NOBODY || turns(task) < turns(chosen)) chosen = task;
        }
        return chosen == NOBODY ? NOBODY : solution.route_of(chosen);
    }

    // The mean way from a stop of one route to a stop of the other, both ways.
    double mean_way(const Route& one, const Route& other) const {
        double sum = 0;
        for (const int32_t a : one.tasks)
            for (const int32_t b : other.tasks) {
                const int here = question_.tasks[static_cast<size_t>(a)].place;
                const int there = question_.tasks[static_cast<size_t>(b)].place;
                sum += static_cast<double>(question_.metres(here, there)) + question_.metres(there, here);
            }
        return sum / (static_cast<double>(one.size()) * other.size());
    }

    // All routes by their distance from the middle one: the mean way to it, less half of that within the route itself
    // (the energy distance of G. Szekely and M. Rizzo, but for what is the same for all).
    void rank(const Solution& solution, int middle) {
        const auto& routes = solution.routes();
        ranked_.clear();
        for (int number = 0; number < static_cast<int>(routes.size()); ++number) {
            const Route& route = routes[static_cast<size_t>(number)];
            if (route.size() == 0) continue;
            const double apart = mean_way(routes[static_cast<size_t>(middle)], route) - mean_way(route, route) / 2;
            ranked_.emplace_back(number == middle ? -1e18 : apart, number);
        }
        std::sort(ranked_.begin(), ranked_.end());
    }

    // The route of the nearest task that is served.
    int nearest_route(const Solution& solution, int request) const {
        const Request& wanted = question_.requests[static_cast<size_t>(request)];
        for (int end : {wanted.drop, wanted.pickup}) {
            if (end == NOBODY) continue;
            for (int task : neighbours_.of(end))
                if (solution.route_of(task) != NOBODY) return solution.route_of(task);
        }
        return NOBODY;
    }

    const Question& question_;
    const Neighbours& neighbours_;
    int size_;
    Chance& chance_;
    std::vector<int> turns_;  // by task
    std::vector<char> is_seed_;
    std::vector<std::pair<double, int>> ranked_;
};

}  // namespace foodshed
