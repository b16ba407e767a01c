using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Freehold.Conformance.Tests.Support;

/// <summary>
/// How a grain tells a test what happened to it, and how a test holds a grain up. By unique key, so that tests run side by side;
/// in memory, so that nothing waits for a clock.
/// </summary>
public static class Probe
{
    /// <summary>Only reached by a test that fails.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly ConcurrentDictionary<string, Channel<string>> Events = new();
    private static readonly ConcurrentDictionary<string, TaskCompletionSource> Gates = new();

    /// <summary>A key that no other test uses.</summary>
    public static string NewKey() => Guid.NewGuid().ToString("N");

    /// <summary>Tells the test of this key.</summary>
    public static void Tell(string key, string what) => EventsOf(key).Writer.TryWrite(what);

    /// <summary>The next event of this key.</summary>
    public static async Task<string> NextAsync(string key) =>
        await EventsOf(key).Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>Whether there is no event that was not taken.</summary>
    public static bool IsEmpty(string key) => !EventsOf(key).Reader.TryPeek(out _);

    /// <summary>Completes when the gate is opened.</summary>
    public static Task Gate(string key) => GateOf(key).Task.WaitAsync(Patience);

    /// <summary>Opens the gate for good.</summary>
    public static void Open(string key) => GateOf(key).TrySetResult();

    private static Channel<string> EventsOf(string key) => Events.GetOrAdd(key, static _ => Channel.CreateUnbounded<string>());

    private static TaskCompletionSource GateOf(string key) =>
        Gates.GetOrAdd(key, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
