namespace Freehold.Contracts.Clustering;

/// <summary>
/// What a model needs of its device's memory, carried beside the call that may make the worker: where workers are placed, a silo whose
/// device has less is left out.
/// </summary>
public static class DeviceMemoryNeed
{
    /// <summary>The entry of the <see cref="RequestContext"/>.</summary>
    public const string Key = "freehold.device-memory-mib";

    /// <summary>Sets the need of the calls that follow in this flow, in MiB; 0 for none.</summary>
    public static void Set(int mebibytes)
    {
        if (mebibytes > 0)
        {
            RequestContext.Set(Key, mebibytes);
        }
        else
        {
            RequestContext.Remove(Key);
        }
    }

    /// <summary>The need in the context of a call, in MiB; 0 where none is stated.</summary>
    public static int Read(IReadOnlyDictionary<string, object>? context) =>
        context is not null && context.TryGetValue(Key, out var value) && value is int mebibytes ? mebibytes : 0;
}
