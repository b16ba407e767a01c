using System.Diagnostics.CodeAnalysis;

namespace Freehold.Storage.Outcomes.Postgres;

/// <summary>Lets a few reads run at a time and some wait; over that it refuses.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore holds nothing of the system's until its wait handle is asked for.")]
internal sealed class ReadSlots(string name, PostgresOutcomeLogOptions options)
{
    private readonly SemaphoreSlim _free = new(options.Readers);
    private int _waiting;

    /// <summary>Waits for a slot; who got it gives it back by <see cref="Release"/>.</summary>
    /// <exception cref="OutcomeLogBusyException">The bound of waiting reads is reached.</exception>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        if (await _free.WaitAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false))
            return;

        try
        {
            if (Interlocked.Increment(ref _waiting) > options.MaxPendingReads)
            {
                throw new OutcomeLogBusyException(
                    $"The outcome log in the {name} has {options.MaxPendingReads} reads waiting, its bound. " +
                    "Try again later, or ask for less at a time.");
            }

            await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Release() => _free.Release();
}
