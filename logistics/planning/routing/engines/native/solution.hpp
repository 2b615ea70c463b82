// An answer that is changed step by step: what a change touches is saved, so that it can be kept or undone.
#pragma once

#include <algorithm>
#include <vector>

#include "answer.hpp"

namespace foodshed {

class Solution : public Answer {
public:
    explicit Solution(const Question& question) : Answer(question), is_leaving_(question.requests.size(), 0) {}

    int64_t cost_before() const { return cost_before_; }
    int absent_before() const { return static_cast<int>(absent_before_.size()); }
    const std::vector<int>& touched() const { return touched_; }

    // From here on a change can be undone.
    void begin() {
        ++stamp_;
        touched_.clear();
        saved_count_ = 0;
        routes_before_ = static_cast<int>(routes_.size());
        absent_before_ = absent_;
        used_before_ = used_;
        cost_before_ = cost_;
    }

    void mark_leaving(int request) {
        const auto at = static_cast<size_t>(request);
        if (is_leaving_[at]) return;
        is_leaving_[at] = 1;
        leaving_.push_back(request);
    }
    bool is_leaving(int request) const { return is_leaving_[static_cast<size_t>(request)] != 0; }

    // Takes out every marked request, each touched route once.
    void take_out_marked() {
        for (int request : leaving_) {
            const Request& wanted = question_.requests[static_cast<size_t>(request)];
            touch(route_of(wanted.pickup == NOBODY ? wanted.drop : wanted.pickup));
        }
        for (int number : touched_) {
            Route& route = routes_[static_cast<size_t>(number)];
            const auto stays = [&](int32_t task) {
                return !is_leaving(question_.tasks[static_cast<size_t>(task)].request);
            };
            const auto end = std::stable_partition(route.tasks.begin(), route.tasks.end(), stays);
            if (end == route.tasks.end()) continue;
            route.tasks.erase(end, route.tasks.end());
            settle(number);
            if (!route.is_in_time) empty(number);
        }
        for (int request : leaving_) {
            is_leaving_[static_cast<size_t>(request)] = 0;
            set_absent(request);
        }
        leaving_.clear();
    }

    // Hands over the absent requests: whoever is not put back must be given to `leave_absent`.
    std::vector<int> take_absent() {
        std::vector<int> taken;
        taken.swap(absent_);
        return taken;
    }
    void take_from_absent(int request) { absent_.erase(std::find(absent_.begin(), absent_.end(), request)); }
    void leave_absent(int request) { absent_.push_back(request); }

    // Opens a van of `type`; gives the new route's number.
    int open(int type) {
        routes_.emplace_back();
        Route& route = routes_.back();
        route.type = type;
        ++used_[static_cast<size_t>(type)];
        refresh(question_, route);
        route.version = next_version();
        touch(static_cast<int>(routes_.size()) - 1);
        return static_cast<int>(routes_.size()) - 1;
    }

    // Puts an absent request (already taken from the list) into a route, as an Inserter found.
    void put_in(int request, int number, int pickup_after, int drop_after) {
        touch(number);
        Route& route = routes_[static_cast<size_t>(number)];
        const Request& wanted = question_.requests[static_cast<size_t>(request)];
        if (wanted.pickup == NOBODY || wanted.drop == NOBODY) {
            const int task = wanted.pickup == NOBODY ? wanted.drop : wanted.pickup;
            route.tasks.insert(route.tasks.begin() + pickup_after, task);
        } else {
            route.tasks.insert(route.tasks.begin() + drop_after, wanted.drop);
            route.tasks.insert(route.tasks.begin() + pickup_after, wanted.pickup);
        }
        settle(number);
        cost_ -= wanted.price;
    }

    // Two routes exchange what comes after their first `kept` and `other_kept` tasks.
    void exchange_tails(int number, int kept, int other_number, int other_kept) {
        touch(number);
        touch(other_number);
        auto& one = routes_[static_cast<size_t>(number)].tasks;
        auto& other = routes_[static_cast<size_t>(other_number)].tasks;
        const std::vector<int32_t> tail(one.begin() + kept, one.end());
        one.erase(one.begin() + kept, one.end());
        one.insert(one.end(), other.begin() + other_kept, other.end());
        other.erase(other.begin() + other_kept, other.end());
        other.insert(other.end(), tail.begin(), tail.end());
        settle(number);
        settle(other_number);
    }

    void change_type(int number, int type) {
        Route& route = routes_[static_cast<size_t>(number)];
        --used_[static_cast<size_t>(route.type)];
        ++used_[static_cast<size_t>(type)];
        route.type = type;
        settle(number);
    }

    void undo() {
        routes_.resize(static_cast<size_t>(routes_before_));
        absent_ = absent_before_;
        used_ = used_before_;
        for (int k = 0; k < saved_count_; ++k) {
            Saved& saved = saved_[static_cast<size_t>(k)];
            std::swap(routes_[static_cast<size_t>(saved.number)], saved.route);
            locate(saved.number);
        }
        for (int request : absent_) forget(request);
        cost_ = cost_before_;
    }

    // Closes vans that have nothing to do.
    void keep() {
        for (int number = static_cast<int>(routes_.size()) - 1; number >= 0; --number) {
            Route& route = routes_[static_cast<size_t>(number)];
            if (route.size() > 0) continue;
            --used_[static_cast<size_t>(route.type)];
            const int last = static_cast<int>(routes_.size()) - 1;
            if (number != last) {
                std::swap(route, routes_.back());
                locate(number);
            }
            routes_.pop_back();
        }
    }

private:
    struct Saved {
        int number;
        Route route;
    };

    void touch(int number) {
        const auto at = static_cast<size_t>(number);
        if (touched_at_.size() <= at) touched_at_.resize(at + 1, 0);
        if (touched_at_[at] == stamp_) return;
        touched_at_[at] = stamp_;
        touched_.push_back(number);
        if (number >= routes_before_) return;
        if (saved_.size() <= static_cast<size_t>(saved_count_)) saved_.emplace_back();
        Saved& saved = saved_[static_cast<size_t>(saved_count_++)];
        saved.number = number;
        std::swap(saved.route, routes_[at]);
        routes_[at].type = saved.route.type;
        routes_[at].tasks = saved.route.tasks;
        routes_[at].cost = saved.route.cost;
    }

    // A leg that skips a stop can be longer than anybody may drive in one go.
    void empty(int number) {
        Route& route = routes_[static_cast<size_t>(number)];
        for (int32_t task : route.tasks) mark_leaving(question_.tasks[static_cast<size_t>(task)].request);
        route.tasks.clear();
        settle(number);
    }

    std::vector<char> is_leaving_;
    std::vector<int> leaving_;
    int stamp_ = 0;
    std::vector<int> touched_, touched_at_;
    std::vector<Saved> saved_;
    int saved_count_ = 0;
    int routes_before_ = 0;
    std::vector<int> absent_before_, used_before_;
    int64_t cost_before_ = 0;
};

}  // namespace foodshed
