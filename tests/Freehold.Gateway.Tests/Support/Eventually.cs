namespace Freehold.Gateway.Tests.Support;

/// <summary>Waits for what another thread will bring about: looks again and again, without sleeping, for a bounded time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    public static async Task<T> GetAsync<T>(string what, Func<Task<T?>> look)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Bound);
        while (!limit.IsCancellationRequested)
        {
            if (await look() is { } found)
            {
                return found;
            }

            await Task.Yield();
        }

        throw new TimeoutException($"Not within {Bound.TotalSeconds} s: {what}.");
    }

    public static Task IsTrueAsync(string what, Func<bool> look) => GetAsync(what, () => Task.FromResult(look() ? "" : null));
}
