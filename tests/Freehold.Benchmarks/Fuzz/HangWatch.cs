using System.Diagnostics;

namespace Freehold.Benchmarks.Fuzz;

/// <summary>
/// Notices an input that never comes to an end. A thread that hangs cannot be stopped: the input is saved and the process ends.
/// </summary>
internal sealed class HangWatch(Func<string, byte[], string> save)
{
    /// <summary>Far above what any input of a fuzz run takes, on a busy machine too.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Lock _lock = new();
    private byte[]? _input;
    private long _startedAt;

    /// <summary>An input's reading begins.</summary>
    public void Begin(byte[] input)
    {
        lock (_lock)
            (_input, _startedAt) = (input, Stopwatch.GetTimestamp());
    }

    /// <summary>It has ended.</summary>
    public void End()
    {
        lock (_lock)
            _input = null;
    }

    /// <summary>Ends the process where the present input has taken too long.</summary>
    public void Check()
    {
        lock (_lock)
        {
            if (_input is null || Stopwatch.GetElapsedTime(_startedAt) < Limit)
                return;
            Console.WriteLine($"hang: more than {Limit.TotalSeconds} s; saved as {save("hang", _input)}");
            Environment.Exit(1);
        }
    }
}
