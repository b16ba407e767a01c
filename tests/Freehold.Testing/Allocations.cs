namespace Freehold.Testing;

/// <summary>What a piece of code allocates on the thread that runs it.</summary>
public static class Allocations
{
    private const int Rounds = 8;

    /// <summary>
    /// The fewest bytes that one of eight runs of <paramref name="action"/> allocated on this thread. A collection that another
    /// thread starts can add the unused rest of this thread's allocation context to its count (up to 8 KiB); what the action
    /// itself allocates is in every round.
    /// </summary>
    public static long Fewest(Action action)
    {
        var fewest = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return fewest;
    }
}
