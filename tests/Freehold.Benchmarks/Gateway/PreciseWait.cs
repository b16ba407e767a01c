using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Freehold.Benchmarks.Gateway;

/// <summary>
/// Waits to a fraction of a millisecond. <see cref="Thread.Sleep(int)"/> knows whole ones only, and spinning would take a processor from
/// the servers that are measured.
/// </summary>
internal static class PreciseWait
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Returns at this <see cref="Stopwatch"/> timestamp, or at once where it is past.</summary>
    public static void Until(long timestamp)
    {
        long left;
        while ((left = timestamp - Stopwatch.GetTimestamp()) > 0)
        {
            if (OperatingSystem.IsWindows())
            {
                Thread.Sleep((int)(left * 1_000 / Stopwatch.Frequency));
                continue;
            }

            var nanoseconds = (long)((Int128)left * NanosecondsPerSecond / Stopwatch.Frequency);
            var request = new Timespec((nint)(nanoseconds / NanosecondsPerSecond), (nint)(nanoseconds % NanosecondsPerSecond));
            _ = Nanosleep(in request, 0);
        }
    }

    [DllImport("libc", EntryPoint = "nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Nanosleep(in Timespec request, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec(nint seconds, nint nanoseconds)
    {
        public readonly nint Seconds = seconds;
        public readonly nint Nanoseconds = nanoseconds;
    }
}
