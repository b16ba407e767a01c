using System.Globalization;
using System.Text;
using Freehold.Contracts.Clustering;
using Freehold.Contracts.Inference;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Telemetry;
using Freehold.Core.Calibration;
using Microsoft.Extensions.Logging;

namespace Freehold.Gateway.Inference.Students;

/// <summary>Asks students that are adapters, beside their teachers.</summary>
internal sealed partial class AdapterCalls(IGrainFactory grains, TimeProvider time, ILogger<AdapterCalls> logger)
{
    /// <summary>Most tokens of an answer that nobody is shown.</summary>
    public const int MaxTokens = 512;

    /// <summary>What an adapter says. Whatever goes wrong is told in the answer; only the caller's own going away is thrown.</summary>
    public async Task<StudentAnswer?> AskAsync(
        RankedCandidate ranked, string tenant, GenerateRequest asked, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        var request = asked with
        {
            Tenant = tenant,
            Model = ranked.Candidate.Model,
            AdapterDigest = ranked.Candidate.AdapterDigest,
            MaxTokens = Math.Min(asked.MaxTokens ?? MaxTokens, MaxTokens),
            TopLogprobs = 2, // The likeliest token and the next one: their distance is one of the answer's signals.
        };
        try
        {
            DeviceMemoryNeed.Set(ranked.Candidate.DeviceMemoryMebibytes);
            var answers = grains.GetGrain<IWorkerGrain>(ranked.Candidate.Place).GenerateAsync(request, cancellationToken);
            var (text, signals) = (new StringBuilder(), new TokenSignals());
            await foreach (var batch in answers.WithCancellation(cancellationToken))
            {
                if (batch.Refusal is { } refusal)
                {
                    return Failed(startedAt, refusal.Kind.ToErrorType(), refusal.Detail);
                }

                text.Append(batch.Text);
                BatchSignals.Add(signals, batch);
                if (batch.Finish is { } finish)
                {
                    return Judge(ranked, text.ToString(), signals.ToSignals(finish.Reason == "stop", double.NaN, null), startedAt);
                }
            }

            return null; // It was stopped.
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LogFailed(e, ranked.Candidate.Id);
            return Failed(startedAt, e.GetType().FullName!, "the call to it failed");
        }
    }

    private StudentAnswer Judge(RankedCandidate ranked, string text, AnswerSignals? signals, long startedAt)
    {
        var judgement = ranked.Cascade is { } rule ? AnswerJudge.Judge(rule, signals) : null;
        return new StudentAnswer
        {
            Text = text,
            Probability = judgement?.Probability,
            LatencyMs = time.GetElapsedTime(startedAt).TotalMilliseconds,
            Escalates = judgement is { Keep: true } ? null
                : string.Create(CultureInfo.InvariantCulture, $"it is right with probability {judgement?.Probability ?? 0:0.00}"),
        };
    }

    private StudentAnswer Failed(long startedAt, string error, string reason) =>
        new() { LatencyMs = time.GetElapsedTime(startedAt).TotalMilliseconds, Error = error, Escalates = reason };

    [LoggerMessage(1016, LogLevel.Warning, "The student '{Student}' could not be asked beside its teacher.")]
    private partial void LogFailed(Exception exception, string student);
}
