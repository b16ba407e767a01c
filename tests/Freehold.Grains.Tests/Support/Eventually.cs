namespace Freehold.Grains.Tests.Support;

/// <summary>Waits for what is on its way, without a clock: other turns go first, again and again, up to a bound.</summary>
internal static class Eventually
{
    private const int MaxTries = 1_000_000;

    public static async Task<bool> HoldsAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; i < MaxTries; i++)
        {
            if (await condition())
            {
                return true;
            }

            await Task.Yield();
        }

        return false;
    }
}
