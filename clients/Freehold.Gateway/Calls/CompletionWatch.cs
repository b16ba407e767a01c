using Freehold.Contracts.Providers;

namespace Freehold.Gateway.Calls;

/// <summary>
/// Waits for an upstream's whole answer, which may take an hour, and notices within seconds where the silo that asked for it is gone: a client of the
/// cluster is told of no silo's death, and the call's own time limit must be longer than any answer.
/// </summary>
internal sealed class CompletionWatch(TimeProvider time)
{
    /// <summary>So often a call that takes long is asked after.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <exception cref="OrleansException">The silo is gone.</exception>
    public async Task<ProviderReply> WaitAsync(
        IProviderGrain grain, string responseId, Task<ProviderReply> call, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await EndsInTimeAsync(call, cancellationToken))
            {
                return await call;
            }

            // An answer that was on its way while the grain was asked has the time of one more period to arrive.
            if (!await IsCompletingAsync(grain, responseId, cancellationToken) && !await EndsInTimeAsync(call, cancellationToken))
            {
                throw new OrleansException($"The silo that asked for the answer {responseId} is gone.");
            }
        }
    }

    private async ValueTask<bool> EndsInTimeAsync(Task<ProviderReply> call, CancellationToken cancellationToken)
    {
        if (!call.IsCompleted)
        {
            try
            {
                await call.WaitAsync(Period, time, cancellationToken);
            }
            catch (TimeoutException)
            {
                return call.IsCompleted; // It may have ended in the moment in which the period did.
            }
        }

        return true;
    }

    private static async Task<bool> IsCompletingAsync(IProviderGrain grain, string responseId, CancellationToken cancellationToken)
    {
        try
        {
            return await grain.IsCompletingAsync(responseId, cancellationToken);
        }
        catch (Exception e) when (GrainRetry.IsPassing(e))
        {
            return false;
        }
    }
}
