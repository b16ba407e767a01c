using System.Globalization;
using Freehold.Contracts.Routing;
using Freehold.Wire;

namespace Freehold.Gateway.Inference;

/// <summary>The headers that say who answered, why, and what it cost.</summary>
internal static class AnswerHeaders
{
    /// <summary>Longest decision in a header.</summary>
    private const int MaxDecisionLength = 300;

    /// <summary>Sets them before the first byte. A cost that is not known yet is left out.</summary>
    public static void Set(Exchange exchange, Candidate? candidate, long? costMicroUsd)
    {
        var headers = exchange.Http.Response.Headers;
        headers[FreeholdHeaders.Decision] = ToHeader(exchange.DecisionText);
        headers[FreeholdHeaders.Label] = exchange.Decision.Label.ToString();
        if (candidate is not null)
        {
            headers[FreeholdHeaders.Model] = ToHeader(candidate.Id);
            if (candidate.Digest is not null)
            {
                headers[FreeholdHeaders.ModelDigest] = candidate.Digest;
            }
        }

        if (exchange.AdapterDigest is { } adapter)
        {
            headers[FreeholdHeaders.AdapterDigest] = adapter;
        }

        if (candidate is { Kind: CandidateKind.LocalModel or CandidateKind.Specialist } && exchange.AnswerProbability is { } probability)
        {
            headers[FreeholdHeaders.Confidence] = probability.ToString("0.000", CultureInfo.InvariantCulture);
        }

        if (costMicroUsd is { } cost)
        {
            headers[FreeholdHeaders.CostUsd] = ToUsd(cost);
        }
    }

    /// <summary>Micro-USD as USD with all six digits.</summary>
    public static string ToUsd(long microUsd) => (microUsd / 1_000_000m).ToString("0.000000", CultureInfo.InvariantCulture);

    /// <summary>Text as a header may hold it: visible ASCII on one line.</summary>
    private static string ToHeader(string text)
    {
        var shortened = text.Length <= MaxDecisionLength ? text : text[..MaxDecisionLength];
        return shortened.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0
            ? shortened
            : string.Create(shortened.Length, shortened, static (span, source) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = source[i] is >= ' ' and <= '~' ? source[i] : '?';
                }
            });
    }
}
