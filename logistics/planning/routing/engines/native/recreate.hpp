// Puts left-out requests back where they cost least, and chooses the kind of van. Knows nothing of accepting a change.
#pragma once

#include <cmath>
#include <vector>

#include "chance.hpp"
#include "insertion.hpp"
#include "neighbours.hpp"
#include "solution.hpp"

namespace foodshed {

class Recreate {
public:
    Recreate(const Question& question, const Neighbours& neighbours, int routes_looked_at, Chance& chance,
             Solution& solution)
        : question_(question),
          neighbours_(neighbours),
          routes_looked_at_(routes_looked_at),
          chance_(chance),
          inserter_(question, chance),
          solution_(solution),
          missed_(question.requests.size(), 1) {
        for (size_t type = 0; type < question.types.size(); ++type) {
            empty_.emplace_back();
            empty_.back().type = static_cast<int>(type);
            refresh(question, empty_.back());
        }
    }

    // How often each request was left out.
    std::vector<int64_t>& missed() { return missed_; }
    void limit_routes(int most) { most_routes_ = most; }

    // Puts every absent request where it is cheapest, in an order drawn by chance; some stay absent.
    void put_back(bool missed_first = false) {
        std::vector<int> waiting = solution_.take_absent();
        put_in_order(waiting, missed_first);
        const double generosity = chance_.share() < GENEROUS ? 1 / chance_.share() : 1;
        for (int request : waiting) {
            Fit best{most_worth(request, generosity), NOBODY, 0, 0, 0};
            look_at_routes(request, best);
            look_at_new_vans(request, best);
            if (best.route == NOBODY) {
                solution_.leave_absent(request);
                continue;
            }
            if (best.route == A_NEW_ONE) best.route = solution_.open(best.type);
            solution_.put_in(request, best.route, best.pickup, best.drop);
        }
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
            for (int type = 0; type < static_cast<int>(question_.types.size()); ++type) {
                if (type == route.type || !has_van(type)) continue;
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
    static constexpr int A_NEW_ONE = 1 << 29;
    static constexpr double GENEROUS = 0.05;

    // What an insertion may cost at most. Now and then more than leaving the request behind: two that share a van can
    // be worth it where neither is alone.
    int64_t most_worth(int request, double generosity) const {
        const int64_t price = question_.requests[static_cast<size_t>(request)].price;
        if (generosity <= 1) return price;
        return static_cast<int64_t>(std::min(static_cast<double>(price) * generosity, 4e18));
    }

    int request_at(const Route& route, int index) const {
        return question_.tasks[static_cast<size_t>(route.tasks[static_cast<size_t>(index)])].request;
    }

    void put_in_order(std::vector<int>& waiting, bool missed_first) {
        const int rule = chance_.below(17);
        keyed_.clear();
        for (int request : waiting) {
            double key = sort_key(question_.requests[static_cast<size_t>(request)], rule);
            if (missed_first && missed_[static_cast<size_t>(request)] > 1 && chance_.share() < 0.5) key = -1e18;
            keyed_.emplace_back(key, request);
        }
        std::sort(keyed_.begin(), keyed_.end());
        for (size_t k = 0; k < waiting.size(); ++k) waiting[k] = keyed_[k].second;
    }

    // Random, heavy, far, near, narrow, early and late first, as often as 4 4 2 1 2 2 2.
    double sort_key(const Request& wanted, int rule) {
        const Task& first = question_.tasks[static_cast<size_t>(wanted.pickup == NOBODY ? wanted.drop : wanted.pickup)];
        const Task& second = question_.tasks[static_cast<size_t>(wanted.drop == NOBODY ? wanted.pickup : wanted.drop)];
        const VanType& van = question_.types.front();
        if (rule < 4) return chance_.share();
        if (rule < 8) {
            double load = 0;
            for (int d = 0; d < question_.dimensions; ++d)
                load += std::abs(first.load[d]) / static_cast<double>(std::max(1, van.capacity[d]));
            return -load;
        }
        if (rule < 11) {
            const double far = static_cast<double>(question_.metres(van.start, first.place)) +
                               question_.metres(van.start, second.place);
            return rule < 10 ? -far : far;
        }
        if (rule < 13)
            return static_cast<double>(first.closes_s) - first.opens_s + static_cast<double>(second.closes_s) -
                   second.opens_s;
        return rule < 15 ? static_cast<double>(first.opens_s) : -static_cast<double>(second.closes_s);
    }

    void look_at_routes(int request, Fit& best) {
        const auto& routes = solution_.routes();
        const int count = static_cast<int>(routes.size());
        const Request& wanted = question_.requests[static_cast<size_t>(request)];
        if (count <= routes_looked_at_) {
            for (int number = 0; number < count; ++number)
                inserter_.look(routes[static_cast<size_t>(number)], number, request, best);
            return;
        }
        ++look_stamp_;
        if (looked_at_.size() < routes.size()) looked_at_.resize(routes.size() + 64, 0);
        const std::vector<int>* near[2] = {wanted.pickup == NOBODY ? &NONE : &neighbours_.of(wanted.pickup),
                                           wanted.drop == NOBODY ? &NONE : &neighbours_.of(wanted.drop)};
        size_t next[2] = {1, 1};
        int seen = 0;
        for (bool any = true; any && seen < routes_looked_at_;) {
            any = false;
            for (int side = 0; side < 2; ++side) {
                while (next[side] < near[side]->size()) {
                    const int number = solution_.route_of((*near[side])[next[side]++]);
                    if (number == NOBODY || looked_at_[static_cast<size_t>(number)] == look_stamp_) continue;
                    looked_at_[static_cast<size_t>(number)] = look_stamp_;
                    inserter_.look(routes[static_cast<size_t>(number)], number, request, best);
                    ++seen;
                    any = true;
                    break;
                }
            }
        }
        for (int number = 0; number < count; ++number)
            if (routes[static_cast<size_t>(number)].size() == 0 &&
                looked_at_[static_cast<size_t>(number)] != look_stamp_)
                inserter_.look(routes[static_cast<size_t>(number)], number, request, best);
    }

    bool has_van(int type) const { return solution_.used(type) < question_.types[static_cast<size_t>(type)].count; }

    void look_at_new_vans(int request, Fit& best) {
        if (static_cast<int>(solution_.routes().size()) >= most_routes_) return;
        for (int type = 0; type < static_cast<int>(question_.types.size()); ++type)
            if (has_van(type)) inserter_.look(empty_[static_cast<size_t>(type)], A_NEW_ONE, request, best);
    }

    bool can_drive(const Route& route) const {
        const VanType& van = question_.types[static_cast<size_t>(route.type)];
        if (route.latest_s[0] < van.earliest_s || route.driving_s > van.driving_limit_s) return false;
        for (int k = 0; k < route.size(); ++k)
            if (!question_.is_allowed(request_at(route, k), route.type)) return false;
        const auto dimensions = static_cast<size_t>(question_.dimensions);
        for (size_t k = 0; k < route.load.size(); ++k)
            if (route.load[k] > van.capacity[k % dimensions]) return false;
        int calls = 0;
        for (int k = route.leading; k < route.size() - route.trailing; ++k)
            calls += question_.tasks[static_cast<size_t>(route.tasks[static_cast<size_t>(k)])].place == van.start;
        return calls == 0;
    }

    inline static const std::vector<int> NONE{};

    const Question& question_;
    const Neighbours& neighbours_;
    int routes_looked_at_;
    Chance& chance_;
    Inserter inserter_;
    Solution& solution_;
    std::vector<int64_t> missed_;
    std::vector<Route> empty_;
    Route trial_;
    int most_routes_ = 1 << 28;
    std::vector<std::pair<double, int>> keyed_;
    std::vector<int> looked_at_;
    int look_stamp_ = 0;
};

}  // namespace foodshed
