using System.Globalization;
using System.Text;
using Freehold.Contracts.Clustering;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Inference;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Telemetry;
using Freehold.Core.Calibration;
using Freehold.Core.Routing.Students;
using Microsoft.Extensions.Logging;

namespace Freehold.Gateway.Inference.Students;

/// <summary>Asks students that are adapters, beside their teachers.</summary>
internal sealed partial class AdapterCalls(IGrainFactory grains, TimeProvider time, ILogger<AdapterCalls> logger)
{
    /// <summary>Most tokens of an answer that nobody is shown.</summary>
    public const int MaxTokens = 512;

    /// <summary>What an adapter says. Whatever goes wrong is told in the answer; only the caller's own going away is thrown.</summary>
    /// <param name="ranked">The adapter.</param>
    /// <param name="plan">What was decided of it.</param>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="asked">The request.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    public async Task<StudentAnswer?> AskAsync(
        RankedCandidate ranked, StudentPlan plan, string tenant, GenerateRequest asked, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        var request = asked with
        {
            Tenant = tenant,
            Model = ranked.Candidate.Model,
            AdapterDigest = ranked.Candidate.AdapterDigest,
            MaxTokens = Math.Min(asked.MaxTokens ?? MaxTokens, MaxTokens),
            Temperature = 0, // What its gate measured, and its threshold was chosen by, are its likeliest answers.
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
                    return Judge(ranked, plan, text.ToString(), signals.ToSignals(finish.Reason == "stop", double.NaN, null), startedAt);
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

    /// <summary>True where the adapter says that the text is not of its kind.</summary>
    public static bool LeavesToTeacher(StudentPlan plan, string text) =>
        plan.OutOfScope is { } outOfScope && AnswerAgreement.Holds(AgreementKind.Class, text, outOfScope);

    private StudentAnswer Judge(RankedCandidate ranked, StudentPlan plan, string text, AnswerSignals? signals, long startedAt)
    {
        var judgement = ranked.Cascade is { } rule ? AnswerJudge.Judge(rule, signals) : null;
        return new StudentAnswer
        {
            Text = text,
            Probability = judgement?.Probability,
            LatencyMs = time.GetElapsedTime(startedAt).TotalMilliseconds,
            Escalates = LeavesToTeacher(plan, text) ? "the text is out of its scope"
                : judgement is { Keep: true } ? null
                : string.Create(CultureInfo.InvariantCulture, $"it is right with probability {judgement?.Probability ?? 0:0.00}"),
        };
    }

    private StudentAnswer Failed(long startedAt, string error, string reason) =>
        new() { LatencyMs = time.GetElapsedTime(startedAt).TotalMilliseconds, Error = error, Escalates = reason };

    [LoggerMessage(1016, LogLevel.Warning, "The student '{Student}' could not be asked beside its teacher.")]
    private partial void LogFailed(Exception exception, string student);
}
