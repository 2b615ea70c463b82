// Puts left-out requests back where they cost least. Knows nothing of accepting a change.
#pragma once

#include <cmath>
#include <vector>

#include "chance.hpp"
#include "fits.hpp"
#include "nearby.hpp"
#include "order.hpp"
#include "solution.hpp"
#include "vans.hpp"

namespace foodshed {

class Recreate {
public:
    Recreate(const Question& question, const Neighbours& neighbours, int routes_looked_at, Chance& chance,
             Solution& solution)
        : question_(question),
          neighbours_(neighbours),
          nearby_(question, neighbours),
          routes_looked_at_(routes_looked_at),
          chance_(chance),
          fits_(question, chance),
          inserter_(question),
          order_(question, chance),
          solution_(solution),
          vans_(question, chance, solution),
          missed_(question.requests.size(), 1) {}

    Vans& vans() { return vans_; }
    const Nearby& nearby() const { return nearby_; }
    // How often each request was left out.
    std::vector<int64_t>& missed() { return missed_; }
    void limit_routes(int most) { most_routes_ = most; }
    int most_routes() const { return most_routes_; }

    // From here on the routes are about so long: is it less work to try only what lies near?
    void tune(double mean_size) {
        const int routes = std::min(static_cast<int>(solution_.routes().size()), routes_looked_at_);
        looks_nearby_ = nearby_.is_less_work(routes, mean_size);
    }

    // Puts absent requests where they are cheapest, in an order drawn by chance; some stay absent. Of those that were
    // absent before this step, at most `most_old` are tried.
    void put_back(bool missed_first = false, int most_old = MOST_OLD) {
        std::vector<int> waiting = solution_.take_absent();
        rest_some(waiting, most_old);
        put_in_order(waiting, missed_first);
        const double generosity = chance_.share() < GENEROUS ? 1 / chance_.share() : 1;
        const bool changes_vans = question_.types.size() > 1 && chance_.share() < CHANGING_VANS;
        fetch(waiting, 0);
        for (size_t k = 0; k < waiting.size(); ++k) {
            const int request = waiting[k];
            fetch(waiting, k + 1);
            Place best{{most_worth(request, generosity), NOWHERE, NOWHERE}, NOBODY, 0};
            look_at_routes(request, best);
            if (changes_vans) look_at_other_vans(request, best);
            look_at_new_vans(request, best);
            if (best.route == NOBODY) {
                solution_.leave_absent(request);
                continue;
            }
            if (best.route >= A_NEW_ONE) best.route = solution_.open(best.type);
            if (solution_.routes()[static_cast<size_t>(best.route)].type != best.type)
                solution_.change_type(best.route, best.type);
            solution_.put_in(request, best.route, best.fit.pickup, best.fit.drop);
        }
    }

private:
    static constexpr int A_NEW_ONE = 1 << 29;
    static constexpr double GENEROUS = 0.05;
    static constexpr int MOST_OLD = 20;
    static constexpr double CHANGING_VANS = 0.3;

    // What an insertion may cost at most. Now and then more than leaving the request behind: two that share a van can
    // be worth it where neither is alone.
    int64_t most_worth(int request, double generosity) const {
        const int64_t price = question_.requests[static_cast<size_t>(request)].price;
        if (generosity <= 1) return price;
        return static_cast<int64_t>(std::min(static_cast<double>(price) * generosity, 4e18));
    }

    // What the search for a place will read of the request at `at`.
    void fetch(const std::vector<int>& waiting, size_t at) const {
        if (at >= waiting.size()) return;
        const Request& wanted = question_.requests[static_cast<size_t>(waiting[at])];
        if (wanted.pickup != NOBODY) question_.fetch(question_.tasks[static_cast<size_t>(wanted.pickup)].place);
        if (wanted.drop != NOBODY) question_.fetch(question_.tasks[static_cast<size_t>(wanted.drop)].place);
        fits_.fetch(waiting[at]);
    }

    void rest_some(std::vector<int>& waiting, int most_old) {
        int old = std::min(static_cast<int>(waiting.size()), solution_.absent_before());
        for (; old > most_old; --old) {
            const auto at = static_cast<size_t>(chance_.below(old));
            solution_.leave_absent(waiting[at]);
            waiting[at] = waiting[static_cast<size_t>(old) - 1];
            waiting[static_cast<size_t>(old) - 1] = waiting.back();
            waiting.pop_back();
        }
    }

    void put_in_order(std::vector<int>& waiting, bool missed_first) {
        const int rule = chance_.below(Order::RULES);
        keyed_.clear();
        for (int request : waiting) {
            double key = order_.key(question_.requests[static_cast<size_t>(request)], rule);
            if (missed_first && missed_[static_cast<size_t>(request)] > 1 && chance_.share() < 0.5) key = -1e18;
            keyed_.emplace_back(key, request);
        }
        std::sort(keyed_.begin(), keyed_.end());
        for (size_t k = 0; k < waiting.size(); ++k) waiting[k] = keyed_[k].second;
    }

