using Freehold.Core.Routing.Load;

namespace Freehold.Core.Routing.Affinity;

/// <summary>
/// Highest random weight hashing (Thaler and Ravishankar 1998): everybody who knows the same places gives a key to the same one, and where a
/// place comes or goes only the keys that are its own move.
/// </summary>
public static class Rendezvous
{
    /// <summary>Index of the place that a key belongs to; -1 where there is none.</summary>
    public static int Choose(ulong key, ReadOnlySpan<PlaceOption> places)
    {
        var (best, most) = (-1, 0UL);
        for (var i = 0; i < places.Length; i++)
        {
            var weight = Mix(key ^ HashOf(places[i].Place));
            if (best < 0 || weight > most)
            {
                (best, most) = (i, weight);
            }
        }

        return best;
    }

    /// <summary>FNV-1a over UTF-16: the same on every machine and in every process, which string.GetHashCode is not.</summary>
    private static ulong HashOf(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return hash;
    }

    /// <summary>The finaliser of SplitMix64 (Steele et al. 2014).</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
        value = (value ^ value >> 27) * 0x94D049BB133111EB;
        return value ^ value >> 31;
    }
}
