using Freehold.Inference;

namespace Freehold.Workers;

/// <summary>How fast a model has been of late: running means over its requests. Safe for use by many threads.</summary>
internal sealed class ModelSpeed
{
    // Weight of the newest request, as in TCP's smoothed round-trip time (RFC 6298).
    private const double NewestWeight = 1.0 / 8;

    private readonly Lock _lock = new();
    private SpeedFigures _figures;

    public SpeedFigures Figures
    {
        get
        {
            lock (_lock)
            {
                return _figures;
            }
        }
    }

    /// <summary>Takes note of an answer that ended.</summary>
    public void Add(GenerationTimings timings, GenerationUsage usage)
    {
        if (timings.FirstTokenMs is not { } firstTokenMs)
        {
            return;
        }

        var (readMs, writeMs) = (firstTokenMs - timings.QueueMs, timings.TotalMs - firstTokenMs);
        lock (_lock)
        {
            _figures = new SpeedFigures(
                Mean(_figures.FirstTokenMs, firstTokenMs),
                Mean(_figures.PrefillTokensPerSecond, Rate(usage.PromptTokens - usage.CachedPromptTokens, readMs)),
                Mean(_figures.DecodeTokensPerSecond, Rate(usage.CompletionTokens - 1, writeMs)),
                Mean(_figures.ServiceMs, timings.TotalMs - timings.QueueMs));
        }
    }

    private static double Rate(int tokens, double ms) => tokens > 0 && ms > 0 ? tokens * 1_000 / ms : double.NaN;

    // What a request cannot tell changes nothing; the first one that can is the mean.
    private static double Mean(double mean, double value) =>
        double.IsNaN(value) ? mean : mean > 0 ? mean + (value - mean) * NewestWeight : value;
}

/// <summary>Running means over a model's latest requests; 0 before the first.</summary>
/// <param name="FirstTokenMs">From a request's arrival to its first token, in milliseconds.</param>
/// <param name="PrefillTokensPerSecond">Prompt tokens read in a second.</param>
/// <param name="DecodeTokensPerSecond">Tokens that one answer grows by in a second.</param>
/// <param name="ServiceMs">Time that a request runs, in milliseconds.</param>
internal readonly record struct SpeedFigures(double FirstTokenMs, double PrefillTokensPerSecond, double DecodeTokensPerSecond, double ServiceMs);
