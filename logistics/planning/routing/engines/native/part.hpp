// Some routes of an answer, and the requests that wait near them, as a question of its own: fewer places, so that all
// it reads lies close together in memory. Knows nothing of which routes they are, nor of how it is answered.
#pragma once

#include <algorithm>
#include <vector>

#include "solution.hpp"

namespace foodshed {

class Part {
public:
    // `routes` are numbers of routes, `absent` some of the requests in none. The part has their vans and all free ones.
    Part(const Question& whole, const Solution& solution, std::vector<int> routes, std::vector<int> absent)
        : absent_(std::move(absent)), place_(static_cast<size_t>(whole.places), NOBODY) {
        std::sort(routes.begin(), routes.end());
        std::sort(absent_.begin(), absent_.end());
        split(whole, solution, routes);
        take_requests(whole);
        take_vans(whole);
        number_places();
        take_legs(whole);
        question_.dimensions = whole.dimensions;
        question_.gaps = whole.gaps;  // by group, and tasks keep theirs
        question_.allowed = allowed_.data();
        question_.moved = whole.moved == nullptr ? nullptr : moved_.data();
        question_.prices = whole.prices == nullptr ? nullptr : prices_.data();
    }
    Part(const Part&) = delete;
    Part& operator=(const Part&) = delete;

    const Question& question() const { return question_; }
    // The routes as they stood, as the part numbers them.
    const Remembered& before() const { return before_; }
    int routes_elsewhere() const { return static_cast<int>(elsewhere_.tasks.size()); }

    // The whole answer with this one in the part's stead.
    Remembered stitched(const Remembered& answer) const {
        Remembered whole = elsewhere_;
        for (size_t k = 0; k < answer.tasks.size(); ++k) {
            whole.tasks.emplace_back();
            for (int32_t task : answer.tasks[k]) whole.tasks.back().push_back(tasks_[static_cast<size_t>(task)]);
            whole.types.push_back(types_[static_cast<size_t>(answer.types[k])]);
        }
        for (int request : answer.absent) whole.absent.push_back(requests_[static_cast<size_t>(request)]);
        whole.cost += answer.cost;
        return whole;
    }

private:
    // The routes of the part, still in the numbers of the whole, and what stays out of it.
    void split(const Question& whole, const Solution& solution, const std::vector<int>& routes) {
        for (int number = 0; number < static_cast<int>(solution.routes().size()); ++number) {
            const Route& route = solution.routes()[static_cast<size_t>(number)];
            Remembered& side = std::binary_search(routes.begin(), routes.end(), number) ? before_ : elsewhere_;
            side.tasks.push_back(route.tasks);
            side.types.push_back(route.type);
            side.cost += route.cost;
        }
        for (int request : solution.absent()) {
            Remembered& side = std::binary_search(absent_.begin(), absent_.end(), request) ? before_ : elsewhere_;
            side.absent.push_back(request);
            side.cost += whole.requests[static_cast<size_t>(request)].price;
        }
    }

    // Numbers the requests and tasks of the part in the order of the whole.
    void take_requests(const Question& whole) {
        for (const auto& route : before_.tasks)
            for (int32_t task : route) requests_.push_back(whole.tasks[static_cast<size_t>(task)].request);
        requests_.insert(requests_.end(), before_.absent.begin(), before_.absent.end());
        std::sort(requests_.begin(), requests_.end());
        requests_.erase(std::unique(requests_.begin(), requests_.end()), requests_.end());
        std::vector<int32_t> number(whole.tasks.size(), NOBODY);
        for (int request : requests_) {
            Request wanted = whole.requests[static_cast<size_t>(request)];
            for (int32_t* end : {&wanted.pickup, &wanted.drop}) {
                if (*end == NOBODY) continue;
                question_.tasks.push_back(whole.tasks[static_cast<size_t>(*end)]);
                if (whole.prices != nullptr) prices_.push_back(whole.prices[*end]);
                question_.tasks.back().request = static_cast<int32_t>(question_.requests.size());
                number[static_cast<size_t>(*end)] = static_cast<int32_t>(tasks_.size());
                tasks_.push_back(*end);
                *end = number[static_cast<size_t>(*end)];
            }
            question_.any_alone |= wanted.pickup == NOBODY || wanted.drop == NOBODY;
            question_.requests.push_back(wanted);
        }
        for (auto& route : before_.tasks)
            for (int32_t& task : route) task = number[static_cast<size_t>(task)];
        for (int& request : before_.absent)
            request = static_cast<int>(std::ranges::lower_bound(requests_, request) - requests_.begin());
    }

    // Only types of which a van is left when the other routes have theirs.
    void take_vans(const Question& whole) {
        std::vector<int> number(whole.types.size(), NOBODY);
        for (int type = 0; type < static_cast<int>(whole.types.size()); ++type) {
            VanType van = whole.types[static_cast<size_t>(type)];
            van.count -= static_cast<int32_t>(std::count(elsewhere_.types.begin(), elsewhere_.types.end(), type));
            if (van.count <= 0) continue;
            number[static_cast<size_t>(type)] = static_cast<int>(types_.size());
            types_.push_back(type);
            question_.types.push_back(van);
        }
        for (int& type : before_.types) type = number[static_cast<size_t>(type)];
        for (int request : requests_)
            for (int type : types_) {
                allowed_.push_back(whole.is_allowed(request, type) ? 1 : 0);
                if (whole.moved != nullptr) moved_.push_back(whole.moved_to(request, type));
            }
    }

    // In the order of the whole, where what lies near each other has numbers near each other.
    void number_places() {
        const auto each = [this](auto visit) {
            for (Task& task : question_.tasks) visit(task.place);
            for (VanType& van : question_.types) {
                visit(van.start);
                visit(van.end);
            }
        };
        each([this](int32_t place) { place_[static_cast<size_t>(place)] = 0; });
        for (int32_t place = 0; place < static_cast<int32_t>(place_.size()); ++place) {
            if (place_[static_cast<size_t>(place)] == NOBODY) continue;
            place_[static_cast<size_t>(place)] = static_cast<int32_t>(places_.size());
            places_.push_back(place);
        }
        each([this](int32_t& place) { place = place_[static_cast<size_t>(place)]; });
        question_.places = static_cast<int>(places_.size());
    }

    void take_legs(const Question& whole) {
        const auto places = static_cast<size_t>(whole.places);
        const int speeds = static_cast<int>(whole.legs.size() / (places * places));
        for (int speed = 0; speed < speeds; ++speed)
            for (int32_t place : places_)
                for (int32_t other : places_) {
                    question_.legs.push_back(whole.from(speed, place)[other]);
                    if (!whole.back.empty()) question_.back.push_back(whole.to(speed, place)[other]);
                }
    }

    Question question_;
    Remembered before_;     // in the part's numbers
    Remembered elsewhere_;  // in the numbers of the whole, as are the lists below, by the part's number
    std::vector<int> absent_, requests_, types_;
    std::vector<int32_t> tasks_, places_;
    std::vector<int32_t> place_;  // the part's number, by that of the whole
    std::vector<uint8_t> allowed_;
    std::vector<int64_t> moved_;
    std::vector<Prices> prices_;
};

}  // namespace foodshed
