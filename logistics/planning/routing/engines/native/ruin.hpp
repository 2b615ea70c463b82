// Takes out a few strings of neighbouring routes, or now and then whole routes. Knows nothing of putting back.
#pragma once

#include <algorithm>
#include <vector>

#include "chance.hpp"
#include "neighbours.hpp"
#include "solution.hpp"

namespace foodshed {

// Where `mean_removed`, `heat`, `longest_string` or `part_tasks` is 0, it follows the mean length of the first answer's routes.
struct Tuning {
    double mean_removed;   // tasks a ruin takes out on average
    double heat;           // start and end temperature, in typical edges
    double cold;
    double whole_routes;   // share of ruins that empty one to three neighbouring routes
    int longest_string;
    int routes_looked_at;  // an insertion tries at most so many routes, the nearest
    int part_tasks;        // tasks that are searched alone in turn, where there are twice as many
};

class Ruin {
public:
    Ruin(const Question& question, const Neighbours& neighbours, const Tuning& tuning, Chance& chance,
         Solution& solution)
        : question_(question), neighbours_(neighbours), tuning_(tuning), chance_(chance), solution_(solution) {}

    // About `mean_removed` tasks.
    void take_out(double mean_removed) {
        const int routes = static_cast<int>(solution_.routes().size());
        const int seed = routes == 0 ? NOBODY : served_seed();
        if (seed == NOBODY) return;
        if (routes > 1 && chance_.share() < tuning_.whole_routes)
            empty_routes(seed);
        else
            cut_strings(seed, mean_removed);
        solution_.take_out_marked();
    }

private:
    int served_seed() {
        const auto& seeds = neighbours_.seeds();
        for (int attempt = 0; attempt < 30; ++attempt) {
            const int task = seeds[static_cast<size_t>(chance_.below(static_cast<int>(seeds.size())))];
            if (solution_.route_of(task) != NOBODY) return task;
        }
        return NOBODY;
    }

    int request_at(const Route& route, int index) const {
        return question_.tasks[static_cast<size_t>(route.tasks[static_cast<size_t>(index)])].request;
    }

    bool was_ruined(int number) const {
        return std::find(ruined_.begin(), ruined_.end(), number) != ruined_.end();
    }

    void empty_routes(int seed) {
        const int wanted = 1 + chance_.below(3);
        int taken = 0;
        ruined_.clear();
        for (int task : neighbours_.of(seed)) {
            const int number = solution_.route_of(task);
            if (number == NOBODY || was_ruined(number)) continue;
            const Route& route = solution_.routes()[static_cast<size_t>(number)];
            if (!ruined_.empty() && taken + route.size() > MOST_EMPTIED) return;
            ruined_.push_back(number);
            taken += route.size();
            for (int k = 0; k < route.size(); ++k) solution_.mark_leaving(request_at(route, k));
            if (static_cast<int>(ruined_.size()) == wanted) return;
        }
    }

    void cut_strings(int seed, double mean_removed) {
        double served = 0;
        for (const Route& route : solution_.routes()) served += route.size();
        const double mean_size = served / static_cast<double>(solution_.routes().size());
        const double longest = std::min(static_cast<double>(tuning_.longest_string), mean_size);
        const double most_strings = 4 * mean_removed / (1 + longest) - 1;
        const int strings = static_cast<int>(chance_.share() * most_strings + 1);
        ruined_.clear();
        for (int task : neighbours_.of(seed)) {
            if (static_cast<int>(ruined_.size()) >= strings) return;
            const int number = solution_.route_of(task);
            if (number == NOBODY || was_ruined(number)) continue;
            if (solution_.is_leaving(question_.tasks[static_cast<size_t>(task)].request)) continue;
            ruined_.push_back(number);
            cut_string(solution_.routes()[static_cast<size_t>(number)], solution_.position_of(task), longest);
        }
    }

    // Takes a string around `at`; half the time one with a preserved middle.
    void cut_string(const Route& route, int at, double longest) {
        const int size = route.size();
        const int most = std::max(1, static_cast<int>(std::min(static_cast<double>(size), longest)));
        const int length = std::min(most, static_cast<int>(chance_.share() * most + 1));
        int preserved = 0;
        if (length > 1 && length < size && chance_.share() < 0.5) {
            preserved = 1;
            while (length + preserved < size && chance_.share() > 0.01) ++preserved;
        }
        const int reach = length + preserved;
        const int first = std::max(0, at - reach + 1), last = std::min(at, size - reach);
        const int from = first + chance_.below(last - first + 1);
        const int spared = preserved == 0 ? reach : chance_.below(length + 1);
        for (int k = 0; k < reach; ++k)
            if (k < spared || k >= spared + preserved) solution_.mark_leaving(request_at(route, from + k));
    }

    static constexpr int MOST_EMPTIED = 120;

    const Question& question_;
    const Neighbours& neighbours_;
    const Tuning& tuning_;
    Chance& chance_;
    Solution& solution_;
    std::vector<int> ruined_;
};

}  // namespace foodshed
