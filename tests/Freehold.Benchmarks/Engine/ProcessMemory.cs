using System.Globalization;

namespace Freehold.Benchmarks.Engine;

/// <summary>Memory of this process, as Linux counts it (proc(5), <c>/proc/pid/status</c>).</summary>
internal static class ProcessMemory
{
    private const double BytesPerMb = 1e6;

    /// <summary>Makes the peak start anew from what is resident now.</summary>
    public static void ResetPeak()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        File.WriteAllText("/proc/self/clear_refs", "5");
    }

    /// <summary>Most that was resident since the last reset, in MB of 10^6 bytes.</summary>
    public static double PeakMb() => Read("VmHWM:");

    /// <summary>Resident now.</summary>
    public static double ResidentMb() => Read("VmRSS:");

    /// <summary>Resident now and nobody else's: heaps and stacks.</summary>
    public static double PrivateMb() => Read("RssAnon:");

    /// <summary>Resident now and backed by files: weights and programs.</summary>
    public static double MappedMb() => Read("RssFile:");

    private static double Read(string key)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(key, StringComparison.Ordinal));
        return long.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024 / BytesPerMb;
    }
}
