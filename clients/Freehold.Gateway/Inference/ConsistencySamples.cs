using System.Text;
using Freehold.Contracts.Clustering;
using Freehold.Contracts.Inference;
using Freehold.Contracts.Routing;
using Freehold.Core.Calibration;

namespace Freehold.Gateway.Inference;

/// <summary>
/// Draws a few short answers more from the model that answered, and compares: a model that is sure says the same again. They share the prompt that
/// the worker has in its cache, so that each costs the tokens it writes and little else.
/// </summary>
internal static class ConsistencySamples
{
    /// <summary>Most tokens of a sample: whether answers agree shows at their beginning.</summary>
    public const int MaxTokens = 64;

    /// <summary>Samples must be able to differ, whatever temperature the client asked for.</summary>
    private const float LeastTemperature = 0.7f;

    private const long SeedDistance = 1_000_003;

    /// <summary>How far the samples agree with the answer, 0 to 1; NaN where none could be drawn, as from a worker that is full.</summary>
    /// <param name="worker">The worker that answered.</param>
    /// <param name="candidate">The model there.</param>
    /// <param name="request">What it was asked for.</param>
    /// <param name="answer">What it answered.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="cancellationToken">Ends the drawing.</param>
    public static async Task<double> AgreementAsync(
        IWorkerGrain worker, Candidate candidate, GenerateRequest request, string answer, int count, CancellationToken cancellationToken)
    {
        var samples = Enumerable.Range(0, count).Select(_ => new StringBuilder()).ToArray();
        DeviceMemoryNeed.Set(candidate.DeviceMemoryMebibytes);
        var again = request with
        {
            Choices = count,
            Temperature = Math.Max(request.Temperature, LeastTemperature),
            Seed = request.Seed + SeedDistance,
            MaxTokens = Math.Min(request.MaxTokens ?? MaxTokens, MaxTokens),
            TopLogprobs = null,
        };
        await foreach (var batch in worker.GenerateAsync(again, cancellationToken).WithCancellation(cancellationToken))
        {
            if (batch.Refusal is not null)
            {
                return double.NaN;
            }

            samples[batch.Choice].Append(batch.Text);
        }

        return SelfConsistency.Agreement(answer, Array.ConvertAll(samples, sample => sample.ToString()));
    }
}
