// Routes, the requests in none of them, and what both cost. Knows where each task is, and nothing of changes.
#pragma once

#include <algorithm>
#include <vector>

#include "remembered.hpp"
#include "route.hpp"

namespace foodshed {

class Answer {
public:
    explicit Answer(const Question& question)
        : question_(question),
          route_of_(question.tasks.size(), NOBODY),
          position_of_(question.tasks.size(), 0),
          used_(question.types.size(), 0) {
        for (int request = 0; request < static_cast<int>(question.requests.size()); ++request) set_absent(request);
    }

    const std::vector<Route>& routes() const { return routes_; }
    const std::vector<int>& absent() const { return absent_; }
    int64_t cost() const { return cost_; }
    int used(int type) const { return used_[static_cast<size_t>(type)]; }
    int route_of(int task) const { return route_of_[static_cast<size_t>(task)]; }
    int position_of(int task) const { return position_of_[static_cast<size_t>(task)]; }

    uint64_t next_version() { return ++versions_; }

    Remembered remember() const {
        Remembered memory;
        for (const Route& route : routes_) {
            if (route.size() == 0) continue;
            memory.tasks.push_back(route.tasks);
            memory.types.push_back(route.type);
        }
        memory.absent = absent_;
        memory.cost = cost_;
        return memory;
    }

    void recall(const Remembered& memory) {
        routes_.clear();
        std::fill(used_.begin(), used_.end(), 0);
        cost_ = 0;
        absent_.clear();
        std::fill(route_of_.begin(), route_of_.end(), NOBODY);
        for (size_t k = 0; k < memory.tasks.size(); ++k) {
            routes_.emplace_back();
            routes_.back().type = memory.types[k];
            routes_.back().tasks = memory.tasks[k];
            ++used_[static_cast<size_t>(memory.types[k])];
            settle(static_cast<int>(k));
        }
        for (int request : memory.absent) set_absent(request);
    }

protected:
    void set_absent(int request) {
        forget(request);
        absent_.push_back(request);
        cost_ += question_.requests[static_cast<size_t>(request)].price;
    }

    void forget(int request) {
        const Request& wanted = question_.requests[static_cast<size_t>(request)];
        if (wanted.pickup != NOBODY) route_of_[static_cast<size_t>(wanted.pickup)] = NOBODY;
        if (wanted.drop != NOBODY) route_of_[static_cast<size_t>(wanted.drop)] = NOBODY;
    }

    void settle(int number) {
        Route& route = routes_[static_cast<size_t>(number)];
        cost_ -= route.cost;
        refresh(question_, route);
        route.version = next_version();
        cost_ += route.cost;
        locate(number);
    }

    void locate(int number) {
        const Route& route = routes_[static_cast<size_t>(number)];
        for (int k = 0; k < route.size(); ++k) {
            const auto task = static_cast<size_t>(route.tasks[static_cast<size_t>(k)]);
            route_of_[task] = number;
            position_of_[task] = k;
        }
    }

    const Question& question_;
    std::vector<Route> routes_;
    std::vector<int> route_of_, position_of_, used_, absent_;
    int64_t cost_ = 0;

private:
    uint64_t versions_ = 0;
};

}  // namespace foodshed
