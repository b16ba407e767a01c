using Orleans.Runtime;
using Orleans.Storage;

namespace Freehold.Embedded.State;

/// <summary>What every store says of a state that another writer was faster with.</summary>
internal static class StateConflict
{
    /// <param name="stored">The ETag that the store holds after the operation; null: no record.</param>
    /// <param name="wanted">The ETag that it holds where the operation succeeded.</param>
    /// <param name="expected">The ETag that the caller had.</param>
    /// <param name="stateName">The state.</param>
    /// <param name="grainId">Its grain.</param>
    public static void ThrowIfOther(string? stored, string? wanted, string? expected, string stateName, GrainId grainId)
    {
        if (stored != wanted)
        {
            throw new InconsistentStateException(
                $"State '{stateName}' of {grainId} was changed by another writer since it was read. Read it again and repeat the change.",
                stored,
                expected);
        }
    }
}
