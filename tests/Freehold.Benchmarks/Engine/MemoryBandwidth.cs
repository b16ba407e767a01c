using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Freehold.Benchmarks.Engine;

/// <summary>How fast this machine reads memory in order on all its processors: what decoding cannot be faster than.</summary>
internal static unsafe class MemoryBandwidth
{
    private const int CacheMultiple = 6, Passes = 12;
    private const long FallbackCacheBytes = 32L << 20, LeastBytes = 256L << 20, MostBytes = 1L << 30;

    /// <summary>Bytes a second, the best of a few passes over memory several times larger than the last cache.</summary>
    public static double Measure()
    {
        var threads = Environment.ProcessorCount;
        var part = (nuint)(Math.Clamp(CacheMultiple * LastCacheBytes(), LeastBytes, MostBytes) / threads / 4096 * 4096);
        var memory = (byte*)NativeMemory.AlignedAlloc(part * (nuint)threads, 4096);
        try
        {
            RunOnAll(threads, thread => new Span<byte>(memory + part * (nuint)thread, (int)part).Fill(1));
            var best = double.MaxValue;
            for (var pass = 0; pass < Passes; pass++)
            {
                var started = Stopwatch.GetTimestamp();
                RunOnAll(threads, thread => Read(memory + part * (nuint)thread, part));
                best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
            }

            return part * (double)threads / best;
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    private static void RunOnAll(int threads, Action<int> work)
    {
        var others = Enumerable.Range(1, threads - 1).Select(thread => new Thread(() => work(thread))).ToArray();
        Array.ForEach(others, thread => thread.Start());
        work(0);
        Array.ForEach(others, thread => thread.Join());
    }

    private static void Read(byte* start, nuint length)
    {
        var (a, b, c, d) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero, Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        for (var at = start; at < start + length; at += 128)
        {
            a |= Vector256.Load((ulong*)at);
            b |= Vector256.Load((ulong*)(at + 32));
            c |= Vector256.Load((ulong*)(at + 64));
            d |= Vector256.Load((ulong*)(at + 96));
        }

        // The sum is used, so that the reads cannot be left out.
        if (((a | b) | (c | d)) == Vector256<ulong>.Zero)
            throw new InvalidOperationException("The memory that was read holds other bytes than were written to it.");
    }

    private static long LastCacheBytes()
    {
        const string file = "/sys/devices/system/cpu/cpu0/cache/index3/size"; // "32768K"
        return File.Exists(file) && long.TryParse(File.ReadAllText(file).Trim().TrimEnd('K'), CultureInfo.InvariantCulture, out var kib)
            ? kib << 10
            : FallbackCacheBytes;
    }
}
