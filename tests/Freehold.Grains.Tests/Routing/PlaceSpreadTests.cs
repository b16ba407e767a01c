using Freehold.Contracts.Routing;
using Freehold.Grains.Routing;
using Freehold.Grains.Tests.Support;

namespace Freehold.Grains.Tests.Routing;

public class PlaceSpreadTests
{
    [Fact]
    public void The_place_with_a_queue_is_behind_the_one_without()
    {
        var spread = new PlaceSpread(Load(("a", 30), ("b", 0)));

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(["b", "a", "up"], Order(spread));
        }
    }

    [Fact]
    public void What_was_sent_since_the_last_news_fills_the_places_evenly()
    {
        var spread = new PlaceSpread(Load(("a", 0), ("b", 0)));
        var first = Enumerable.Range(0, 100).Select(_ => Order(spread)[0]).ToArray();

        Assert.InRange(first.Count(place => place == "a"), 45, 55);
    }

    [Fact]
    public void A_conversation_stays_where_its_prefix_is_unless_that_place_is_much_slower()
    {
        var held = new RouteRequest { Model = "auto", PromptTokens = 3_000, HeldBy = "tiny", HeldAt = "a", HeldTokens = 2_900 };

        Assert.Equal("a", Order(new PlaceSpread(Load(("a", 3), ("b", 0))), held)[0]);
        Assert.Equal("b", Order(new PlaceSpread(Load(("a", 200), ("b", 0))), held)[0]);
        Assert.Equal("b", Order(new PlaceSpread(Load(("a", 30), ("b", 0))), held with { HeldBy = "other" })[0]);
    }

    [Fact]
    public void Only_the_first_place_has_the_models_propensity()
    {
        RankedCandidate[] ranked = [At("a", 0.375), At("b", 0.375)];
        new PlaceSpread(Load(("a", 50), ("b", 0))).Order(ranked, new RouteRequest { Model = "auto" });

        Assert.Equal([("b", 0.75), ("a", 0.0)], ranked.Select(candidate => (candidate.Candidate.Place, candidate.Propensity)));
    }

    private static string[] Order(PlaceSpread spread, RouteRequest? request = null)
    {
        RankedCandidate[] ranked = [At("a", 1), At("b", 0), new() { Candidate = Some.Provider("up"), Reason = "", Propensity = 0 }];
        spread.Order(ranked, request ?? new RouteRequest { Model = "auto" });
        return [.. ranked.Select(candidate => candidate.Candidate.Place)];
    }

    private static RankedCandidate At(string place, double propensity) =>
        new() { Candidate = Some.Local("tiny") with { Place = place }, Reason = "", Propensity = propensity };

    private static LoadSnapshot Load(params (string Place, int Waiting)[] places) => new()
    {
        Version = 1,
        Workers = [.. places.Select(place => new WorkerLoad
        {
            Place = place.Place,
            Models =
            [
                new ModelLoad
                {
                    Model = "tiny", WaitingRequests = place.Waiting, ActiveRequests = place.Waiting > 0 ? 4 : 0, MaxActiveRequests = 4,
                    PrefillTokensPerSecond = 1_000, DecodeTokensPerSecond = 50, ServiceMs = 1_000,
                },
            ],
        })],
    };
}
