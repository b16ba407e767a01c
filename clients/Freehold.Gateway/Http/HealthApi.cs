using Freehold.Contracts.Routing;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Http;

/// <summary><c>/healthz</c>: the process is up. <c>/readyz</c>: grains answer, and it is not stopping.</summary>
internal sealed class HealthApi(IGrainFactory grains, Drain drain, TimeProvider time)
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(2);

    public static Task HealthAsync(HttpContext context) => context.WriteJsonAsync(StatusCodes.Status200OK, """{"status":"ok"}"""u8.ToArray());

    public async Task ReadyAsync(HttpContext context)
    {
        if (drain.HasBegun)
        {
            await context.WriteJsonAsync(
                StatusCodes.Status503ServiceUnavailable, """{"status":"not ready","reason":"this process is stopping"}"""u8.ToArray());
            return;
        }

        try
        {
            using var limit = new CancellationTokenSource(ReadyWithin, time);
            await grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).GetNewerAsync(-1, limit.Token).WaitAsync(limit.Token);
            await context.WriteJsonAsync(StatusCodes.Status200OK, """{"status":"ready"}"""u8.ToArray());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            await context.WriteJsonAsync(
                StatusCodes.Status503ServiceUnavailable, """{"status":"not ready","reason":"grains do not answer"}"""u8.ToArray());
        }
    }
}
