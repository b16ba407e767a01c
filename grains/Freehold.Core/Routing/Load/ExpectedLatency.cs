namespace Freehold.Core.Routing.Load;

/// <summary>When an answer is likely to be there: the wait for a place, then reading the prompt, then writing the answer.</summary>
public static class ExpectedLatency
{
    /// <summary>Of a place that has told no figure yet, so that idle places are told apart from busy ones from the first request on.</summary>
    public const double AssumedPrefillTokensPerSecond = 500, AssumedDecodeTokensPerSecond = 20, AssumedServiceMs = 2_000;

    /// <summary>
    /// Time in the queue, in milliseconds: 0 where there is a free place. Else places come free at the rate of one in
    /// <see cref="PlaceLoad.ServiceMs"/> / <see cref="PlaceLoad.MaxActiveRequests"/>, and all who wait go first.
    /// </summary>
    /// <param name="load">How busy the place is.</param>
    /// <param name="sentSince">Requests sent there that its figures do not show yet.</param>
    public static double QueueMs(in PlaceLoad load, int sentSince = 0)
    {
        var places = Math.Max(1, load.MaxActiveRequests);
        var ahead = load.WaitingRequests + load.ActiveRequests + sentSince - places;
        return ahead < 0 ? 0 : (ahead + 1) * Known(load.ServiceMs, AssumedServiceMs) / places;
    }

    /// <summary>Time until the whole answer is there, in milliseconds.</summary>
    /// <param name="load">How busy the place is.</param>
    /// <param name="newTokens">Prompt tokens that must be read: those in the place's cache are not.</param>
    /// <param name="completionTokens">Tokens of the answer.</param>
    /// <param name="sentSince">Requests sent there that its figures do not show yet.</param>
    public static double TotalMs(in PlaceLoad load, int newTokens, int completionTokens, int sentSince = 0) =>
        QueueMs(load, sentSince)
        + 1_000 * Math.Max(0, newTokens) / Known(load.PrefillTokensPerSecond, AssumedPrefillTokensPerSecond)
        + 1_000 * Math.Max(0, completionTokens) / DecodeRate(load, sentSince);

    // Requests side by side share the machine: what was measured with n of them is less with more. Reading weights from memory is shared by
    // all, computing is by none; without knowing which of the two binds, the mean of both (geometric) is taken.
    private static double DecodeRate(in PlaceLoad load, int sentSince)
    {
        var running = Math.Max(1, load.ActiveRequests);
        var then = Math.Clamp(load.ActiveRequests + sentSince + 1, 1, Math.Max(1, load.MaxActiveRequests));
        return Known(load.DecodeTokensPerSecond, AssumedDecodeTokensPerSecond) * Math.Min(1, Math.Sqrt((double)running / then));
    }

    private static double Known(double value, double assumed) => value > 0 ? value : assumed;
}
