using System.Globalization;
using Freehold.Wire.Errors;
using Microsoft.AspNetCore.Http;

namespace Freehold.Gateway.Http;

/// <summary>Errors as OpenAI's clients know them.</summary>
internal static class ErrorResponses
{
    /// <summary>Answers with an error, unless the answer has begun.</summary>
    public static Task WriteErrorAsync(this HttpContext context, WireError error, int retryAfterMs = 0)
    {
        if (context.Response.HasStarted)
        {
            return Task.CompletedTask;
        }

        if (retryAfterMs > 0)
        {
            context.Response.Headers.RetryAfter = ToRetryAfterSeconds(retryAfterMs).ToString(CultureInfo.InvariantCulture);
        }

        return context.WriteJsonAsync(error.Status, WireErrorWriter.ToUtf8(error));
    }

    /// <summary>Whole seconds to wait, at least one and never too few: what the header says and what the text says are the same.</summary>
    public static int ToRetryAfterSeconds(int retryAfterMs) => Math.Max(1, (int)(((long)retryAfterMs + 999) / 1_000));

    /// <summary>Answers with JSON that is ready.</summary>
    public static Task WriteJsonAsync(this HttpContext context, int status, ReadOnlyMemory<byte> utf8)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = utf8.Length;
        return context.Response.Body.WriteAsync(utf8, context.RequestAborted).AsTask();
    }
}