    void look_at_routes(int request, Place& best) {
        const auto& routes = solution_.routes();
        const int count = static_cast<int>(routes.size());
        const Request& wanted = question_.requests[static_cast<size_t>(request)];
        if (wanted.pickup == NOBODY || wanted.drop == NOBODY) {
            const int task = wanted.pickup == NOBODY ? wanted.drop : wanted.pickup;
            if (looks_nearby_ && !nearby_.before(task).empty()) {
                look_nearby(request, task, best);
                return;
            }
        }
        if (count <= routes_looked_at_) {
            for (int number = 0; number < count; ++number)
                fits_.look(routes[static_cast<size_t>(number)], number, request, best);
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
                    fits_.look(routes[static_cast<size_t>(number)], number, request, best);
                    ++seen;
                    any = true;
                    break;
                }
            }
        }
        look_at_emptied(request, best);
    }

    // Routes that this step has emptied lie near nothing.
    void look_at_emptied(int request, Place& best) {
        for (int number : solution_.touched()) {
            const Route& route = solution_.routes()[static_cast<size_t>(number)];
            if (route.size() == 0) fits_.look(route, number, request, best);
        }
    }

    // Tries the lone request next to what lies near, and at both ends of the nearest routes.
    void look_nearby(int request, int task, Place& best) {
        ++look_stamp_;
        if (looked_at_.size() < solution_.routes().size()) looked_at_.resize(solution_.routes().size() + 64, 0);
        const bool is_drop = question_.requests[static_cast<size_t>(request)].pickup == NOBODY;
        const Task& one = question_.tasks[static_cast<size_t>(task)];
        for (int side = 0; side < 2; ++side) {
            for (int other : side == 0 ? nearby_.before(task) : nearby_.after(task)) {
                const int number = solution_.route_of(other);
                if (number == NOBODY) continue;
                const Route& route = solution_.routes()[static_cast<size_t>(number)];
                if (!question_.is_allowed(request, route.type)) continue;
                const int speed = question_.types[static_cast<size_t>(route.type)].speed;
                const Call call{one, question_.to(speed, one.place), question_.from(speed, one.place)};
                const auto look = [&](int i) {
                    if (chance_.blinks() || !inserter_.looks_after(route, call, is_drop, i, best.fit)) return;
                    best.route = number;
                    best.type = route.type;
                };
                look(solution_.position_of(other) + 1 - side);
                if (looked_at_[static_cast<size_t>(number)] == look_stamp_) continue;
                looked_at_[static_cast<size_t>(number)] = look_stamp_;
                look(route.leading);
                look(route.size() - route.trailing);
            }
        }
        look_at_emptied(request, best);
    }

    // Routes that this step has changed already may go on in a van of another type, if that is what it takes.
    void look_at_other_vans(int request, Place& best) {
        for (int number : solution_.touched()) {
            const Route& route = solution_.routes()[static_cast<size_t>(number)];
            if (route.size() == 0) continue;
            for (int type : vans_.siblings(route.type)) {
                if (!vans_.has_one(type) || !question_.is_allowed(request, type)) continue;
                const Vans::Other& other = vans_.in_another(route, number, type);
                const int64_t change = other.route.cost - route.cost;
                if (!other.is_drivable || change >= best.fit.extra) continue;
                Place found = best;
                found.fit.extra -= change;
                fits_.look(other.route, number, request, found);
                if (found.type != type || found.route != number || found.fit.pickup == NOWHERE) continue;
                found.fit.extra += change;
                if (found.fit.extra < best.fit.extra) best = found;
            }
        }
    }

    void look_at_new_vans(int request, Place& best) {
        if (static_cast<int>(solution_.routes().size()) >= most_routes_) return;
        for (int type = 0; type < static_cast<int>(question_.types.size()); ++type)
            if (vans_.has_one(type)) fits_.look(vans_.empty(type), A_NEW_ONE + type, request, best);
    }

    inline static const std::vector<int> NONE{};

    const Question& question_;
    const Neighbours& neighbours_;
    Nearby nearby_;
    int routes_looked_at_;
    Chance& chance_;
    Fits fits_;
    Inserter inserter_;
    Order order_;
    Solution& solution_;
    Vans vans_;
    std::vector<int64_t> missed_;
    int most_routes_ = 1 << 28;
    std::vector<std::pair<double, int>> keyed_;
    std::vector<int> looked_at_;
    int look_stamp_ = 0;
    bool looks_nearby_ = false;
};

}  // namespace foodshed
