using Freehold.Wire.Errors;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Http;

/// <summary>Reads a request's body whole, within a bound.</summary>
internal static class BodyReader
{
    private const int FirstBufferBytes = 4_096;

    /// <summary>The body, or null after an error was sent.</summary>
    public static async ValueTask<byte[]?> ReadAsync(HttpContext context, int maxBytes)
    {
        var declared = context.Request.ContentLength;
        if (declared > maxBytes)
        {
            await context.WriteErrorAsync(WireErrors.BodyTooLarge(maxBytes));
            return null;
        }

        var buffer = new byte[declared ?? Math.Min(FirstBufferBytes, maxBytes)];
        var count = 0;
        while (declared is null || count < declared)
        {
            if (count == buffer.Length)
            {
                if (count == maxBytes)
                {
                    await context.WriteErrorAsync(WireErrors.BodyTooLarge(maxBytes));
                    return null;
                }

                Array.Resize(ref buffer, (int)Math.Min(maxBytes, (long)count * 2));
            }

            var read = await context.Request.Body.ReadAsync(buffer.AsMemory(count), context.RequestAborted);
            if (read == 0)
            {
                break;
            }

            count += read;
        }

        return count == buffer.Length ? buffer : buffer[..count];
    }
}
