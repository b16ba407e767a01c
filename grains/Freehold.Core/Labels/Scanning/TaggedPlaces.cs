using System.Buffers;

namespace Freehold.Core.Labels.Scanning;

/// <summary>What the tagger's places tell of the numbers behind them.</summary>
internal static class TaggedPlaces
{
    // Army, fleet and diplomatic post offices: a ship or unit stands where the street would.
    private static readonly SearchValues<string> MilitaryPosts =
        SearchValues.Create(["APO A", "FPO A", "DPO A"], StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Adds the postcodes behind the cities that the tagger found; what it took for an address, and is a place with its postcode, is a city.
    /// </summary>
    /// <param name="text">The window.</param>
    /// <param name="found">Its spans: those of the detectors, then those of the tagger.</param>
    /// <param name="first">The first span of the tagger.</param>
    public static void Settle(in ScanContext text, List<SensitiveSpan> found, int first)
    {
        var tagged = found.Count;
        for (var i = first; i < tagged; i++)
        {
            var span = found[i];
            if (span.Kind == SensitiveKind.City)
                PostcodeDetector.AfterCity(text, TokenAt(text, span.End));
            else if (span.Kind == SensitiveKind.StreetAddress && PlaceBeforeCode(text, found, first, span) is > 0 and var length)
                found[i] = span with { Length = length, Kind = SensitiveKind.City };
        }
    }

    // An address without a house number that ends in a postcode is a place and its postcode: the length of the place, else 0.
    private static int PlaceBeforeCode(in ScanContext text, List<SensitiveSpan> found, int first, in SensitiveSpan seen)
    {
        for (var i = 0; i < first; i++)
        {
            if (found[i].Kind != SensitiveKind.ZipCode || found[i].End != seen.End || found[i].Start <= seen.Start)
                continue;

            var place = text.Text[seen.Start..found[i].Start].TrimEnd(" ,\r\n");
            return place.ContainsAnyInRange('0', '9') || place.ContainsAny(MilitaryPosts) ? 0 : place.Length;
        }

        return 0;
    }

    // The first token that begins at a character or after it.
    private static int TokenAt(in ScanContext text, int position)
    {
        var (low, high) = (0, text.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (text[middle].Start < position)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
