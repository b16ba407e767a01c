using Freehold.Core.Routing.Affinity;

namespace Freehold.Core.Routing.Load;

/// <summary>
/// Orders the places of one model for one request: the one that holds its prefix, else the one its prefix belongs to, unless another one is
/// quicker by more than its work costs to do again; and without a prefix the quicker of two drawn ones.
/// </summary>
/// <remarks>
/// Two choices (Mitzenmacher 2001; Azar et al. 1999) come close to the best of all, and do not make all routers send to the same place in the
/// second in which their figures are the same. Pure: randomness is passed in.
/// </remarks>
public static class PlaceChooser
{
    /// <summary>Most places of a model that are looked at; those beyond keep their order at the end.</summary>
    public const int MaxPlaces = 256;

    /// <summary>
    /// Another place must be quicker than the one that a prefix belongs to by this factor and <see cref="MarginMs"/>: what is in no cache yet
    /// will be there the next time.
    /// </summary>
    public const double Margin = 1.5, MarginMs = 50;

    /// <summary>
    /// Writes the order of the places: indices into <paramref name="places"/>, the first choice first, the others from the quickest on.
    /// </summary>
    /// <param name="places">The places; at least one.</param>
    /// <param name="demand">What the request asks of them.</param>
    /// <param name="random">A draw from [0, 1): for the two choices, and for the order of places that are equally quick.</param>
    /// <param name="order">Room for as many indices as there are places.</param>
    public static void Order(ReadOnlySpan<PlaceOption> places, in PlaceDemand demand, double random, Span<int> order)
    {
        var count = Math.Min(places.Length, MaxPlaces);
        Span<double> latencyMs = stackalloc double[count];
        var home = Home(places[..count], demand);
        var turn = (int)(random * count);
        for (var i = 0; i < places.Length; i++)
        {
            order[i] = i < count ? (i + turn) % count : i;
        }

        for (var i = 0; i < count; i++)
        {
            latencyMs[i] = LatencyMs(places[order[i]], demand);
        }

        latencyMs.Sort(order[..count]);
        if (home < 0)
        {
            MoveToFront(order, BetterOfTwo(count, random * count - turn));
            return;
        }

        var rank = order[..count].IndexOf(home);
        if (latencyMs[rank] <= latencyMs[0] * Margin + MarginMs)
        {
            MoveToFront(order, rank);
        }
    }

    /// <summary>The place that holds the prefix, else the one that all routers agree on for it; -1 where there is no prefix.</summary>
    private static int Home(ReadOnlySpan<PlaceOption> places, in PlaceDemand demand)
    {
        if (demand.HeldAt is { } held)
        {
            for (var i = 0; i < places.Length; i++)
            {
                if (places[i].Place == held)
                {
                    return i;
                }
            }
        }

        return demand.PrefixKey == 0 ? -1 : Rendezvous.Choose(demand.PrefixKey, places);
    }

    private static double LatencyMs(in PlaceOption place, in PlaceDemand demand)
    {
        var held = demand.HeldAt is { } at && at == place.Place ? demand.HeldTokens : 0;
        return ExpectedLatency.TotalMs(
            place.Load ?? default, demand.PromptTokens - held, demand.CompletionTokens, place.SentSince);
    }

    /// <summary>The better of two different ranks drawn at random; of one there is no choice.</summary>
    private static int BetterOfTwo(int count, double random)
    {
        var pairs = count * (count - 1) / 2;
        var left = Math.Min((int)(random * pairs), pairs - 1);
        var rank = 0;
        for (; left >= count - 1 - rank && rank < count - 1; rank++)
        {
            left -= count - 1 - rank;
        }

        return rank;
    }

    private static void MoveToFront(Span<int> order, int rank)
    {
        var first = order[rank];
        order[..rank].CopyTo(order[1..]);
        order[0] = first;
    }
}
