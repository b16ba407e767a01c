using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Freehold.Contracts.Telemetry;

/// <summary>What was asked of whom, as the attributes of a metric say it.</summary>
/// <param name="Name"><c>chat</c> or <c>text_completion</c>.</param>
/// <param name="Provider">The provider's name, or <see cref="GenAiMetrics.OwnProvider"/>.</param>
/// <param name="Model">The model; <see cref="GenAiMetrics.OtherModel"/> where a client made the name up.</param>
public readonly record struct GenAiOperation(string Name, string Provider, string Model);

/// <summary>The histograms of OpenTelemetry's semantic conventions for GenAI (1.40), with the buckets these advise.</summary>
/// <remarks>
/// Their attributes are few and bounded: operations, configured providers, listed models, classes of errors. Never a tenant.
/// </remarks>
public static class GenAiMetrics
{
    /// <summary>The provider's name for models of ours.</summary>
    public const string OwnProvider = "freehold";

    /// <summary>The model's name where an upstream takes any name, so that clients cannot make up new series.</summary>
    public const string OtherModel = "_OTHER";

    private static readonly double[] DurationBucketsSeconds =
        [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

    private static readonly Histogram<double> OperationDuration = Seconds(
        "gen_ai.client.operation.duration", "How long one attempt at one candidate took.", DurationBucketsSeconds);

    private static readonly Histogram<long> TokenUsage = HouseMetrics.Meter.CreateHistogram(
        "gen_ai.client.token.usage",
        "{token}",
        "Tokens that one attempt used.",
        advice: new InstrumentAdvice<long>
        {
            HistogramBucketBoundaries =
                [1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864],
        });

    private static readonly Histogram<double> ServerDuration = Seconds(
        "gen_ai.server.request.duration", "From submission to a local engine until the last token.", DurationBucketsSeconds);

    private static readonly Histogram<double> TimeToFirstToken = Seconds(
        "gen_ai.server.time_to_first_token",
        "From submission to a local engine until its first token.",
        [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]);

    private static readonly Histogram<double> TimePerOutputToken = Seconds(
        "gen_ai.server.time_per_output_token",
        "Time of a local engine for each token after the first.",
        [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5]);

    /// <summary>True where somebody collects the metrics of attempts.</summary>
    public static bool IsOn => OperationDuration.Enabled || TokenUsage.Enabled;

    /// <summary>The time of one attempt, as the gateway saw it; <paramref name="errorType"/> is null where it brought an answer.</summary>
    public static void RecordAttempt(in GenAiOperation operation, double milliseconds, string? errorType) =>
        OperationDuration.Record(milliseconds / 1_000, Tags(operation, errorType));

    /// <summary>The tokens of one answer, where they were counted and not estimated.</summary>
    public static void RecordTokens(in GenAiOperation operation, int inputTokens, int outputTokens)
    {
        var tags = Tags(operation, null);
        tags.Add(SpanAttributes.TokenType, "input");
        TokenUsage.Record(inputTokens, tags);
        tags[^1] = new(SpanAttributes.TokenType, "output");
        TokenUsage.Record(outputTokens, tags);
    }

    /// <summary>One request that a local engine has run to its end.</summary>
    public static void RecordGeneration(in GenAiOperation operation, double totalMs, double? firstTokenMs, int outputTokens)
    {
        if (!ServerDuration.Enabled && !TimeToFirstToken.Enabled && !TimePerOutputToken.Enabled)
        {
            return;
        }

        var tags = Tags(operation, null);
        ServerDuration.Record(totalMs / 1_000, tags);
        if (firstTokenMs is { } first)
        {
            TimeToFirstToken.Record(first / 1_000, tags);
            if (outputTokens > 1)
            {
                TimePerOutputToken.Record((totalMs - first) / 1_000 / (outputTokens - 1), tags);
            }
        }
    }

    private static TagList Tags(in GenAiOperation operation, string? errorType)
    {
        var tags = new TagList
        {
            { SpanAttributes.OperationName, operation.Name },
            { SpanAttributes.ProviderName, operation.Provider },
            { SpanAttributes.RequestModel, operation.Model },
        };
        if (errorType is not null)
        {
            tags.Add(SpanAttributes.ErrorType, errorType);
        }

        return tags;
    }

    private static Histogram<double> Seconds(string name, string description, double[] buckets) => HouseMetrics.Meter.CreateHistogram(
        name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });
}
