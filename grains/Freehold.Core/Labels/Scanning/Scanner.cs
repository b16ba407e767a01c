namespace Freehold.Core.Labels.Scanning;

/// <summary>Goes through the tokens once and asks, at each, the detectors whose findings can begin or turn there.</summary>
internal static class Scanner
{
    /// <summary>Adds what is found in the window from character <paramref name="from"/> on; before it lies context only.</summary>
    public static void Scan(in ScanContext text, int from)
    {
        var i = 0;
        while (i < text.Count && text[i].Start < from)
            i++;

        var first = i;
        while (i < text.Count)
        {
            var token = text[i];
            var next = token.Kind switch
            {
                TokenKind.Number => AtNumber(text, i),
                TokenKind.Word => AtWord(text, i),
                _ => AtSymbol(text, i, first),
            };
            i = Math.Max(next, i + 1);
        }
    }

    // A detector answers the token after what it found, or 0.
    private static int AtNumber(in ScanContext text, int i) => CardDetector.At(text, i);

    private static int AtWord(in ScanContext text, int i) => IbanDetector.At(text, i);

    private static int AtSymbol(in ScanContext text, int i, int first) => text[i].Symbol switch
    {
        '@' => EmailDetector.At(text, i, text[first].Start),
        _ => 0,
    };
}
