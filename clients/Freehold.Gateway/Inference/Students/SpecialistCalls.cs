using System.Globalization;
using Freehold.Contracts.Inference;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Telemetry;
using Microsoft.Extensions.Logging;

namespace Freehold.Gateway.Inference.Students;

/// <summary>Asks specialists, and takes no longer for it than the policy allows.</summary>
internal sealed partial class SpecialistCalls(IGrainFactory grains, TimeProvider time, ILogger<SpecialistCalls> logger)
{
    /// <summary>What a specialist says. Whatever goes wrong is told in the answer; only the caller's own going away is thrown.</summary>
    /// <param name="ranked">The specialist.</param>
    /// <param name="text">What it reads.</param>
    /// <param name="maxLatencyMs">After so long there is no answer, in milliseconds.</param>
    /// <param name="cancellationToken">The caller went away.</param>
    public async Task<StudentAnswer> AskAsync(RankedCandidate ranked, string text, double maxLatencyMs, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        try
        {
            var request = new PredictRequest { Digest = ranked.Candidate.Digest!, Text = text };
            var call = grains.GetGrain<ISpecialistGrain>(ranked.Candidate.Place).PredictAsync(request, cancellationToken);
            var answer = call.IsCompletedSuccessfully
                ? call.Result
                : await call.AsTask().WaitAsync(TimeSpan.FromMilliseconds(Math.Max(1, maxLatencyMs)), time, cancellationToken);
            return ToAnswer(answer, ranked.KeepAtProbability ?? 1, time.GetElapsedTime(startedAt).TotalMilliseconds);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (TimeoutException)
        {
            return Failed("timeout", $"it gave no answer within {maxLatencyMs:0.###} ms", startedAt);
        }
        catch (Exception e)
        {
            LogFailed(e, ranked.Candidate.Id);
            return Failed(e.GetType().FullName!, "the call to it failed", startedAt);
        }
    }

    private static StudentAnswer ToAnswer(PredictAnswer answer, double keepAt, double latencyMs) => answer.Refusal is { } refusal
        ? new StudentAnswer { LatencyMs = latencyMs, Error = IsFault(refusal.Kind) ? refusal.Kind.ToErrorType() : null, Escalates = refusal.Detail }
        : new StudentAnswer
        {
            Text = answer.Json ?? answer.Label,
            Probability = answer.Probability,
            LatencyMs = latencyMs,
            Escalates = answer.OutOfScope ? "the text is out of its scope"
                : answer.Probability >= keepAt ? null
                : string.Create(CultureInfo.InvariantCulture, $"it is right with probability {answer.Probability:0.00}, below {keepAt:0.00}"),
        };

    // The others say nothing against the student: such requests are their teacher's.
    private static bool IsFault(PredictRefusalKind kind) => kind is not (PredictRefusalKind.Loading or PredictRefusalKind.TextTooLong);

    private StudentAnswer Failed(string error, string reason, long startedAt) =>
        new() { LatencyMs = time.GetElapsedTime(startedAt).TotalMilliseconds, Error = error, Escalates = reason };

    [LoggerMessage(1015, LogLevel.Warning, "The student '{Student}' could not be asked.")]
    private partial void LogFailed(Exception exception, string student);
}
