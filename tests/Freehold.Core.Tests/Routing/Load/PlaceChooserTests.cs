using Freehold.Core.Routing.Load;

namespace Freehold.Core.Tests.Routing.Load;

public class PlaceChooserTests
{
    private static readonly PlaceDemand Demand = new(200, 100);
    private static readonly PlaceLoad Idle = new(0, 0, 4, 1_000, 50, 2_000);
    private static readonly PlaceLoad Busy = Idle with { ActiveRequests = 4, WaitingRequests = 20 };

    [Fact]
    public void Of_two_places_the_idle_one_is_first_whatever_is_drawn() =>
        Assert.All(Draws(100), random => Assert.Equal([1, 0], Order([At("a", Busy), At("b", Idle)], Demand, random)));

    [Fact]
    public void Places_that_are_equally_quick_get_equal_shares()
    {
        var first = Draws(3_000).Select(random => Order([At("a", Idle), At("b", Idle), At("c", Idle)], Demand, random)[0]).ToArray();

        Assert.All(Enumerable.Range(0, 3), place => Assert.InRange(first.Count(index => index == place), 900, 1_100));
    }

    [Fact]
    public void The_quickest_of_many_is_favoured_but_does_not_get_everything()
    {
        PlaceOption[] places = [.. Enumerable.Range(0, 8).Select(i => At($"p{i}", Idle with { ActiveRequests = 4, WaitingRequests = i }))];
        var first = Draws(2_800).Select(random => Order(places, Demand, random)[0]).ToArray();

        // Rank r of n is the better of two with probability 2 (n - 1 - r) / (n (n - 1)).
        Assert.InRange(first.Count(index => index == 0), 650, 750);
        Assert.InRange(first.Count(index => index == 6), 80, 120);
        Assert.DoesNotContain(7, first);
    }

    [Fact]
    public void Requests_sent_in_one_second_do_not_all_go_to_one_place()
    {
        var sent = new int[4];
        foreach (var random in Draws(400))
        {
            sent[Order([.. sent.Select((count, i) => new PlaceOption($"p{i}", Idle, count))], Demand, random)[0]]++;
        }

        Assert.All(sent, count => Assert.InRange(count, 90, 110));
    }

    [Fact]
    public void The_place_that_holds_the_prefix_is_first_until_it_is_much_slower()
    {
        var demand = Demand with { PromptTokens = 4_000, HeldAt = "a", HeldTokens = 3_900 };

        Assert.Equal(0, Order([At("a", Idle with { ActiveRequests = 3 }), At("b", Idle)], demand, 0.9)[0]);
        Assert.Equal(1, Order([At("a", Busy), At("b", Idle)], demand, 0.9)[0]);
    }

    [Fact]
    public void The_same_beginning_goes_to_the_same_place_whoever_routes_and_in_whatever_order_it_knows_the_places()
    {
        PlaceOption[] places = [At("a", Idle), At("b", Idle), At("c", Idle)];
        PlaceOption[] turned = [places[2], places[0], places[1]];

        for (ulong key = 1; key <= 100; key++)
        {
            var demand = Demand with { PrefixKey = key };
            Assert.Equal(places[Order(places, demand, 0.1)[0]].Place, turned[Order(turned, demand, 0.8)[0]].Place);
        }
    }

    [Fact]
    public void Beginnings_are_spread_evenly_and_only_those_of_a_lost_place_move()
    {
        PlaceOption[] places = [At("a", Idle), At("b", Idle), At("c", Idle), At("d", Idle)];
        var homes = Enumerable.Range(1, 4_000).Select(key => places[Order(places, Demand with { PrefixKey = (ulong)key }, 0)[0]].Place).ToArray();
        var later = Enumerable.Range(1, 4_000).Select(key => places[Order(places[..3], Demand with { PrefixKey = (ulong)key }, 0)[0]].Place).ToArray();

        Assert.All(homes.CountBy(home => home), home => Assert.InRange(home.Value, 900, 1_100));
        Assert.All(homes.Zip(later), move => Assert.True(move.First == move.Second || move.First == "d"));
    }

    [Fact]
    public void Beyond_the_bound_places_keep_their_order_at_the_end()
    {
        PlaceOption[] places = [.. Enumerable.Range(0, PlaceChooser.MaxPlaces + 3).Select(i => At($"p{i}", Idle))];
        var order = Order(places, Demand, 0.5);

        Assert.Equal(Enumerable.Range(0, places.Length), order.Order());
        Assert.Equal([PlaceChooser.MaxPlaces, PlaceChooser.MaxPlaces + 1, PlaceChooser.MaxPlaces + 2], order[^3..]);
    }

    [Fact]
    public void One_place_is_the_first() => Assert.Equal([0], Order([At("a", Busy)], Demand, 0.99));

    private static PlaceOption At(string place, PlaceLoad load) => new(place, load, 0);

    private static int[] Order(PlaceOption[] places, PlaceDemand demand, double random)
    {
        var order = new int[places.Length];
        PlaceChooser.Order(places, demand, random, order);
        return order;
    }

    private static IEnumerable<double> Draws(int count)
    {
        var random = new Random(5);
        return Enumerable.Range(0, count).Select(_ => random.NextDouble());
    }
}
